import type { Client } from '@temporalio/client';
import { nanoid } from 'nanoid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { strayPaymentWorkflowId } from '../../contracts/ids.js';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import { useStandIn } from '../client/support/stand-in.js';
import { notesOf, orderPaid, paymentEvent } from './support/bodies.js';
import { startReceiver, type TestReceiver } from './support/receiver.js';

const standIn = useStandIn();

/** A receiver that starts workflows where nobody works: that they are started is all there is to see. */
function receiver(): Promise<TestReceiver> {
  return startReceiver(standIn().client, { taskQueue: `nobody-${nanoid(6)}` });
}

function aPayment(): string {
  return `pay_${nanoid(30)
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 14)}`;
}

async function started(client: Client, paymentId: string, connection = 'acme'): Promise<boolean> {
  const handle = client.workflow.getHandle(strayPaymentWorkflowId(connection, paymentId));
  const there = await handle.describe().catch(() => undefined);
  if (there?.status.name === 'RUNNING') onTestFinished(() => handle.terminate('test').then(() => undefined));
  return there !== undefined && there.typedSearchAttributes.get(keys.paymentIds)?.[0] === paymentId;
}

describe('an event of money that no running collection takes', () => {
  it.each(['payment.authorized', 'payment.captured'])('starts a look at the payment: %s', async (event) => {
    const { client } = standIn();
    const { webhook, metrics } = await receiver();
    const paymentId = aPayment();
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
    const paymentId = aPayment();
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
