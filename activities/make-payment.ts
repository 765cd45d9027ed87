import { cancellationSignal } from '@temporalio/activity';
import type { CreatedPayment, OfInvoice } from '../contracts/activities.js';
import type { Money } from '../contracts/money.js';
import { noteKeys } from '../contracts/names.js';
import type { OrderOptions, PaymentDetails } from '../contracts/payment-request.js';
import type { Policy } from '../contracts/policy.js';
import { receiptFor } from '../contracts/receipt.js';
import type { CardVault } from '../platform/vault/card-vault.js';
import { ProviderFailure } from '../providers/failure.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import { isReceiptTaken, type Refusal } from '../providers/razorpay/errors.js';
import type { RazorpayAnswer } from '../providers/razorpay/http.js';
import type { RazorpayOrder, RazorpayOrderWithPayment } from '../providers/razorpay/schemas.js';
import { toProviderRefusal, valueOf } from './answers.js';
import { withCard } from './card-details.js';
import type { ActivityConnection } from './dependencies.js';
import { learn, refuseDisabled, withAlternatives } from './instruments.js';
import { furtherAttemptBody, newOrderBody, type PaymentFrame } from './order-body.js';
import { whyForeign, type Expected } from './ownership.js';
import { failure } from './to-application-failure.js';

/** One payment, with everything that is known of its order. */
export interface PaymentToMake extends OfInvoice {
  readonly round: number;
  readonly attemptId: string;
  /** Of the order. */
  readonly amount: Money;
  /** Subunits captured and kept of it so far. */
  readonly kept: number;
  readonly customerId: string;
  /** Known when the round's order exists: the payment is then a further attempt on it. */
  readonly orderId: string | undefined;
  readonly retryBy: 'id' | 'receipt';
  readonly order: OrderOptions | undefined;
  readonly payment: PaymentDetails;
  readonly policy: Policy;
  /** The round's receipt was just searched, and nothing was found. */
  readonly searched: boolean;
  /** Somebody may have sent this payment before: it is looked for, and not sent. */
  readonly mayHaveBeenSent: boolean;
  /** The reads took so long that the answer of a payment sent now might come after the try has ended. */
  isLate(): boolean;
}

/**
 * Razorpay: order and payment in one call, or a further payment on the round's order. An answer that may have been lost
 * ends it with OUTCOME_UNKNOWN; every other failure says that no payment was made, and the card is back in the vault.
 * @throws OUTCOME_UNKNOWN, PROVIDER_NOT_REACHED, PROVIDER_THROTTLED and the other codes of reads
 */
export async function makePayment(
  known: ActivityConnection,
  vault: CardVault,
  input: PaymentToMake,
): Promise<CreatedPayment> {
  const { razorpay, publicUrl, instruments } = known;
  const { connection, invoiceId, round, amount } = input;
  const expected: Expected = { of: input, round, receipt: receiptFor(connection, invoiceId, round), amount };
  const earlier = await findEarlier(razorpay, input, expected);
  if (earlier.kind === 'answer') return earlier.answer;
  if (input.mayHaveBeenSent)
    throw failure('OUTCOME_UNKNOWN', 'an earlier run may have sent it, and it may still be on its way');
  if (input.isLate()) throw failure('PROVIDER_UNAVAILABLE', 'reading took too long; no payment was sent');
  const callbackUrl = `${publicUrl}/callbacks/razorpay/${connection}/${encodeURIComponent(invoiceId)}`;
  const refused = refuseDisabled(instruments, input.payment, earlier.orderId);
  if (refused) return withAlternatives(known, input, refused);
  const answer = await withCard(vault, input.payment, async (card) => {
    try {
      return await send(razorpay, input, expected, earlier.orderId, { callbackUrl, card });
    } catch (error) {
      const lost = error instanceof ProviderFailure && error.mayHaveHappened;
      throw lost ? failure('OUTCOME_UNKNOWN', error.message) : error;
    }
  });
  learn(instruments, input.payment, answer);
  return withAlternatives(known, input, answer);
}

type Earlier =
  | { readonly kind: 'answer'; readonly answer: CreatedPayment }
  | { readonly kind: 'order'; readonly orderId: string | undefined };

/** What an earlier try left at Razorpay: this attempt's payment, an order of ours, or somebody else's. */
async function findEarlier(
  razorpay: RazorpayClient,
  { orderId, attemptId, searched }: PaymentToMake,
  expected: Expected,
): Promise<Earlier> {
  const signal = cancellationSignal();
  const paymentOf = async (id: string) => {
    const payments = valueOf(await razorpay.paymentsOfOrder(id, signal), `payments of ${id}`);
    return payments.find(({ notes }) => notes[noteKeys.attemptId] === attemptId)?.id;
  };
  if (orderId !== undefined) {
    const paymentId = await paymentOf(orderId);
    if (paymentId === undefined) return { kind: 'order', orderId };
    // A payment's notes may have been set in a browser; the order's were not.
    const order = valueOf(await razorpay.fetchOrder(orderId, signal), `order ${orderId}`);
    return { kind: 'answer', answer: foreign(order, expected) ?? { kind: 'adopted', orderId, paymentId } };
  }
  if (searched) return { kind: 'order', orderId: undefined };
  const { receipt } = expected;
  const orders = valueOf(await razorpay.ordersByReceipt(receipt, signal), `orders of receipt ${receipt}`);
  for (const order of orders) {
    const answer = foreign(order, expected);
    if (answer !== undefined) return { kind: 'answer', answer };
  }
  for (const { id } of orders) {
    const paymentId = await paymentOf(id);
    if (paymentId !== undefined) {
      return { kind: 'answer', answer: { kind: 'adopted', orderId: id, paymentId } };
    }
  }
  // Newest first: of several, which only lost answers can have made, the first stays in use.
  return { kind: 'order', orderId: orders.at(-1)?.id };
}

async function send(
  razorpay: RazorpayClient,
  input: PaymentToMake,
  expected: Expected,
  orderId: string | undefined,
  frame: PaymentFrame,
): Promise<CreatedPayment> {
  const { receipt } = expected;
  const further = (id: string) => razorpay.createOrderWithPayment(furtherAttemptBody(input, { id }, frame));
  if (orderId === undefined) {
    const answer = await razorpay.createOrderWithPayment(newOrderBody(input, receipt, frame));
    const taken = answer.ok || !isReceiptTaken(answer.refusal) ? undefined : answer.refusal.orderId;
    if (taken === undefined) return told(answer, expected, undefined);
    // An order made since we looked, or one that the list does not show.
    const order = valueOf(await razorpay.fetchOrder(taken, cancellationSignal()), `order ${taken}`);
    return foreign(order, expected) ?? told(await further(taken), expected, taken);
  }
  if (input.retryBy === 'receipt') {
    const answer = await razorpay.createOrderWithPayment(furtherAttemptBody(input, { receipt }, frame));
    if (answer.ok || !isOrderRefused(answer.refusal)) return told(answer, expected, orderId);
    // This account does not take a receipt for an order's name; no payment was made.
  }
  return told(await further(orderId), expected, orderId);
}

/** The order itself was refused, before any payment: first of the document's three failure shapes. */
function isOrderRefused({ step, orderId, paymentId }: Refusal): boolean {
  return step === 'order_create' && orderId === undefined && paymentId === undefined;
}

function told(
  answer: RazorpayAnswer<RazorpayOrderWithPayment>,
  expected: Expected,
  orderId: string | undefined,
): CreatedPayment {
  if (!answer.ok) {
    const { refusal } = answer;
    return {
      kind: 'refused',
      orderId: refusal.orderId ?? orderId,
      paymentId: refusal.paymentId,
      refusal: toProviderRefusal(refusal),
    };
  }
  const { id, payment_workflow: payment } = answer.value;
  return (
    foreign(answer.value, expected) ?? {
      kind: 'created',
      orderId: id,
      paymentId: payment.id,
      next: payment.next,
    }
  );
}

function foreign(order: RazorpayOrder, expected: Expected): CreatedPayment | undefined {
  const why = whyForeign(order, expected);
  return why === undefined ? undefined : { kind: 'foreign_order', orderId: order.id, why };
}
