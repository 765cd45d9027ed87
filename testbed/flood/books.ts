import { noteKeys } from '../../contracts/names.js';
import { grouped } from '../grouped.js';
import type { Simulator } from '../simulator/server.js';
import type { OpenInvoice } from './open-invoices.js';

/** What the simulated providers' own books say against an invoice having been paid exactly once; empty: nothing. */
export function auditBooks({ razorpay, togai }: Simulator, invoices: readonly OpenInvoice[]): string[][] {
  const orders = grouped(
    razorpay.state.orders.values(),
    ({ entity: { notes } }) => new Map(Object.entries<string>(notes)).get(noteKeys.invoiceId) ?? '',
  );
  const captures = grouped(
    razorpay.state.ledger.filter(({ object, to }) => object === 'payment' && to === 'captured'),
    ({ id }) => id,
  );
  const refunds = grouped(razorpay.state.refunds.values(), ({ payment }) => payment.entity.id);
  const writes = grouped(
    togai.store.ledger.filter(({ by }) => by !== 'control'),
    ({ invoiceId }) => invoiceId,
  );
  return invoices.map(({ invoiceId, order }) => {
    const found: string[] = [];
    const expect = (what: string, expected: unknown, actual: unknown): void => {
      if (actual !== expected)
        found.push(`${invoiceId}: ${what} is ${String(actual)} instead of ${String(expected)}`);
    };
    const own = orders.get(invoiceId) ?? [];
    const payments = own.flatMap((each) => each.payments.map(({ entity }) => entity));
    expect('number of orders', 1, own.length);
    expect('number of payments', 1, payments.length);
    expect('number of captures', 1, payments.flatMap(({ id }) => captures.get(id) ?? []).length);
    expect('number of refunds', 0, payments.flatMap(({ id }) => refunds.get(id) ?? []).length);
    expect('amount paid at Razorpay', order.entity.amount, order.entity.amount_paid);
    const written = writes.get(invoiceId) ?? [];
    expect('number of writes to Togai', 1, written.length);
    expect('status written to Togai', 'PAID', written.at(-1)?.to);
    expect('status in Togai', 'PAID', togai.store.invoices.get(invoiceId)?.status);
    return found;
  });
}
