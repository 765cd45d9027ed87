import { describe, expect, it } from 'vitest';
import { strayNewsWorkflowId } from '../../contracts/ids.js';
import { webhookEvents } from '../../contracts/connection-check.js';
import { disputeEvents } from '../../contracts/razorpay-events.js';
import { useStandIn } from '../client/support/stand-in.js';
import { disputeEvent } from './support/bodies.js';
import { anId, receiverWithoutWorkers, startedBy } from './support/strays.js';

const standIn = useStandIn();

const receiver = () => receiverWithoutWorkers(standIn().client);

async function isStarted(disputeId: string): Promise<boolean> {
  return (await startedBy(standIn().client, strayNewsWorkflowId('acme', disputeId))) !== undefined;
}

describe('news of a dispute that no running collection takes', () => {
  it.each(disputeEvents)('starts a look at the disputed payment: %s', async (event) => {
    const { webhook } = await receiver();
    const [paymentId, disputeId] = [anId('pay_'), anId('disp_')];
    const body = disputeEvent(event, { paymentId, disputeId, orderId: anId('order_') });
    expect(await webhook(body)).toEqual({ status: 200, result: 'stray' });
    expect(await isStarted(disputeId)).toBe(true);
  });

  it('starts one for each of two disputes of one payment', async () => {
    const { webhook } = await receiver();
    const about = { paymentId: anId('pay_'), orderId: anId('order_') };
    const ids = [anId('disp_'), anId('disp_')];
    for (const disputeId of ids)
      await webhook(disputeEvent('payment.dispute.created', { ...about, disputeId }));
    for (const id of ids) expect(await isStarted(id)).toBe(true);
  });

  it('is forgotten when nothing tells that the payment is ours', async () => {
    const { webhook } = await receiver();
    const about = { paymentId: anId('pay_'), disputeId: anId('disp_') };
    expect(await webhook(disputeEvent('payment.dispute.created', about))).toEqual({
      ...{ status: 200, result: 'unknown_object' },
    });
    expect(await isStarted(about.disputeId)).toBe(false);
  });

  it('is refused when it is forged', async () => {
    const { webhook } = await receiver();
    const about = { paymentId: anId('pay_'), disputeId: anId('disp_'), orderId: anId('order_') };
    const forged = await webhook(disputeEvent('payment.dispute.won', about), { secret: 'guessed' });
    expect(forged.status).toBe(401);
    expect(await isStarted(about.disputeId)).toBe(false);
  });
});

it('every event of a dispute is among those to be ticked at Razorpay', () => {
  expect(webhookEvents).toEqual(expect.arrayContaining([...disputeEvents]));
});
