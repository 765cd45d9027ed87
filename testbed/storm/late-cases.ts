import type { InvoiceBooks } from './books.js';
import { countUp, toRecord, type Tally } from './tally.js';

/** What became of the payments to which the bank said yes after they had failed. */
export function lateCasesOf(all: readonly InvoiceBooks[]): Record<string, number> {
  const tally: Tally = new Map();
  for (const { razorpay, payments, refunds } of all) {
    const late = new Set(
      razorpay
        .filter(({ object, from, to }) => object === 'payment' && from === 'failed' && to === 'authorized')
        .map(({ id }) => id),
    );
    for (const { id, capturedAt } of payments) {
      if (!late.has(id)) continue;
      const back = refunds.find(({ paymentId, failed }) => paymentId === id && !failed);
      if (capturedAt === undefined) countUp(tally, back ? 'given_back_by_razorpay' : 'authorized');
      else countUp(tally, back ? 'captured_and_refunded' : 'captured');
    }
  }
  return toRecord(tally);
}
