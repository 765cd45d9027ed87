import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { HintResult } from '../client/hints.js';
import { verifyWebhook } from '../providers/razorpay/signatures.js';
import type { ReceiverDeps } from './deps.js';
import { workflowByIds, workflowByNotes } from './find-workflow.js';
import type { HintSender } from './hint-sender.js';
import { reportLateMoney, type LateResult } from './late-money.js';
import { answerProblem } from './problems.js';
import { RecentEvents } from './recent-events.js';
import {
  isDowntimeEvent,
  isHintEvent,
  subjectOf,
  webhookSchema,
  type HintEvent,
  type WebhookSubject,
} from './webhook-body.js';

/** What became of a hint, and the collection it was for. */
interface Given {
  readonly result: HintResult;
  readonly workflowId: string | undefined;
}

const paramsSchema = z.object({ connection: z.string() });

/** Closed lists only: metric labels must not grow with what strangers send. */
function eventLabel(event: string): string {
  return isHintEvent(event) || isDowntimeEvent(event) ? event : 'other';
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parseJson(body: Buffer): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(body.toString('utf8')) };
  } catch {
    return undefined;
  }
}

/**
 * `POST /webhooks/razorpay/:connection`: authenticated over its raw bytes, then only a hint. Whatever is correctly
 * signed is answered 200, since Razorpay tries every other answer again for 24 hours and then disables the URL; only
 * 503 asks for that, while Temporal is away.
 */
export function razorpayWebhooks(app: FastifyInstance, deps: ReceiverDeps, hints: HintSender): void {
  const { connections, client, clock, logger, metrics, limits } = deps;
  const recent = new RecentEvents(clock);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const giveHint = async (
    connection: string,
    subject: WebhookSubject,
    event: HintEvent,
    eventId: string | undefined,
  ): Promise<Given> => {
    const { orderId, paymentId, disputeId, owner, suggestedOwner } = subject;
    const hint = {
      evidence: 'webhook' as const,
      event,
      ...(eventId === undefined ? {} : { eventId }),
      ...(paymentId === undefined ? {} : { paymentId }),
      ...(orderId === undefined ? {} : { orderId }),
      ...(disputeId === undefined ? {} : { disputeId }),
    };
    const named = workflowByNotes(connection, owner ?? suggestedOwner);
    const result = named === undefined ? 'unknown' : await hints.send(named, hint);
    // The order itself says that it is another connection's.
    if (result === 'sent' || (owner !== undefined && owner.connection !== connection))
      return { result, workflowId: named };
    // Notes that a browser set may name another collection than the one whose order it is.
    if (result === 'closed' && owner !== undefined) return { result, workflowId: named };
    const found = await client.withDeadline(clock.now() + limits.temporalMs, () =>
      workflowByIds(client, connection, subject),
    );
    if (found === undefined || found === named) return { result, workflowId: named };
    return { result: await hints.send(found, hint), workflowId: found };
  };

  const give = async (
    connection: string,
    subject: WebhookSubject,
    event: HintEvent,
    eventId: string | undefined,
  ): Promise<{ readonly result: HintResult; readonly late: LateResult }> => {
    const { result, workflowId } = await giveHint(connection, subject, event, eventId);
    if (result === 'sent') return { result, late: 'nobody' };
    const closed = result === 'closed' ? workflowId : undefined;
    return { result, late: await reportLateMoney(deps, connection, event, subject, closed) };
  };

  app.post('/webhooks/razorpay/:connection', async (request, reply): Promise<FastifyReply> => {
    const connection = connections.get(paramsSchema.parse(request.params).connection);
    if (connection === undefined) return answerProblem(reply, 404, 'UNKNOWN_CONNECTION');
    const count = (event: string, result: string): void =>
      metrics.webhooks.inc({ provider: 'razorpay', event: eventLabel(event), result });
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = header(request, 'x-razorpay-signature');
    if (signature === undefined || !verifyWebhook(body, signature, connection.webhookSecrets)) {
      count('', 'bad_signature');
      logger.warn({ connection: connection.name }, 'webhook without a valid signature refused');
      return answerProblem(reply, 401, 'BAD_SIGNATURE');
    }
    const parsed = parseJson(body);
    if (parsed === undefined) {
      count('', 'not_json');
      return answerProblem(reply, 400, 'NOT_JSON');
    }
    const answer = (event: string, result: string): FastifyReply => {
      count(event, result);
      return reply.code(200).send({ result });
    };
    const webhook = webhookSchema.safeParse(parsed.json);
    if (!webhook.success) {
      logger.warn({ connection: connection.name }, 'signed webhook of an unexpected shape');
      return answer('', 'unusable');
    }
    const { event } = webhook.data;
    if (isDowntimeEvent(event)) return answer(event, 'ignored');
    if (!isHintEvent(event)) {
      logger.info({ connection: connection.name, event: event.slice(0, 100) }, 'event not used');
      return answer(event, 'unknown_event');
    }
    const eventId = header(request, 'x-razorpay-event-id')?.slice(0, 64);
    // The signature is part of the key: the event id alone is not signed, and could be put before another body.
    const key = eventId === undefined ? undefined : `${connection.name} ${eventId} ${signature}`;
    if (key !== undefined && recent.has(key)) return answer(event, 'duplicate');
    const subject = subjectOf(webhook.data);
    const { result, late } = await give(connection.name, subject, event, eventId).catch((error: unknown) => {
      count(event, 'unavailable');
      throw error;
    });
    if (result === 'unknown' && late === 'nobody') {
      const { orderId, paymentId, razorpayInvoiceId } = subject;
      logger.info(
        { connection: connection.name, event, orderId, paymentId, razorpayInvoiceId },
        'event for an object of no collection',
      );
      return answer(event, 'unknown_object');
    }
    if (key !== undefined) recent.add(key);
    if (result === 'sent') return answer(event, 'accepted');
    return answer(event, late === 'nobody' ? 'closed' : late);
  });
}
