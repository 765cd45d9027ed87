import { z } from 'zod';
import { disputeEvents, downtimeEvents } from '../contracts/razorpay-events.js';
import { razorpayIdPatterns } from '../contracts/ids.js';
import { noteKeys } from '../contracts/names.js';
import { invoiceIdField } from '../contracts/schemas/fields.js';

/** Events that make a collection look. */
export const hintEvents = [
  'payment.authorized',
  'payment.captured',
  'payment.failed',
  'payment.pending',
  'order.paid',
  'invoice.paid',
  'invoice.partially_paid',
  'invoice.expired',
  'refund.created',
  'refund.processed',
  'refund.failed',
  ...disputeEvents,
] as const;

export type HintEvent = (typeof hintEvents)[number];
export type DowntimeEvent = (typeof downtimeEvents)[number];

export function isHintEvent(event: string): event is HintEvent {
  return hintEvents.some((known) => known === event);
}

export function isDowntimeEvent(event: string): event is DowntimeEvent {
  return downtimeEvents.some((known) => known === event);
}

/** Whose an object is, by the notes we gave it. */
export interface OwnerNotes {
  readonly connection: string;
  readonly invoiceId: string;
}

// Razorpay's bodies vary by age and kind of object (`notes: []`, fields absent or null): what is not as expected is
// taken as not said.
function optionalId(pattern: RegExp): z.ZodType<string | undefined> {
  return z.string().regex(pattern).optional().catch(undefined);
}

const notes = z
  .object({ [noteKeys.connection]: z.string(), [noteKeys.invoiceId]: invoiceIdField })
  .transform((found): OwnerNotes => ({
    connection: found[noteKeys.connection],
    invoiceId: found[noteKeys.invoiceId],
  }))
  .optional()
  .catch(undefined);

function entity<T extends z.ZodRawShape>(shape: T) {
  return z
    .object({ entity: z.object(shape) })
    .optional()
    .catch(undefined);
}

const { order, payment, invoice, dispute, refund } = razorpayIdPatterns;

/** A webhook's envelope with what routing needs; everything else is Razorpay's business and never believed. */
export const webhookSchema = z.object({
  event: z.string(),
  payload: z.object({
    payment: entity({
      id: optionalId(payment),
      order_id: optionalId(order),
      invoice_id: optionalId(invoice),
      notes,
    }),
    order: entity({ id: optionalId(order), notes }),
    invoice: entity({
      id: optionalId(invoice),
      order_id: optionalId(order),
      payment_id: optionalId(payment),
      notes,
    }),
    refund: entity({ id: optionalId(refund), payment_id: optionalId(payment) }),
    dispute: entity({ id: optionalId(dispute), payment_id: optionalId(payment) }),
  }),
});

/** What a webhook is about. */
export interface WebhookSubject {
  readonly orderId: string | undefined;
  readonly paymentId: string | undefined;
  readonly razorpayInvoiceId: string | undefined;
  readonly disputeId: string | undefined;
  readonly refundId: string | undefined;
  /** The body holds the order itself, with such notes as it has. */
  readonly tellsOrder: boolean;
  /** From the order or the payment request, which only we make. */
  readonly owner: OwnerNotes | undefined;
  /** From the payment, whose notes may have been set in a browser. */
  readonly suggestedOwner: OwnerNotes | undefined;
}

export function subjectOf({ payload }: z.output<typeof webhookSchema>): WebhookSubject {
  const paid = payload.payment?.entity;
  const ordered = payload.order?.entity;
  const invoiced = payload.invoice?.entity;
  const disputed = payload.dispute?.entity;
  const refunded = payload.refund?.entity;
  return {
    orderId: ordered?.id ?? paid?.order_id ?? invoiced?.order_id,
    paymentId: paid?.id ?? refunded?.payment_id ?? invoiced?.payment_id ?? disputed?.payment_id,
    disputeId: disputed?.id,
    refundId: refunded?.id,
    razorpayInvoiceId: invoiced?.id ?? paid?.invoice_id,
    tellsOrder: ordered !== undefined,
    owner: ordered?.notes ?? invoiced?.notes,
    suggestedOwner: paid?.notes,
  };
}
