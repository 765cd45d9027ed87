import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseWith } from '../togai/wire.js';
import type { ManagedWebhooks } from '../webhooks.js';

const change = z.strictObject({
  url: z.url().nullish(),
  secret: z.string().min(1).optional(),
  enabled: z.boolean().optional(),
});

/** `GET /webhooks` (URL, state, deliveries) and `POST /webhooks {"url"?, "secret"?, "enabled"?}`; a null URL switches webhooks off. */
export function webhookControl(instance: FastifyInstance, webhooks: ManagedWebhooks): void {
  instance.get('/webhooks', () => ({ ...webhooks.status(), deliveries: webhooks.deliveries() }));
  instance.post('/webhooks', (request) => {
    const { url, secret, enabled } = parseWith(change, request.body);
    webhooks.configure({
      ...(url === undefined ? {} : { url: url ?? undefined }),
      ...(secret === undefined ? {} : { secret }),
    });
    if (enabled === true) webhooks.enable();
    if (enabled === false) webhooks.disable();
    return webhooks.status();
  });
}
