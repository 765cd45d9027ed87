import type { Agreed, End } from './audit.js';
import { leftOf } from './away.js';
import type { InvoiceBooks, RefundBook } from './books.js';
import { breach, type Breach } from './breach.js';
import { goalAt, keptUntil } from './sums.js';

/**
 * Money that a customer had given for an invoice that is due must not go back because nobody took it. A payment of more than
 * is due is not taken, and what somebody does not want any more is let go on purpose.
 */
export function checkLapses(books: InvoiceBooks, end: End, agreed: Agreed): Breach[] {
  const unwanted = Math.min(
    books.voidedAt ?? Infinity,
    books.paidByHandAt ?? Infinity,
    (wasCancelled(end) ? agreed.cancelledAt : undefined) ?? Infinity,
  );
  return books.refunds
    .filter(({ cause }) => cause.endsWith('not captured in time'))
    .filter(({ at, amount }) => amount <= goalAt(books, at) - keptUntil(books, at))
    .filter(({ at }) => at < unwanted)
    .filter((refund) => couldBeCaptured(books, refund, agreed))
    .map(({ paymentId }) =>
      breach('lapsed', `${paymentId} was authorized, the invoice was due, and nobody captured`),
    );
}

/** A cancelled collection of which a part was kept says so in its reason. */
function wasCancelled(end: End): boolean {
  if (end.kind !== 'ended') return false;
  return end.outcome === 'cancelled' || (end.outcome === 'partially_paid' && end.reason === 'cancelled');
}

/** A bank's yes in the last moment, or while processes were killed, is nobody's fault. */
function couldBeCaptured(
  books: InvoiceBooks,
  { paymentId, at }: RefundBook,
  { enoughMs, away }: Agreed,
): boolean {
  const payment = books.payments.find(({ id }) => id === paymentId);
  if (payment?.authorizedAt === undefined) return true;
  const { authorizedAt } = payment;
  return leftOf({ from: authorizedAt, to: at }, away(authorizedAt)) >= enoughMs;
}
