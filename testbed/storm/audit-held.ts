import type { Policy } from '../../contracts/policy.js';
import type { InvoiceBooks } from './books.js';
import { breach, type Breach } from './breach.js';
import { isGoodReason, type GoodReason } from './held-list.js';
import { billedAt, keptUntil, sum, wantedBack, wasCovered } from './sums.js';

/** Only a few may wait for a person, for a published cause, and only where the books show that cause. */
export function checkHeld(books: InvoiceBooks, reason: string, writeBack: Policy['writeBack']): Breach[] {
  if (!isGoodReason(reason))
    return [breach('held', `is held because of ${reason}, which is not on the list`)];
  if (isShown(books, reason, writeBack)) return [];
  return [
    breach('held', `is held because of ${reason}, which no book shows: Togai says ${books.togaiStatus}`),
  ];
}

function isShown(books: InvoiceBooks, reason: GoodReason, writeBack: Policy['writeBack']): boolean {
  const byOthers = books.togai.filter(({ by }) => by === 'control');
  switch (reason) {
    case 'paid_elsewhere':
      return books.paidByHandAt !== undefined;
    case 'invoice_changed':
      return byOthers.some(({ kind, to }) => kind === 'total' || (kind === 'status' && to !== 'PAID'));
    case 'write_back_unverified':
      return writeBack === 'record_payment' && (isMissing(books) || hasFallen(books));
  }
}

/** A record that Togai does not show; a status can be read. */
function isMissing(books: InvoiceBooks): boolean {
  return sum(books.records) < keptUntil(books) + sum(wantedBack(books));
}

/** Togai calls an invoice unpaid whose amount fell when its records covered it already. */
function hasFallen(books: InvoiceBooks): boolean {
  const [billed, first] = [billedAt(books), books.billed[0]?.amount ?? 0];
  return books.togaiStatus !== 'PAID' && billed <= sum(books.records) && billed < first;
}

/** Sums may stand open while a person is asked, but what Togai was told of must be there. */
export function checkToldIsKept(books: InvoiceBooks): Breach[] {
  const isPaidByUs = books.togaiStatus === 'PAID' && books.paidByHandAt === undefined;
  const [recorded, kept] = [sum(books.records), keptUntil(books) + sum(wantedBack(books))];
  return [
    ...(isPaidByUs && !wasCovered(books)
      ? [breach('paid_iff_kept', `${keptUntil(books)} are kept, and Togai says PAID`)]
      : []),
    ...(recorded > kept
      ? [breach('recorded', `${recorded} are recorded in Togai, only ${kept} were kept`)]
      : []),
  ];
}
