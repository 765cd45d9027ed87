import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import { workflowIdOf } from './support/runs.js';

const stage = useStage({ policy: { writeBack: 'record_payment' } });

function recorded(invoice: Billed): (number | undefined)[] {
  const { writes } = booksOf(stage(), invoice);
  return writes.filter(({ kind }) => kind === 'payment').map(({ amount }) => amount);
}

test('a part that a terminated run has recorded is not recorded again, and the rest is collected', async () => {
  const invoice = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'collecting_rest' });
  expect(recorded(invoice)).toEqual([20_000]);
  await stage().client.workflow.getHandle(workflowIdOf(invoice)).terminate('test');
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'collecting_rest', amountDue: { amount: 50_000 } });
  const second = await pay(stage(), invoice, 'second');
  expect(second.orderId).toBe(first.orderId);
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(recorded(invoice)).toEqual([20_000, 30_000]);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
});

test('the whole that a terminated run has recorded is not recorded again', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  // A second attempt that may still succeed keeps the first run open after its record.
  const second = await pay(stage(), invoice, 'second', netbanking, { replace: true });
  await atTheBank(stage(), first, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing' });
  expect(recorded(invoice)).toEqual([50_000]);
  await stage().client.workflow.getHandle(workflowIdOf(invoice)).terminate('test');
  await atTheBank(stage(), second, 'failure');
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(recorded(invoice)).toEqual([50_000]);
});
