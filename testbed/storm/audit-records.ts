import { breach, type Breach } from './breach.js';
import type { InvoiceBooks, RecordBook } from './books.js';
import { givenBack, keptUntil, sum, wantedBack } from './sums.js';

/** Each capture is recorded in Togai once, when it is there and while Togai takes money for the invoice. */
export function checkRecords(books: InvoiceBooks): Breach[] {
  const { records } = books;
  const ids = [...new Set(records.map(({ paymentId }) => paymentId))];
  return [
    ...ids
      .map((id) => ({ id, times: records.filter(({ paymentId }) => paymentId === id).length }))
      .filter(({ times }) => times > 1)
      .map(({ id, times }) => breach('one_record', `${id} was recorded ${times} times`)),
    ...records
      .filter((record) => record.amount > leftOf(books, record))
      .map((record) =>
        breach(
          'recorded_without_money',
          `${record.amount} of ${record.paymentId} recorded when ${leftOf(books, record)} were there`,
        ),
      ),
    ...records
      .filter(({ from }) => from !== 'DUE' && from !== 'PARTIALLY_PAID')
      .map(({ paymentId, from }) =>
        breach('overwritten', `${paymentId} was recorded when Togai said ${from}`),
      ),
  ];
}

/** What is recorded is what was kept, before the merchant gave any of it back. */
export function checkRecordedIsKept(books: InvoiceBooks): Breach[] {
  const [recorded, kept] = [sum(books.records), keptUntil(books) + sum(wantedBack(books))];
  if (recorded === kept) return [];
  return [breach('recorded', `${recorded} are recorded in Togai, ${kept} were kept`)];
}

/** What of the payment was captured and not given back when it was recorded. */
function leftOf(books: InvoiceBooks, { paymentId, at }: RecordBook): number {
  const payment = books.payments.find(({ id }) => id === paymentId);
  if (payment?.capturedAt === undefined || payment.capturedAt > at) return 0;
  return payment.amount - sum(givenBack(books, at).filter((refund) => refund.paymentId === paymentId));
}
