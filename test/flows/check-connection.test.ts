import { expect, test } from 'vitest';
import { useStage } from './support/shop.js';

const stage = useStage();

test('a connection is tried from the worker', async () => {
  const { orchestrator, connection } = stage();
  expect(await orchestrator.checkConnection(connection)).toMatchObject({
    razorpay: { ok: true },
    togai: { ok: true },
  });
});

test('one that no worker is configured for is refused by name', async () => {
  await expect(stage().orchestrator.checkConnection('nobody')).rejects.toMatchObject({
    code: 'UNKNOWN_CONNECTION',
  });
});
