import { breach, type Breach } from './breach.js';
import type { InvoiceBooks } from './books.js';

/** Nobody can pay on a page of a collection that has ended. A customer who failed to pay may still be asked on one that has not. */
export function checkPages({ pages }: InvoiceBooks): Breach[] {
  return pages
    .filter(({ status }) => status === 'issued' || status === 'partially_paid')
    .map(({ id, status }) => breach('page', `${id} is ${status}, and the collection has ended`));
}

/** A notice has no key: each page is told of once. A reset forgets that it was. */
export function checkNotices({ pages }: InvoiceBooks, wasReset: boolean): Breach[] {
  return pages
    .filter(({ told }) => told > (wasReset ? 2 : 1))
    .map(({ id, told }) => breach('told_once', `the customer was told ${told} times of ${id}`));
}
