import { noteKeys } from '../contracts/names.js';
import type { PaymentDetails, Transfer } from '../contracts/payment-request.js';
import { captureNoteText } from '../domain/capture-note.js';
import { captureNoteFor, captureSettings } from '../domain/capture-settings.js';
import type { CardDetails } from '../platform/vault/card-secret.js';
import type { OrderWithPaymentBody } from '../providers/razorpay/requests.js';
import type { PaymentToMake } from './make-payment.js';
import { ownNotes } from './ownership.js';

/** What a payment block needs besides the caller's words. */
export interface PaymentFrame {
  readonly callbackUrl: string;
  /** Taken from the vault for this one request. */
  readonly card: CardDetails | undefined;
}

/** The one-call create, as the Single Integration API document has it. `undefined` fields do not reach the wire. */
export function newOrderBody(
  input: PaymentToMake,
  receipt: string,
  frame: PaymentFrame,
): OrderWithPaymentBody {
  const { amount, order } = input;
  return {
    amount: amount.amount,
    currency: amount.currency,
    receipt,
    notes: {
      ...order?.notes,
      ...(order?.reference === undefined ? {} : { [noteKeys.reference]: order.reference }),
      ...ownNotes(input, input.round),
      [noteKeys.capture]: captureNoteText(captureNoteFor(order?.payment_config, input.policy)),
    },
    customer_id: input.customerId,
    partial_payment: order?.partial_payment,
    first_payment_min_amount: order?.first_payment_min_amount,
    transfers: order?.transfers?.map(transferOf),
    products: order?.products,
    bank_account: order?.bank_account,
    payment_config: captureSettings(order?.payment_config, input.policy),
    payment: paymentBlock(input, input.payment.amount, frame),
    user_agent: order?.user_agent ?? input.payment.user_agent,
  };
}

/**
 * A further payment on an order that exists, named by id or by receipt. Nothing else of the order is said again: without
 * an amount, Razorpay cannot take a receipt for the wish to make a second order.
 */
export function furtherAttemptBody(
  input: PaymentToMake,
  name: { readonly id: string } | { readonly receipt: string },
  frame: PaymentFrame,
): OrderWithPaymentBody {
  // Of an order that was paid in part, the rest is due.
  const amount = input.payment.amount ?? input.amount.amount - input.kept;
  return {
    ...name,
    payment: { ...paymentBlock(input, amount, frame), currency: input.amount.currency },
    user_agent: input.payment.user_agent,
  };
}

function paymentBlock(
  input: PaymentToMake,
  amount: number | undefined,
  { callbackUrl, card }: PaymentFrame,
): OrderWithPaymentBody['payment'] {
  const { payment } = input;
  return {
    amount,
    email: payment.email,
    contact: payment.contact,
    ip: payment.ip,
    referer: payment.referer,
    user_agent: payment.user_agent,
    description: payment.description ?? `Invoice ${input.invoiceId}`,
    callback_url: payment.callback_url ?? callbackUrl,
    notes: {
      ...payment.notes,
      ...ownNotes(input, input.round),
      [noteKeys.attemptId]: input.attemptId,
    },
    ...instrumentOf(payment, card),
  };
}

function instrumentOf(
  payment: PaymentDetails,
  card: CardDetails | undefined,
): Readonly<Record<string, unknown>> {
  switch (payment.method) {
    case 'netbanking':
      return { method: payment.method, bank: payment.bank };
    case 'upi':
      return { method: payment.method, upi: payment.upi };
    case 'card':
      return {
        method: payment.method,
        card,
        authentication: payment.authentication ?? { authentication_channel: 'browser' },
        browser: payment.browser,
      };
  }
}

/** The document writes holds as 1 and 0. */
function transferOf({ on_hold, ...transfer }: Transfer): Readonly<Record<string, unknown>> {
  return { ...transfer, on_hold: on_hold === undefined ? undefined : Number(on_hold) };
}
