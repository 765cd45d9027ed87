import { afterAll, expect, test } from 'vitest';
import { openGate } from '../flows/support/gate.js';
import { holdUntil } from '../flows/support/holding.js';
import { terminate } from './support/runs.js';
import { bill, booksOf, outcomeOf, ref, until, useStage } from '../flows/support/shop.js';
import { startWorker } from '../support/worker.js';

const gate = await openGate();
const stage = useStage({ withoutWorker: true, throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

test('a cancellation before the invoice can be read waits until it can, and then switches off the page of the run before', async () => {
  const { orchestrator, config, connection } = stage();
  const worker = await startWorker(config);
  const invoice = await bill(stage());
  const request = { ...ref(invoice), mode: 'payment_request' } as const;
  await orchestrator.collectInvoice(request);
  await until(stage(), invoice, { state: 'awaiting_customer' });
  await terminate(stage(), invoice);
  gate.answer('/togai', 401);
  await orchestrator.collectInvoice(request);
  await until(stage(), invoice, { state: 'held', held: { reason: 'connection_refused' } });
  await orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await until(stage(), invoice, {
    ...{ state: 'held', held: { reason: 'connection_refused' }, waitingFor: 'what_is_to_be_cancelled' },
  });
  expect(booksOf(stage(), invoice).requests).toMatchObject([{ status: 'issued' }]);
  await holdUntil(stage(), { state: 'held', reason: 'connection_refused' });
  // A worker that was refused twice does not ask Togai for half an hour; another begins with the new token.
  await worker.close();
  gate.answer('/togai', undefined);
  const another = await startWorker(config);
  expect(await orchestrator.releaseConnection({ connection, reason: 'a new token' })).toBe(true);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  expect(booksOf(stage(), invoice).requests).toMatchObject([{ status: 'cancelled' }]);
  await another.close();
});
