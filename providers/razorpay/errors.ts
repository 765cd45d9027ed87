import { z } from 'zod';
import type { NextAction } from '../../contracts/payment-request.js';
import { nextActions } from './schemas.js';

/** Razorpay's error envelope in our terms; its words are untouched. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly reason: string | undefined;
  readonly description: string;
  readonly source: string | undefined;
  readonly step: string | undefined;
  readonly field: string | undefined;
  /** Ids that exist although the request was refused (`metadata`); to be bound at once. */
  readonly orderId: string | undefined;
  readonly paymentId: string | undefined;
  /** What the customer can still do, e.g. `otp_submit`; beside `error` in the body. */
  readonly next: readonly NextAction[];
}

/** Auth, routing and idempotency refusals say `NA` where they mean nothing. */
const text = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((value) => (value === null || value === '' || value === 'NA' ? undefined : value));

const envelope = z.object({
  error: z.object({
    code: z.string(),
    description: z.string().nullish(),
    field: text,
    source: text,
    step: text,
    reason: text,
    metadata: z.object({ order_id: text, payment_id: text }).nullish().catch(undefined),
  }),
  next: nextActions.nullish().catch(undefined),
});

/**
 * Reads a refusal. Under a 5xx only `GATEWAY_ERROR` is one: it tells what became of the payment at the bank, and names the
 * ids that were made; any other 5xx says that Razorpay itself does not know.
 */
export function readRefusal(status: number, body: unknown): Refusal | undefined {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return undefined;
  const { error, next } = parsed.data;
  if ((status >= 500 || status === 408) && error.code !== 'GATEWAY_ERROR') return undefined;
  return {
    status,
    code: error.code,
    reason: error.reason,
    description: error.description ?? '',
    source: error.source,
    step: error.step,
    field: error.field,
    orderId: error.metadata?.order_id,
    paymentId: error.metadata?.payment_id,
    next: next ?? [],
  };
}

/**
 * Where receipts must be unique, the refusal of a second order names the first one in `metadata.order_id`
 * (reference: API idempotency). Its text is the only mark it has.
 */
export function isReceiptTaken(refusal: Refusal): boolean {
  return refusal.orderId !== undefined && /receipt should be unique/i.test(refusal.description);
}
