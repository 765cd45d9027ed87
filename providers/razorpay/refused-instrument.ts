import type { DisabledInstrument } from '../../contracts/instruments.js';
import type { PaymentDetails } from '../../contracts/payment-request.js';
import { propertiesOf } from '../../domain/payment-instrument.js';

/**
 * The property of a payment that a reason is about, for each reason that concerns an instrument; `method` for the whole
 * method. Nothing where no payment says it: whose card is a foreign one, or that a payment is the first of many.
 */
export const refusedProperty: Readonly<Record<string, string | undefined>> = {
  payment_method_not_enabled: 'method',
  bank_not_enabled: 'bank',
  bank_not_available: 'bank',
  bank_cutoff_in_progress: 'bank',
  payment_declined_due_to_high_traffic: 'bank',
  card_network_not_enabled: 'network',
  upi_collect_not_enabled: 'flow',
  upi_intent_not_enabled: 'flow',
  collect_on_mcc_blocked: 'flow',
  psp_not_available: 'vpa_handle',
  psp_app_not_available: 'vpa_handle',
  international_transaction_not_allowed: undefined,
  recurring_payment_not_enabled: undefined,
};

/**
 * What Razorpay refused a payment for, if the payment names it: a UPI intent does not say which app cannot be reached, nor a
 * card which bank. To disable more than that would refuse payments that work.
 */
export function refusedInstrument(
  payment: PaymentDetails,
  reason: string | undefined,
): DisabledInstrument | undefined {
  const property = reason === undefined ? undefined : refusedProperty[reason];
  if (reason === undefined || property === undefined) return undefined;
  const { method } = payment;
  if (property === 'method') return { method, instrument: {}, reason };
  const value = propertiesOf(payment)[property];
  return value === undefined ? undefined : { method, instrument: { [property]: value }, reason };
}
