import { expect } from 'vitest';
import type { Stage } from '../../support/stage.js';
import { atTheBank, bill, hint, inTogai, pay, type Billed } from './shop.js';

/** ₹500 were paid; the total becomes another when our PATCH is on its way, after the reading that it rests on. */
export async function markedWhenChangedTo(stage: Stage, totalAmount: number): Promise<Billed> {
  const invoice = await bill(stage);
  const { simulator } = stage;
  const path = `/invoices/${invoice.invoiceId}`;
  const harmed = simulator.faults.injected().length;
  simulator.faults.add({
    ...{ provider: 'togai', method: 'PATCH', path, kind: 'latency', times: 1, delayMs: 2_000 },
  });
  await atTheBank(stage, await pay(stage, invoice, 'first'), 'success');
  await hint(stage, invoice);
  await expect.poll(() => simulator.faults.injected().length, { timeout: 10_000 }).toBe(harmed + 1);
  await inTogai(stage, invoice, { totalAmount });
  return invoice;
}
