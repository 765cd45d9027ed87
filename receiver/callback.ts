import formBody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { invoicePaymentWorkflowId } from '../contracts/ids.js';
import type { CallbackFields } from '../contracts/messages.js';
import { invoiceIdField } from '../contracts/schemas/fields.js';
import { callbackFieldsSchema } from '../contracts/schemas/requests.js';
import { searchAttributeKeys } from '../contracts/search-attributes.js';
import { verifyCallbackSignature } from '../providers/razorpay/signatures.js';
import { isTemporalAway } from '../client/errors.js';
import type { ReceiverConnection, ReceiverDeps } from './deps.js';
import type { HintSender } from './hint-sender.js';
import { renderPage, type Page } from './pages.js';

const paramsSchema = z.object({ connection: z.string(), invoiceId: invoiceIdField });
const formSchema = z.record(z.string(), z.unknown());

/** `error[code]=…` of a form, or `error: {…}` of JSON. */
function isFailureForm(form: Record<string, unknown>): boolean {
  return Object.keys(form).some((key) => key === 'error' || key.startsWith('error['));
}

function showPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'")
    .header('cache-control', 'no-store')
    .send(renderPage(page));
}

function sendBack(
  reply: FastifyReply,
  connection: ReceiverConnection,
  invoiceId: string,
  result: 'received' | 'failed',
): FastifyReply {
  if (connection.returnUrl === undefined) return showPage(reply, 200, result);
  const url = new URL(connection.returnUrl);
  url.searchParams.set('invoiceId', invoiceId);
  url.searchParams.set('result', result);
  return reply.redirect(url.toString(), 303);
}

/**
 * `POST /callbacks/razorpay/:connection/:invoiceId`: where Razorpay sends the customer's browser. A success form is
 * signed, and must name an order of this very invoice. A failure form is not signed: it is a hint that is limited by
 * invoice and by address, and above the limit the customer is sent on without one. Both end in a 303 to the
 * merchant's page.
 */
export async function razorpayCallbacks(
  app: FastifyInstance,
  deps: ReceiverDeps,
  hints: HintSender,
): Promise<void> {
  const { connections, client, clock, logger, metrics, limits } = deps;
  await app.register(formBody, { bodyLimit: limits.bodyBytes });
  await app.register(rateLimit, { global: false });
  const timeWindow = 60_000;
  const perInvoice = app.createRateLimit({
    max: limits.failureHintsPerInvoice,
    timeWindow,
    // The parsed parameters: a URL can be written in many ways.
    keyGenerator: ({ params }) => JSON.stringify(paramsSchema.safeParse(params).data ?? null),
  });
  const perAddress = app.createRateLimit({
    max: limits.failureHintsPerAddress,
    timeWindow,
    keyGenerator: (request) => request.ip,
  });

  /** Order ids of the collection, from the server's own record: strongly consistent, and no worker is needed. */
  const ownOrderIds = async (workflowId: string): Promise<readonly string[]> => {
    try {
      const description = await client.withDeadline(clock.now() + limits.temporalMs, () =>
        client.workflow.getHandle(workflowId).describe(),
      );
      return description.typedSearchAttributes.get(searchAttributeKeys.orderIds) ?? [];
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return [];
      throw error;
    }
  };
  const isGenuine = async (
    connection: ReceiverConnection,
    workflowId: string,
    fields: CallbackFields,
  ): Promise<boolean> => {
    const { razorpay_order_id: orderId, razorpay_payment_id: paymentId, razorpay_signature } = fields;
    // The signature first: a forged form costs no call to Temporal.
    return (
      verifyCallbackSignature(orderId, paymentId, razorpay_signature, connection.keySecret) &&
      (await ownOrderIds(workflowId)).includes(orderId)
    );
  };

  app.setErrorHandler((error, _request, reply) => {
    if (isTemporalAway(error)) return showPage(reply, 503, 'away');
    throw error;
  });

  app.post('/callbacks/razorpay/:connection/:invoiceId', async (request, reply): Promise<FastifyReply> => {
    const params = paramsSchema.safeParse(request.params);
    const connection = params.success ? connections.get(params.data.connection) : undefined;
    if (!params.success || connection === undefined) return showPage(reply, 404, 'refused');
    const { invoiceId } = params.data;
    const workflowId = invoicePaymentWorkflowId(connection.name, invoiceId);
    const form = formSchema.safeParse(request.body);
    if (!form.success) return showPage(reply, 400, 'refused');

    if (isFailureForm(form.data)) {
      const [byInvoice, byAddress] = [await perInvoice(request), await perAddress(request)];
      const isLimited = [byInvoice, byAddress].some((limit) => !limit.isAllowed && limit.isExceeded);
      if (isLimited) metrics.hints.inc({ evidence: 'callback', result: 'limited' });
      else await hints.send(workflowId, { evidence: 'callback', event: 'callback.failure' });
      return sendBack(reply, connection, invoiceId, 'failed');
    }
    const fields = callbackFieldsSchema.safeParse(form.data);
    if (!fields.success || !(await isGenuine(connection, workflowId, fields.data))) {
      metrics.hints.inc({ evidence: 'callback', result: 'refused' });
      logger.warn({ connection: connection.name, invoiceId }, 'callback without a valid signature refused');
      return showPage(reply, 401, 'refused');
    }
    await hints.send(workflowId, {
      evidence: 'callback',
      event: 'callback.success',
      paymentId: fields.data.razorpay_payment_id,
      orderId: fields.data.razorpay_order_id,
    });
    return sendBack(reply, connection, invoiceId, 'received');
  });
}
