import type { FastifyInstance } from 'fastify';
import type { LedgerEntry } from '../togai/entities.js';

/** The append-only books of both halves. */
export interface Ledgers {
  readonly razorpay: readonly object[];
  readonly togai: readonly LedgerEntry[];
}

/** `GET /ledger`: everything that happened, oldest first. */
export function ledgerControl(instance: FastifyInstance, ledgers: Ledgers): void {
  instance.get('/ledger', () => ledgers);
}
