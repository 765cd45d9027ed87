import type { FastifyInstance } from 'fastify';
import { collection, page } from './collection.js';
import type { DisputeEntity, PaymentRecord } from './entities.js';
import { badRequest } from './errors.js';
import { find, param, queryOf } from './request.js';
import { webhookPayment } from './snapshots.js';
import { note, type Account } from './state.js';

/** A dispute that a bank or its customer begins now. */
export interface DisputeWish {
  readonly paymentId: string;
  /** Subunits; the whole payment when left out. */
  readonly amount?: number;
  readonly phase?: DisputeEntity['phase'];
  readonly reasonCode?: string;
  /** Days until an answer is due; 7 when left out. */
  readonly respondInDays?: number;
}

/** What becomes of a dispute; `action_required` is the event of one that needs more evidence and is open again. */
export type DisputeMove = 'under_review' | 'action_required' | 'won' | 'lost' | 'closed';

const DAY_SECONDS = 86_400;

/** `/v1/disputes`, newest first, and one by its id. */
export function disputeRoutes(app: FastifyInstance, account: Account): void {
  const { disputes } = account.state;
  app.get('/disputes', (request) => {
    const shown = page(queryOf(request), [...disputes.values()], ({ created_at }) => created_at);
    return collection(structuredClone(shown));
  });
  app.get('/disputes/:id', (request) => structuredClone(find(disputes, 'disp_', param(request, 'id'))));
}

/** Disputes a payment that was captured. Throws for any other. */
export function openDispute(account: Account, wish: DisputeWish): DisputeEntity {
  const payment = find(account.state.payments, 'pay_', wish.paymentId);
  const { amount = payment.entity.amount, phase = 'chargeback', respondInDays = 7 } = wish;
  if (!payment.entity.captured) throw badRequest('Only a captured payment can be disputed.');
  if (amount < 1 || amount > payment.entity.amount)
    throw badRequest('A dispute is about the payment or a part of it.', { field: 'amount' });
  const now = account.clock.seconds();
  const dispute: DisputeEntity = {
    id: account.newId('disp_'),
    entity: 'dispute',
    payment_id: payment.entity.id,
    amount,
    currency: payment.entity.currency,
    amount_deducted: 0,
    reason_code: wish.reasonCode ?? phase,
    reason_description: 'Made by the control of the simulator',
    respond_by: now + respondInDays * DAY_SECONDS,
    status: 'open',
    phase,
    created_at: now,
    evidence: { amount, summary: null, submitted_at: null },
  };
  account.state.disputes.set(dispute.id, dispute);
  note(account, {
    object: 'dispute',
    id: dispute.id,
    from: null,
    to: 'open',
    amount,
    detail: wish.paymentId,
  });
  tell(account, 'created', dispute, payment);
  return structuredClone(dispute);
}

/** Moves a dispute on. One that is lost takes its amount from the balance; the payment itself stays as it is. */
export function moveDispute(account: Account, id: string, to: DisputeMove): DisputeEntity {
  const dispute = find(account.state.disputes, 'disp_', id);
  const payment = find(account.state.payments, 'pay_', dispute.payment_id);
  if (dispute.status !== 'open' && dispute.status !== 'under_review')
    throw badRequest(`The dispute is ${dispute.status} already.`);
  const status = to === 'action_required' ? 'open' : to;
  const { amount } = dispute;
  note(account, {
    object: 'dispute',
    id,
    from: dispute.status,
    to: status,
    amount,
    detail: payment.entity.id,
  });
  dispute.status = status;
  if (to === 'under_review') dispute.evidence.submitted_at = account.clock.seconds();
  if (to === 'lost') {
    dispute.amount_deducted = amount;
    account.state.balance -= amount;
  }
  tell(account, to, dispute, payment);
  return structuredClone(dispute);
}

function tell(
  account: Account,
  event: 'created' | DisputeMove,
  dispute: DisputeEntity,
  payment: PaymentRecord,
): void {
  account.webhooks.send(`payment.dispute.${event}`, {
    payment: webhookPayment(payment),
    dispute: structuredClone(dispute),
  });
}
