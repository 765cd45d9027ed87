import { expect, it } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger.js';
import { createMetrics } from '../../platform/telemetry/metrics.js';

it('logs no secret and no personal data at any depth, and keeps the rest', () => {
  const lines: string[] = [];
  // No plain digits: the line's own time and process id are digits, too.
  const logger = createLogger({ name: 'test', destination: { write: (line) => lines.push(line) } });
  const person = {
    email: 'a@b.in',
    contact: '+919000090000',
    card: { number: '4111 1111 1111 1111', cvv: 'cvv 999' },
  };
  logger.info({ ...person, orderId: 'order_1' }, 'one');
  logger.info(
    { payment: { ...person, id: 'pay_1' }, connection: { razorpay: { keySecret: 'shhh' } } },
    'two',
  );
  logger.info(
    { items: [{ ...person, otp: 'otp 123456' }], headers: { authorization: 'Basic abc' } },
    'three',
  );
  const written = lines.join('');
  for (const secret of ['a@b.in', '+9190', '4111 ', 'cvv 999', 'shhh', 'otp 123456', 'Basic']) {
    expect(written).not.toContain(secret);
  }
  for (const kept of ['order_1', 'pay_1', 'one', 'three']) expect(written).toContain(kept);
});

it('counts into a registry of its own', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  one.webhooks.inc({ provider: 'razorpay', event: 'order.paid', result: 'accepted' });
  one.providerCalls.inc({ provider: 'razorpay', route: '/orders/:id', status: '200' }, 2);
  const text = await one.registry.metrics();
  expect(text).toContain(
    'payment_orchestrator_webhooks_total{provider="razorpay",event="order.paid",result="accepted"} 1',
  );
  expect(text).toContain('status="200"} 2');
  expect(await two.registry.metrics()).not.toContain('order.paid');
});
