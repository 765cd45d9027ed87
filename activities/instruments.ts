import type { CreatedPayment } from '../contracts/activities.js';
import type { PaymentDetails } from '../contracts/payment-request.js';
import { alternativesTo } from '../domain/alternatives.js';
import { neverSent } from '../domain/never-sent.js';
import { instrumentText } from '../domain/payment-instrument.js';
import type { KnownInstruments } from '../providers/razorpay/known-instruments.js';
import type { ActivityConnection } from './dependencies.js';

/** Razorpay has refused the payment's instrument lately: refused without a call, and the card stays in the vault. */
export function refuseDisabled(
  instruments: KnownInstruments,
  payment: PaymentDetails,
  orderId: string | undefined,
): CreatedPayment | undefined {
  const disabled = instruments.stopping(payment);
  if (!disabled) return undefined;
  const refusal = neverSent('INSTRUMENT_DISABLED', `${instrumentText(disabled)}: ${disabled.reason}`);
  return { kind: 'refused', orderId, paymentId: undefined, refusal };
}

/** What Razorpay's answer to a payment says of its instrument. */
export function learn(instruments: KnownInstruments, payment: PaymentDetails, answer: CreatedPayment): void {
  if (answer.kind === 'created') instruments.taken(payment);
  if (answer.kind === 'refused') instruments.refused(payment, answer.refusal);
}

/** The answer; with it, when it refuses the instrument, what works instead. */
export async function withAlternatives(
  { instruments, downtimes }: ActivityConnection,
  asked: { readonly payment: PaymentDetails; isLate(): boolean },
  answer: CreatedPayment,
): Promise<CreatedPayment> {
  if (answer.kind !== 'refused' || answer.refusal.concerns !== 'instrument') return answer;
  // A late try has no time left to ask what is enabled: its answer must not be lost for the advice.
  const enabling = asked.isLate() ? undefined : instruments.enabled();
  const [enabled, down] = await Promise.all([enabling, downtimes.now()]);
  const known = { disabled: instruments.disabled(), downtimes: down ?? [] };
  return { ...answer, alternatives: alternativesTo(asked.payment.method, enabled, known) };
}
