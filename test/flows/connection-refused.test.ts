import { afterAll, afterEach, expect, test } from 'vitest';
import { openGate } from './support/gate.js';
import { forgotten, holdUntil } from './support/holding.js';
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
} from './support/shop.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());
afterEach(async () => {
  const { orchestrator, connection } = stage();
  await orchestrator.releaseConnection({ connection, reason: 'test is over' });
  await forgotten();
});

test.each([
  ['Razorpay', '/v1'],
  ['Togai', '/togai'],
])(
  'a key that %s refuses holds a new collection, which goes on when the connection is released',
  async (_name, path) => {
    const invoice = await bill(stage());
    gate.answer(path, 401);
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    await until(stage(), invoice, { state: 'held', held: { reason: 'connection_refused' } });
    const attempt = { ...ref(invoice), attemptId: 'early', payment: netbanking };
    await expect(stage().orchestrator.submitPayment(attempt)).rejects.toMatchObject({
      code: 'COLLECTION_HELD',
    });
    await holdUntil(stage(), { state: 'held', reason: 'connection_refused' });
    gate.answer(path, undefined);
    const { connection } = invoice;
    expect(await stage().orchestrator.releaseConnection({ connection, reason: 'a new key' })).toBe(true);
    await until(stage(), invoice, { state: 'awaiting_attempt' });
    await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  },
);

test.each([
  ['Razorpay', '/v1'],
  ['Togai', '/togai'],
])('a key that %s refuses while the customer pays loses nothing', async (_name, path) => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  gate.answer(path, 401);
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'held', held: { reason: 'connection_refused' } });
  gate.answer(path, undefined);
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice).writes).toHaveLength(1);
});
