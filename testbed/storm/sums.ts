import type { InvoiceBooks, RefundBook } from './books.js';

/** Subunits that were due of the invoice at a time; until then or to the end of the books, as everywhere here. */
export function billedAt({ billed }: InvoiceBooks, at = Number.POSITIVE_INFINITY): number {
  return billed.findLast((bill) => bill.at <= at)?.amount ?? 0;
}

/** Refunds that did not fail and were paid from the business' balance: for a surplus, or on the merchant's wish. */
export function givenBack({ refunds }: InvoiceBooks, at = Number.POSITIVE_INFINITY): RefundBook[] {
  return refunds.filter((refund) => refund.ours && !refund.failed && refund.at <= at);
}

/** Those of them that the merchant wanted. */
export function wantedBack(books: InvoiceBooks, at = Number.POSITIVE_INFINITY): RefundBook[] {
  return givenBack(books, at).filter(({ merchantRefundId }) => merchantRefundId !== undefined);
}

/** Captured minus refunds that did not fail, in subunits. */
export function keptUntil(books: InvoiceBooks, at = Number.POSITIVE_INFINITY): number {
  return capturedUntil(books, at) - sum(givenBack(books, at));
}

export function capturedUntil({ payments }: InvoiceBooks, at = Number.POSITIVE_INFINITY): number {
  return sum(payments.filter(({ capturedAt }) => capturedAt !== undefined && capturedAt <= at));
}

/** Subunits that are to stay: what is due, or what the merchant left of it. */
export function goalAt(books: InvoiceBooks, at = Number.POSITIVE_INFINITY): number {
  const left = wantedBack(books, at).map((refund) => keptUntil(books, refund.at));
  return Math.min(billedAt(books, at), ...left);
}

export function sum(items: readonly { readonly amount: number }[]): number {
  return items.reduce((total, { amount }) => total + amount, 0);
}

/** All that was due was there, whatever the merchant gave back of it afterwards. */
export function wasCovered(books: InvoiceBooks): boolean {
  return keptUntil(books) + sum(wantedBack(books)) >= billedAt(books);
}
