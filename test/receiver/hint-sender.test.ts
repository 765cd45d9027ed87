import { defaultPayloadConverter } from '@temporalio/common';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import { useStandIn } from '../client/support/stand-in.js';
import { notesOf, paymentEvent } from './support/bodies.js';
import { startReceiver } from './support/receiver.js';

const standIn = useStandIn();
const hintSchema = z.object({ orderId: z.string().optional() });

it('news of a second order of one invoice are not merged with those of the first', async () => {
  const { client, orchestrator, invoice } = standIn();
  const named = invoice();
  await orchestrator.collectInvoice(named);
  const { webhook } = await startReceiver(client, { limits: { hintGapMs: 1_000 } });
  const news = (event: 'payment.authorized' | 'payment.captured', paymentId: string, orderId: string) =>
    webhook(paymentEvent(event, { notes: notesOf(named), paymentId, orderId }));
  const answers = await Promise.all([
    news('payment.authorized', 'pay_AAAAAAAAAAAAAA', 'order_AAAAAAAAAAAAAA'),
    news('payment.captured', 'pay_AAAAAAAAAAAAAA', 'order_AAAAAAAAAAAAAA'),
    news('payment.captured', 'pay_CCCCCCCCCCCCCC', 'order_AAAAAAAAAAAAAA'),
    news('payment.captured', 'pay_BBBBBBBBBBBBBB', 'order_BBBBBBBBBBBBBB'),
  ]);
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const { events } = await client.workflow
    .getHandle(invoicePaymentWorkflowId(named.connection, named.invoiceId))
    .fetchHistory();
  const signals = (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const payload = signal?.input?.payloads?.[0];
    return payload ? [hintSchema.parse(defaultPayloadConverter.fromPayload(payload)).orderId] : [];
  });
  expect(signals.sort()).toEqual(['order_AAAAAAAAAAAAAA', 'order_AAAAAAAAAAAAAA', 'order_BBBBBBBBBBBBBB']);
});
