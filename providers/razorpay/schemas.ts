import { z } from 'zod';
import type { NextAction, Notes } from '../../contracts/payment-request.js';

/**
 * What we read of Razorpay's answers. Lenient on purpose: Razorpay adds fields without notice, writes empty notes as a
 * list, leaves `entity` out, and says null, an empty text or nothing where there is nothing.
 */

const nullableText = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));

const unixSeconds = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);

const subunits = z.number().int();

/** Empty notes arrive as `[]`. Values that are no text are somebody else's, and written out as text. */
export const notes = z
  .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
  .nullish()
  .transform((value): Notes => {
    if (value === null || value === undefined || Array.isArray(value)) return {};
    return Object.fromEntries(
      Object.entries(value).map(([key, note]) => [
        key,
        typeof note === 'string' ? note : JSON.stringify(note),
      ]),
    );
  });

/** Actions come as objects, and after an OTP as bare names. */
export const nextActions = z
  .array(z.union([z.string(), z.object({ action: z.string(), url: nullableText })]))
  .transform((actions): NextAction[] =>
    actions.map((action) => {
      if (typeof action === 'string') return { action };
      return action.url === undefined
        ? { action: action.action }
        : { action: action.action, url: action.url };
    }),
  );

export const customer = z.object({
  id: z.string(),
  name: nullableText,
  email: nullableText,
  contact: nullableText,
  notes,
});
export type RazorpayCustomer = z.output<typeof customer>;

export const order = z.object({
  id: z.string(),
  amount: subunits,
  currency: z.string(),
  receipt: nullableText,
  status: z.string(),
  notes,
  partial_payment: z.boolean().nullish(),
  created_at: unixSeconds,
});
export type RazorpayOrder = z.output<typeof order>;

/** The answer of the one-call create: the order, and the payment made with it. */
export const orderWithPayment = order.extend({
  payment_workflow: z.object({
    id: z.string(),
    next: nextActions.nullish().transform((next) => next ?? []),
  }),
});
export type RazorpayOrderWithPayment = z.output<typeof orderWithPayment>;

const unknownYet = subunits.nullish().transform((value) => value ?? undefined);

export const payment = z.object({
  id: z.string(),
  order_id: nullableText,
  invoice_id: nullableText,
  amount: subunits,
  currency: z.string(),
  status: z.string(),
  method: nullableText,
  amount_refunded: subunits.nullish().transform((value) => value ?? 0),
  captured: z.boolean().optional().catch(undefined),
  /** Null until the payment is captured, as is the tax in it. One that cannot be read must cost no look. */
  fee: unknownYet.catch(undefined),
  tax: unknownYet.catch(undefined),
  notes,
  error_code: nullableText,
  error_description: nullableText,
  error_source: nullableText,
  error_step: nullableText,
  error_reason: nullableText,
  created_at: unixSeconds,
});
export type RazorpayPayment = z.output<typeof payment>;

export const refund = z.object({
  id: z.string(),
  payment_id: nullableText,
  amount: subunits,
  currency: z.string(),
  status: nullableText,
  receipt: nullableText,
  notes,
});
export type RazorpayRefund = z.output<typeof refund>;

const charge = subunits.nullish().transform((value) => value ?? 0);

/** A row of `settlements/recon/combined`, whose `notes` are an object, a list, a plain text or null. */
const settlementRow = z.object({
  entity_id: z.string(),
  /** `payment`, `refund`, `transfer` or `adjustment`. */
  type: z.string(),
  amount: subunits,
  currency: z.string(),
  fee: charge,
  tax: charge,
  on_hold: z.boolean().nullish(),
  settled: z.boolean().nullish(),
  settlement_id: nullableText,
  settlement_utr: nullableText,
  /** Of a refund. */
  payment_id: nullableText,
  order_id: nullableText,
  order_receipt: nullableText,
  notes: z.union([z.string().transform((): Notes => ({})), notes]),
});
export type RazorpaySettlementRow = z.output<typeof settlementRow>;

/** One that cannot be read keeps its place: pages are counted by their rows, and it must not hide the others. */
export const settlementRows = collectionOf(settlementRow.optional().catch(undefined));

/** A dispute of a captured payment. Samples leave `reason_description` out. */
export const dispute = z.object({
  id: z.string(),
  payment_id: z.string(),
  amount: subunits,
  currency: z.string(),
  amount_deducted: charge,
  reason_code: nullableText,
  /** Unix seconds. */
  respond_by: z
    .number()
    .nullish()
    .transform((value) => value ?? undefined),
  status: z.string(),
  phase: nullableText,
  created_at: unixSeconds,
});
export type RazorpayDispute = z.output<typeof dispute>;

export const invoice = z.object({
  id: z.string(),
  status: z.string(),
  receipt: nullableText,
  order_id: nullableText,
  customer_id: nullableText,
  /** Null in some bodies of cancelled invoices. */
  amount: subunits.nullish(),
  currency: nullableText,
  short_url: nullableText,
  expire_by: z.number().nullish(),
  notes,
  created_at: unixSeconds,
});
export type RazorpayInvoice = z.output<typeof invoice>;

/** A word that nobody knows must not hold anybody up. */
const severity = z.enum(['high', 'medium', 'low']).catch('low');

/** What is no text tells nothing of whom it hits; a list is written where there is nothing in it, as with notes. */
const instrument = z
  .record(z.string(), z.unknown())
  .transform((value) =>
    Object.fromEntries(
      Object.entries(value).flatMap(([name, whom]) =>
        typeof whom === 'string' ? [[name, whom] as const] : [],
      ),
    ),
  )
  .catch({});

/** Samples leave `entity` out. */
const downtime = z.object({
  method: z.string(),
  instrument,
  severity,
  status: z.string(),
  begin: z
    .number()
    .nullish()
    .transform((begin) => begin ?? undefined)
    .catch(undefined),
});

/** One that cannot be read is left out: it must not hide the others. */
export const downtimes = z.object({ items: z.array(downtime.optional().catch(undefined)) });

/** OTP generate and resend say what comes next. */
export const otpStep = z.object({ next: nextActions.nullish().transform((next) => next ?? []) });

/** A right OTP is answered with the signed success fields; nobody here believes them, a look follows. */
export const otpAccepted = z.object({ razorpay_payment_id: z.string() });

/** `notify_by` and deletions (`[]`) say only that they were done. */
export const acknowledged = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]);

/** Razorpay's list envelope; `count` is that of the page. */
export function collectionOf<Item extends z.ZodType>(item: Item): z.ZodObject<{ items: z.ZodArray<Item> }> {
  return z.object({ items: z.array(item) });
}
