import type { FastifyInstance } from 'fastify';
import type { LedgerEntry as RazorpayEntry, Notification } from '../razorpay/state.js';
import type { LedgerEntry, ObjectEntry } from '../togai/entities.js';

/** The append-only books of both halves. */
export interface Ledgers {
  readonly razorpay: readonly RazorpayEntry[];
  /** What Razorpay would have sent to customers. */
  readonly messages: readonly Notification[];
  /** What was written to invoices. */
  readonly togai: readonly LedgerEntry[];
  /** What was made, and what became of it: invoices, and what they hang on. */
  readonly togaiObjects: readonly ObjectEntry[];
}

/** `GET /ledger`: everything that happened, oldest first. */
export function ledgerControl(instance: FastifyInstance, ledgers: Ledgers): void {
  instance.get('/ledger', () => ledgers);
}
