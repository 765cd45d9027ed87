import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { httpFaultKinds, type FaultInjector } from '../faults/fault-injector.js';
import { webhookFaultKinds } from '../faults/webhook-faults.js';
import { parseWith } from '../togai/wire.js';
import type { ManagedWebhooks } from '../webhooks.js';
import { chosenNumber, milliseconds, withoutGaps } from './input.js';

const rule = z.strictObject({
  provider: z.enum(['razorpay', 'togai', 'any']),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  path: z.string().startsWith('/').optional(),
  kind: z.enum(httpFaultKinds),
  times: chosenNumber(1, 1_000_000_000),
  delayMs: milliseconds.optional(),
  executed: z.boolean().optional(),
});

const chance = { seed: chosenNumber(0, 2 ** 32), probability: chosenNumber(0, 1, 'any') };

const random = z.strictObject({
  ...chance,
  kinds: z
    .array(z.enum(httpFaultKinds))
    .min(1)
    .default([...httpFaultKinds]),
  latencyMs: milliseconds.optional(),
  lateCommitMs: milliseconds.optional(),
});

const randomWebhooks = z.strictObject({
  ...chance,
  kinds: z
    .array(z.enum(webhookFaultKinds))
    .min(1)
    .default([...webhookFaultKinds]),
  delayMs: milliseconds.optional(),
});

/** `/faults` and `/faults/random` for the APIs' calls, `/webhooks/faults` for Razorpay's webhooks. */
export function faultControl(
  instance: FastifyInstance,
  faults: FaultInjector,
  webhooks: ManagedWebhooks,
): void {
  const view = (): object => ({ counts: faults.counts(), injected: faults.injected() });

  instance.get('/faults', view);
  instance.post('/faults', (request) => {
    const added = withoutGaps(parseWith(rule, request.body));
    faults.add(added);
    return added;
  });
  instance.delete('/faults', () => {
    faults.clear();
    return view();
  });
  instance.post('/faults/random', (request) => {
    const plan = withoutGaps(parseWith(random, request.body));
    faults.random(plan);
    return plan;
  });

  instance.get('/webhooks/faults', () => webhooks.faultCounts());
  instance.post('/webhooks/faults', (request) => {
    const plan = withoutGaps(parseWith(randomWebhooks, request.body));
    webhooks.faults(plan);
    return plan;
  });
  instance.delete('/webhooks/faults', () => {
    webhooks.faults(undefined);
    return webhooks.faultCounts();
  });
}
