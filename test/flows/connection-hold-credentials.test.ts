import { afterAll, expect, test } from 'vitest';
import { openGate } from './support/gate.js';
import { hasty, holdUntil, released, submit } from './support/holding.js';
import { bill, ref, until, useStage } from './support/shop.js';

const gate = await openGate();
const options = hasty();
const stage = useStage({ ...options, throughProxy: (url) => gate.through(url) });
afterAll(async () => {
  options.close();
  await gate.close();
});

test('a refused key is tried without a payment, and its acceptance releases everybody', async () => {
  const [waiting, other] = [await bill(stage()), await bill(stage())];
  gate.answer('/v1', 401);
  await stage().orchestrator.collectInvoice({ ...ref(waiting), mode: 'direct' });
  await until(stage(), waiting, { state: 'held', held: { reason: 'connection_refused' } });
  await holdUntil(stage(), { state: 'held', reason: 'connection_refused' });
  const orders = gate.answered('/v1/orders');
  expect(await submit(stage(), other, 'early')).toMatchObject({ refusal: { code: 'CONNECTION_HELD' } });
  expect(gate.answered('/v1/orders')).toBe(orders);
  const refused: unknown = expect.stringMatching(
    /^Razorpay: CREDENTIALS_REFUSED.*; Togai: credentials accepted$/,
  );
  await holdUntil(stage(), { state: 'held', probes: 1, detail: refused });
  gate.answer('/v1', undefined);
  expect(await released(stage())).toMatchObject({
    ...{ reason: 'connection_refused', release: { by: 'probe', why: 'key and token are accepted' } },
  });
  await until(stage(), waiting, { state: 'awaiting_attempt' });
});
