import { describe, expect, it } from 'vitest';
import { useStandIn } from '../client/support/stand-in.js';
import { notesOf, orderPaid, paymentEvent } from './support/bodies.js';
import { startReceiver } from './support/receiver.js';

const standIn = useStandIn();

describe('a flood of webhooks', () => {
  it('on one invoice costs a few signals, and the last one is never lost', async () => {
    const { client, orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.collectInvoice(named);
    const { webhook } = await startReceiver(client);
    // As Razorpay does: what a busy machine answers 503 is delivered again.
    const deliver: typeof webhook = async (...delivery) => {
      for (let left = 5; ; left -= 1) {
        const answer = await webhook(...delivery);
        if (answer.status !== 503 || left === 0) return answer;
      }
    };
    const captured = paymentEvent('payment.captured', { notes: notesOf(named) });
    const startedAt = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => deliver(captured, { eventId: `event-${index % 500}` })),
    );
    const last = await deliver(orderPaid(notesOf(named)));
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(last).toEqual({ status: 200, result: 'accepted' });
    const { looks, waitingFor } = await orchestrator.getState(named);
    // Two a second, one at the start and one for the last.
    expect(looks).toBeLessThanOrEqual(2 * seconds + 2);
    expect(waitingFor.endsWith('webhook:order.paid')).toBe(true);
  });

  it('of redeliveries is answered without a further signal once one was accepted', async () => {
    const { client, orchestrator, invoice } = standIn();
    const named = invoice();
    await orchestrator.collectInvoice(named);
    const { webhook } = await startReceiver(client);
    const body = orderPaid(notesOf(named));
    expect(await webhook(body, { eventId: 'same' })).toMatchObject({ result: 'accepted' });
    expect(await webhook(body, { eventId: 'same' })).toMatchObject({ result: 'duplicate' });
    expect(await orchestrator.getState(named)).toMatchObject({ looks: 1 });
    // The event id is not signed: before another body it is not believed.
    const other = paymentEvent('payment.failed', { notes: notesOf(named) });
    expect(await webhook(other, { eventId: 'same' })).toMatchObject({ result: 'accepted' });
  });
});
