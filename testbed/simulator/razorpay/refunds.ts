import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collection, page } from './collection.js';
import { badRequest, notApplicable } from './errors.js';
import type { PaymentRecord, RefundEntity, RefundRecord } from './entities.js';
import { amountOf, notesOf, oneOf, onlyKnown, text } from './fields.js';
import { makeRefund, type RefundWish } from './refund-lifecycle.js';
import { bodyOf, find, param, queryOf, type Body } from './request.js';
import type { Account } from './state.js';

const SIX_MONTHS_SECONDS = 183 * 86_400;

/** Refunds, with the only idempotency header Razorpay has on this side: `X-Refund-Idempotency`. */
export function refundRoutes(app: FastifyInstance, account: Account): void {
  const { payments, refunds } = account.state;
  const show = (record: RefundRecord): RefundEntity => structuredClone(record.entity);
  const createdAt = (record: RefundRecord): number => record.entity.created_at;

  app.post('/payments/:id/refund', async (request) => {
    const payment = find(payments, 'pay_', param(request, 'id'));
    return show(await idempotentRefund(account, payment, request));
  });
  app.get('/payments/:id/refunds', (request) => {
    const payment = find(payments, 'pay_', param(request, 'id'));
    return collection(page(queryOf(request), payment.refunds, createdAt).map(show));
  });
  app.get('/payments/:id/refunds/:refundId', (request) => {
    const payment = find(payments, 'pay_', param(request, 'id'));
    const record = find(refunds, 'rfnd_', param(request, 'refundId'));
    if (record.payment !== payment) throw badRequest('The id provided does not exist');
    return show(record);
  });
  app.get('/refunds', (request) =>
    collection(page(queryOf(request), [...refunds.values()], createdAt).map(show)),
  );
  app.get('/refunds/:id', (request) => show(find(refunds, 'rfnd_', param(request, 'id'))));
  app.patch('/refunds/:id', (request) => {
    const record = find(refunds, 'rfnd_', param(request, 'id'));
    const body = bodyOf(request);
    onlyKnown(body, ['notes']);
    record.entity.notes = notesOf(body) ?? record.entity.notes;
    return show(record);
  });
}

async function idempotentRefund(
  account: Account,
  payment: PaymentRecord,
  request: FastifyRequest,
): Promise<RefundRecord> {
  const body = bodyOf(request);
  const header = request.headers['x-refund-idempotency'];
  if (header === undefined) {
    await account.features.beforeRefund();
    return makeRefund(account, payment, wishOf(account, payment, body));
  }
  const key = String(header);
  if (key.length < 10) throw notApplicable(400, 'The idempotency key must be at least 10 characters long.');
  if (!/^[A-Za-z0-9_-]+$/.test(key)) {
    throw notApplicable(
      400,
      'The idempotency key may only contain letters, digits, hyphens and underscores.',
    );
  }
  const fingerprint = `${payment.entity.id} ${canonical(body)}`;
  const known = account.state.refundKeys.get(key);
  if (known !== undefined && known.fingerprint !== fingerprint) {
    throw notApplicable(409, 'Different request with the same idempotency key has already been processed.');
  }
  if (known?.refundId === null) {
    throw notApplicable(409, 'Another request with the same idempotency key is still in progress.');
  }
  const made = known === undefined ? undefined : account.state.refunds.get(known.refundId);
  if (made !== undefined) return made;
  const entry = { fingerprint, refundId: null as string | null };
  account.state.refundKeys.set(key, entry);
  try {
    await account.features.beforeRefund();
    const record = makeRefund(account, payment, wishOf(account, payment, body));
    entry.refundId = record.entity.id;
    return record;
  } catch (error) {
    // A refusal is not remembered: nothing was made under the key.
    account.state.refundKeys.delete(key);
    throw error;
  }
}

function wishOf(account: Account, payment: PaymentRecord, body: Body): RefundWish {
  onlyKnown(body, ['amount', 'speed', 'notes', 'receipt', 'reverse_all']);
  const { entity } = payment;
  if (entity.refund_status === 'full') throw badRequest('The payment has been fully refunded already.');
  if (entity.status !== 'captured') {
    throw badRequest('The payment status should be captured for action to be taken');
  }
  const left = entity.amount - entity.amount_refunded;
  const amount = amountOf(body, 'amount') ?? left;
  const speed = oneOf(body, 'speed', ['normal', 'optimum']) ?? 'normal';
  const receipt = text(body, 'receipt', 40);
  const notes = notesOf(body) ?? [];
  if (amount > left) {
    throw badRequest('The refund amount provided is greater than amount captured.', { field: 'amount' });
  }
  if (account.clock.seconds() - entity.created_at > SIX_MONTHS_SECONDS) {
    throw badRequest('The payment is more than six months old and cannot be refunded.');
  }
  const refused = account.state.refundRefusals > 0;
  if (refused) account.state.refundRefusals -= 1;
  if (refused || amount > account.state.balance) {
    throw notApplicable(
      400,
      'Your account does not have enough balance to carry out the refund operation. You can add funds to your account from your Razorpay dashboard or capture new payments.',
    );
  }
  return { amount, speed, notes, receipt, cause: 'asked for' };
}

/** The body with its keys in order, so that equal bodies compare equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
