import { z } from 'zod';
import type { CollectionState, Evidence, Hint } from '../collection.js';
import { razorpayIdPatterns } from '../ids.js';
import type { CallbackFields } from '../messages.js';
import type * as requests from '../requests.js';
import {
  accountIdField,
  attemptIdField,
  connectionName,
  invoiceIdField,
  shaped,
  subunits,
  text,
} from './fields.js';
import { orderOptionsSchema } from './order-options.js';
import { paymentFormSchema } from './payment-form.js';

const invoice = { connection: connectionName, invoiceId: invoiceIdField };
const attempt = { ...invoice, attemptId: attemptIdField };

const disputeId = shaped(razorpayIdPatterns.dispute, 'a dispute id (disp_ and 14 characters)');
const razorpayRefundId = shaped(razorpayIdPatterns.refund, 'a refund id (rfnd_ and 14 characters)');
const orderId = shaped(razorpayIdPatterns.order, 'an order id (order_ and 14 characters)');
const paymentId = shaped(razorpayIdPatterns.payment, 'a payment id (pay_ and 14 characters)');

export const invoiceRequestSchema: z.ZodType<requests.InvoiceRequest> = z.strictObject(invoice);

export const collectInvoiceSchema: z.ZodType<requests.CollectInvoiceRequest> = z.strictObject({
  ...invoice,
  mode: z.enum(['direct', 'payment_request'], 'must be direct or payment_request').exactOptional(),
});

export const submitPaymentSchema: z.ZodType<requests.ParsedSubmitPaymentRequest> = z.strictObject({
  ...attempt,
  payment: paymentFormSchema,
  order: orderOptionsSchema.exactOptional(),
  retryOf: z
    .strictObject({ id: orderId.exactOptional(), receipt: text(40).exactOptional() })
    .refine(({ id, receipt }) => (id === undefined) !== (receipt === undefined), {
      error: 'must name the order by either id or receipt',
    })
    .exactOptional(),
  replace: z.boolean('must be true or false').exactOptional(),
});

export const attemptRequestSchema: z.ZodType<requests.AttemptRequest> = z.strictObject(attempt);

export const submitOtpSchema: z.ZodType<requests.SubmitOtpRequest> = z.strictObject({
  ...attempt,
  otp: shaped(/^[A-Za-z0-9]{3,10}$/, '3 to 10 letters or digits'),
});

/** Razorpay's success form. Extra fields are Razorpay's business. */
export const callbackFieldsSchema: z.ZodType<CallbackFields> = z.object({
  razorpay_payment_id: paymentId,
  razorpay_order_id: orderId,
  razorpay_signature: shaped(/^[0-9a-f]{64}$/, '64 lower-case hex digits'),
});

export const confirmCallbackSchema: z.ZodType<requests.ConfirmCallbackRequest> = z.strictObject({
  ...invoice,
  fields: callbackFieldsSchema,
});

export const waitForOutcomeSchema: z.ZodType<requests.WaitForOutcomeRequest> = z.strictObject({
  ...invoice,
  timeoutMs: z.int('must be an integer (milliseconds)').positive('must be greater than 0').exactOptional(),
});

export const cancelCollectionSchema: z.ZodType<requests.CancelCollectionRequest> = z.strictObject({
  ...invoice,
  reason: text(256),
});

export const refundPaymentSchema: z.ZodType<requests.RefundPaymentRequest> = z.strictObject({
  ...invoice,
  paymentId,
  refundId: attemptIdField,
  amount: subunits.exactOptional(),
  reason: text(256).exactOptional(),
  speed: z.enum(['normal', 'optimum'], 'must be normal or optimum').exactOptional(),
});

export const withdrawRefundSchema: z.ZodType<requests.WithdrawRefundRequest> = z.strictObject({
  ...invoice,
  refundId: attemptIdField,
});

const payment = { connection: connectionName, paymentId };

export const reportStrayPaymentSchema: z.ZodType<requests.StrayReport> = z.strictObject({
  ...payment,
  disputeId: disputeId.exactOptional(),
  refundId: razorpayRefundId.exactOptional(),
});

export const acceptStrayPaymentSchema: z.ZodType<requests.AcceptStrayPaymentRequest> = z.strictObject({
  ...payment,
  invoiceId: invoiceIdField.exactOptional(),
});

export const dismissStrayPaymentSchema: z.ZodType<requests.DismissStrayPaymentRequest> = z.strictObject({
  ...payment,
  reason: text(256),
});

export const syncCustomerSchema: z.ZodType<requests.SyncCustomerRequest> = z.strictObject({
  connection: connectionName,
  accountId: accountIdField,
});

export const connectionRequestSchema: z.ZodType<{ readonly connection: string }> = z.strictObject({
  connection: connectionName,
});

export const releaseConnectionSchema: z.ZodType<requests.ReleaseConnectionRequest> = z.strictObject({
  connection: connectionName,
  reason: text(256),
});

/** Every witness that can make a collection look. */
const evidences = {
  webhook: 'webhook',
  callback: 'callback',
  poll: 'poll',
  reconciliation: 'reconciliation',
  operator: 'operator',
  billing: 'billing',
  submission: 'submission',
} as const satisfies { readonly [E in Evidence]: E };

/** It ends in the workflow's history, so it is kept short. */
export const hintSchema: z.ZodType<Hint> = z.strictObject({
  evidence: z.enum(evidences, `must be one of ${Object.keys(evidences).join(', ')}`),
  event: text(100),
  eventId: text(100).exactOptional(),
  paymentId: paymentId.exactOptional(),
  orderId: orderId.exactOptional(),
  disputeId: disputeId.exactOptional(),
  refundId: razorpayRefundId.exactOptional(),
});

/** Every state an open collection can be in. */
export const collectionStates = {
  opening: 'opening',
  syncing_customer: 'syncing_customer',
  awaiting_attempt: 'awaiting_attempt',
  awaiting_customer: 'awaiting_customer',
  authorized: 'authorized',
  captured: 'captured',
  collecting_rest: 'collecting_rest',
  held: 'held',
  refunding: 'refunding',
  closing: 'closing',
} as const satisfies { readonly [S in CollectionState]: S };

export const listOpenCollectionsSchema: z.ZodType<requests.ListOpenCollectionsRequest> = z.strictObject({
  connection: connectionName.exactOptional(),
  state: z
    .enum(collectionStates, `must be one of ${Object.keys(collectionStates).join(', ')}`)
    .exactOptional(),
  limit: z.int('must be an integer').min(1, 'must be at least 1').max(1000, 'must be at most 1000'),
});
