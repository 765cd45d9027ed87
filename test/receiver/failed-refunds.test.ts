import { expect, it } from 'vitest';
import { strayNewsWorkflowId } from '../../contracts/ids.js';
import { useStandIn } from '../client/support/stand-in.js';
import { refundFailed, refundProcessed } from './support/bodies.js';
import { anId, receiverWithoutWorkers, startedBy } from './support/strays.js';

const standIn = useStandIn();

const receiver = () => receiverWithoutWorkers(standIn().client);

async function isStarted(refundId: string): Promise<boolean> {
  return (await startedBy(standIn().client, strayNewsWorkflowId('acme', refundId))) !== undefined;
}

it('a refund that failed when no collection runs starts a look at its payment, each its own', async () => {
  const { webhook } = await receiver();
  const [paymentId, orderId] = [anId('pay_'), anId('order_')];
  for (const refundId of [anId('rfnd_'), anId('rfnd_')]) {
    expect(await webhook(refundFailed(refundId, paymentId, orderId))).toEqual({
      status: 200,
      result: 'stray',
    });
    expect(await isStarted(refundId)).toBe(true);
  }
});

it.each([
  ['whose payment is on no order', (id: string) => refundFailed(id, anId('pay_'), null)],
  ['that is processed', () => refundProcessed(anId('order_'))],
])('a refund %s starts nothing', async (_, bodyOf) => {
  const { webhook } = await receiver();
  const refundId = anId('rfnd_');
  expect(await webhook(bodyOf(refundId))).toEqual({ status: 200, result: 'unknown_object' });
  expect(await isStarted(refundId)).toBe(false);
});

it('forged news of a refund starts nothing', async () => {
  const { webhook } = await receiver();
  const refundId = anId('rfnd_');
  const forged = await webhook(refundFailed(refundId, anId('pay_'), anId('order_')), { secret: 'guessed' });
  expect(forged.status).toBe(401);
  expect(await isStarted(refundId)).toBe(false);
});
