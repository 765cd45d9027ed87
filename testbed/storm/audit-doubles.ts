import { grouped } from '../grouped.js';
import { breach, type Breach } from './breach.js';
import type { InvoiceBooks, OrderBook, PageBook } from './books.js';

/** One order for each round, and one page. */
export function checkRounds({ orders, pages }: InvoiceBooks): Breach[] {
  const doubled = [...grouped(orders, ({ round }) => round)].flatMap(([round, own]) => {
    const inOrder = own.toSorted((a, b) => a.at - b.at);
    return inOrder
      .filter((order, index) => inOrder.slice(0, index).some((before) => !wasOnItsWay(order, before)))
      .map(({ id }) => breach('one_order', `${id} was made when round ${round} had an order`));
  });
  const pagesOf = [...grouped(pages, ({ round }) => round)].filter(([, own]) => own.length > 1);
  return [
    ...doubled,
    ...pagesOf.map(([round, own]) => breach('one_page', `round ${round} has ${own.length} pages`)),
  ];
}

/**
 * A request whose connection broke may arrive long after the customer has tried again: then the earlier attempt has the
 * later order. The customers of a storm number their attempts.
 */
function wasOnItsWay(order: OrderBook, before: OrderBook): boolean {
  if (order.attemptId === undefined || before.attemptId === undefined) return false;
  return order.attemptId.localeCompare(before.attemptId, 'en', { numeric: true }) < 0;
}

/** A customer who sees two pages that can be paid may pay both. */
export function checkPayablePages({ pages, razorpay }: InvoiceBooks): Breach[] {
  const payable = pages.map((page) => payableSpan(page, razorpay));
  return payable.flatMap((span, index) =>
    payable
      .slice(index + 1)
      .filter((other) => span.from < other.to && other.from < span.to)
      .map((other) => breach('one_page', `${span.id} and ${other.id} could be paid at the same time`)),
  );
}

interface PayableSpan {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

function payableSpan({ id }: PageBook, razorpay: InvoiceBooks['razorpay']): PayableSpan {
  const own = razorpay.filter((line) => line.id === id);
  return {
    id,
    from: own.find(({ to }) => to === 'issued')?.at ?? Number.POSITIVE_INFINITY,
    to: own.find(({ to }) => over.has(to))?.at ?? Number.POSITIVE_INFINITY,
  };
}

const over: ReadonlySet<string> = new Set(['paid', 'cancelled', 'expired', 'deleted']);
