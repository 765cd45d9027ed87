import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { strayPaymentWorkflowId } from '../../contracts/ids.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { useStandIn } from '../client/support/stand-in.js';
import { notesOf, orderPaid, paymentEvent } from './support/bodies.js';
import { anId, receiverWithoutWorkers, startedBy } from './support/strays.js';

const standIn = useStandIn();

const receiver = () => receiverWithoutWorkers(standIn().client);

async function started(client: Client, paymentId: string, connection = 'acme'): Promise<boolean> {
  const there = await startedBy(client, strayPaymentWorkflowId(connection, paymentId));
  return there?.typedSearchAttributes.get(keys.paymentIds)?.[0] === paymentId;
}

describe('an event of money that no running collection takes', () => {
  it.each(['payment.authorized', 'payment.captured'])('starts a look at the payment: %s', async (event) => {
    const { client } = standIn();
    const { webhook, metrics } = await receiver();
    const paymentId = anId('pay_');
    expect(await webhook(paymentEvent(event, { paymentId }))).toEqual({ status: 200, result: 'stray' });
    expect(await started(client, paymentId)).toBe(true);
    // The next event of the same payment finds it running.
    expect(await webhook(paymentEvent(event, { paymentId }))).toEqual({ status: 200, result: 'stray' });
    expect(await metrics.registry.metrics()).toContain(`event="${event}",result="stray"} 2`);
  });

  it('starts one for a collection that has ended without counting the payment', async () => {
    const { client, orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.collectInvoice(named);
    await orchestrator.cancelCollection({ ...named, reason: 'test' });
    await orchestrator.waitForOutcome(named);
    const { webhook } = await receiver();
    const paymentId = anId('pay_');
    const event = paymentEvent('payment.captured', { paymentId, notes: notesOf(named) });
    expect(await webhook(event)).toEqual({ status: 200, result: 'stray' });
    expect(await started(client, paymentId)).toBe(true);
  });

  it.each([
    ['its order has no notes of ours', orderPaid({ shop: 'another' }), 'unknown_object'],
    [
      'its order is another connection\u2019s',
      orderPaid(notesOf({ connection: 'plain', invoiceId: 'inv-1' })),
      'unknown_object',
    ],
    ['it tells of no money', paymentEvent('payment.failed'), 'unknown_object'],
  ])('starts none when %s', async (_, body, result) => {
    const { webhook } = await receiver();
    expect(await webhook(body)).toEqual({ status: 200, result });
    expect(await started(standIn().client, 'pay_SampleBody0001')).toBe(false);
  });
});
