import type { Stage } from '../../support/stage.js';
import { harmNext } from './harm.js';
import { atTheBank, bill, hint, inTogai, pay, type Billed } from './shop.js';

/** ₹500 were paid; the total becomes another when our PATCH is on its way, after the reading that it rests on. */
export async function markedWhenChangedTo(stage: Stage, totalAmount: number): Promise<Billed> {
  const invoice = await bill(stage);
  const path = `/invoices/${invoice.invoiceId}`;
  const isOnItsWay = harmNext(stage, {
    ...{ provider: 'togai', method: 'PATCH', path, kind: 'latency', delayMs: 2_000 },
  });
  await atTheBank(stage, await pay(stage, invoice, 'first'), 'success');
  await hint(stage, invoice);
  await isOnItsWay(10_000);
  await inTogai(stage, invoice, { totalAmount });
  return invoice;
}
