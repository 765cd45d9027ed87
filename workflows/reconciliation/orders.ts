import type { ReconciliationCursor } from '../../contracts/reconciliation.js';
import type { Reconciliation } from './reconciliation.js';

type Cursor = Extract<ReconciliationCursor, { list: 'payments' | 'orders' }>;

/** Orders with an attempt of unknown end. When no collection runs, their invoice or their payment is found by itself. */
export async function readOrders(run: Reconciliation, cursor: Cursor): Promise<Cursor | undefined> {
  const { connection, activities, pageSize } = run;
  const window = run.windows[cursor.window];
  if (!window) return undefined;
  const { read, more, orders, requested } = await activities.razorpay.listAttemptedOrders.executeWithOptions(
    { summary: `orders of ${new Date(window.from * 1_000).toISOString()} and a day` },
    [{ connection, ...window, skip: cursor.skip, pageSize, now: run.now() }],
  );
  run.read('attempted_orders', read);
  for (const { orderId, invoiceId } of orders) await hint(run, orderId, invoiceId);
  for (const order of requested ?? [])
    await run.follow('attempted_orders', { subject: order.orderId, invoiceId: undefined }, async () => {
      const invoiceId = await activities.razorpay.findRequested.executeWithOptions(
        { summary: `whose payment request ${order.orderId} is for` },
        [{ connection, ...order }],
      );
      if (invoiceId !== undefined) await hint(run, order.orderId, invoiceId);
    });
  return more ? { ...cursor, skip: cursor.skip + read } : undefined;
}

async function hint(run: Reconciliation, orderId: string, invoiceId: string): Promise<void> {
  if (await run.hint(invoiceId, 'order.attempted', { orderId }))
    run.found('attempted_orders', { subject: orderId, invoiceId, found: 'attempted', done: 'hinted' });
}
