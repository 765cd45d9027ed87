import { afterAll, expect, test } from 'vitest';
import { openGate } from './support/gate.js';
import { atTheBank, bill, booksOf, hint, inTogai, outcomeOf, pay, until, useStage } from './support/shop.js';

const gate = await openGate();
const stage = useStage({
  throughProxy: (url) => gate.through(url),
  policy: { writeBack: 'record_payment' },
});
afterAll(() => gate.close());

test('a record whose answer was lost is never posted again, however often somebody asks to look', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  const broken = gate.breakNext('/togai/payments');
  await hint(stage(), invoice);
  const lost = await broken;
  await until(stage(), invoice, { state: 'held', held: { reason: 'write_back_unverified' } });
  for (let looks = 2; looks <= 3; looks += 1) {
    await hint(stage(), invoice);
    await until(stage(), invoice, { state: 'held', looks });
  }
  expect(booksOf(stage(), invoice).writes).toEqual([]);
  // The first request was only slow.
  await lost.arrive();
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'PAID', writes: { length: 1 }, refunds: [] });
});

test('and stays held while Togai shows nothing of it', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  const broken = gate.breakNext('/togai/payments');
  await hint(stage(), invoice);
  await broken;
  await until(stage(), invoice, { held: { reason: 'write_back_unverified' } });
  await inTogai(stage(), invoice, { dueDate: '2026-12-24T00:00:00.000Z' });
  await stage().orchestrator.lookAgain({ connection: invoice.connection, invoiceId: invoice.invoiceId });
  await until(stage(), invoice, { looks: 2, held: { reason: 'write_back_unverified' } });
  expect(booksOf(stage(), invoice).writes.filter(({ kind }) => kind === 'payment')).toEqual([]);
});
