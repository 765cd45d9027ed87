import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { CollectionOutcome } from '../contracts/collection.js';
import { customerSyncWorkflowId, invoicePaymentWorkflowId } from '../contracts/ids.js';
import { accountIdField, invoiceIdField } from '../contracts/schemas/fields.js';
import { searchAttributeKeys } from '../contracts/search-attributes.js';
import type { ReceiverDeps } from './deps.js';
import type { HintSender } from './hint-sender.js';
import { answerProblem } from './problems.js';
import { findTogaiSubject } from './togai-body.js';

const paramsSchema = z.object({ connection: z.string() });
const querySchema = z.object({ secret: z.string().optional().catch(undefined) });

/**
 * Our own write-back, and the outcome we keep with the invoice, may make Togai announce it again: that must not ask the
 * customer again. Whoever wants to collect anew says so through the client library.
 */
const settled: ReadonlySet<string> = new Set<CollectionOutcome>([
  ...(['paid', 'partially_paid', 'cancelled', 'expired', 'refunded'] as const),
]);

/** Equal in constant time, whatever the lengths. */
export function isSameSecret(expected: string, received: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(received));
}

/**
 * `POST /webhooks/togai/:connection`: Togai signs nothing, so a shared secret stands in a header or, where no header
 * can be set, in the query. The body only names an invoice to collect or an account to sync: the workflow reads it
 * from Togai.
 */
export function togaiWebhooks(app: FastifyInstance, deps: ReceiverDeps, hints: HintSender): void {
  const { connections, client, clock, orchestrator, logger, metrics, limits } = deps;

  const wasSettled = async (workflowId: string): Promise<boolean> => {
    const description = await client.withDeadline(clock.now() + limits.temporalMs, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    return settled.has(description.typedSearchAttributes.get(searchAttributeKeys.outcome) ?? '');
  };
  const announceInvoice = async (connection: string, invoiceId: string): Promise<string> => {
    const workflowId = invoicePaymentWorkflowId(connection, invoiceId);
    const hinted = await hints.send(workflowId, { evidence: 'billing', event: 'invoice.announced' });
    if (hinted === 'sent') return 'accepted';
    if (hinted === 'closed' && (await wasSettled(workflowId))) return 'closed';
    await orchestrator.collectInvoice({ connection, invoiceId });
    return 'started';
  };
  const announceAccount = async (connection: string, accountId: string): Promise<string> => {
    const workflowId = customerSyncWorkflowId(connection, accountId);
    const hinted = await hints.send(workflowId, { evidence: 'billing', event: 'account.announced' });
    if (hinted === 'sent') return 'accepted';
    await orchestrator.startCustomerSync({ connection, accountId });
    return 'started';
  };

  app.post('/webhooks/togai/:connection', async (request, reply): Promise<FastifyReply> => {
    const connection = connections.get(paramsSchema.parse(request.params).connection);
    if (connection === undefined) return answerProblem(reply, 404, 'UNKNOWN_CONNECTION');
    const header = request.headers['x-togai-secret'];
    const received = typeof header === 'string' ? header : querySchema.parse(request.query).secret;
    const answer = (event: string, result: string): FastifyReply => {
      metrics.webhooks.inc({ provider: 'togai', event, result });
      return reply.code(200).send({ result });
    };
    if (received === undefined || !isSameSecret(connection.togaiSecret, received)) {
      metrics.webhooks.inc({ provider: 'togai', event: 'other', result: 'bad_secret' });
      return answerProblem(reply, 401, 'BAD_SECRET');
    }
    const subject = findTogaiSubject(request.body);
    const invoiceId = invoiceIdField.safeParse(subject.invoiceId);
    if (invoiceId.success) return answer('invoice', await announceInvoice(connection.name, invoiceId.data));
    const accountId = accountIdField.safeParse(subject.accountId);
    if (accountId.success) return answer('account', await announceAccount(connection.name, accountId.data));
    logger.warn({ connection: connection.name }, 'Togai webhook that names neither invoice nor account');
    return answer('other', 'unusable');
  });
}
