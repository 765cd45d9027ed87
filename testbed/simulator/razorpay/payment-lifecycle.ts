import type { PaymentFailure, PaymentRecord } from './entities.js';
import { BANK_DECLINED, COLLECT_EXPIRED, TIMED_OUT } from './failures.js';
import { creditInvoice } from './invoice-credit.js';
import { chargeOn } from './money.js';
import { makeRefund } from './refund-lifecycle.js';
import { planSettlement } from './settlement-run.js';
import { webhookPayment } from './snapshots.js';
import { note, type Account } from './state.js';

const NO_ERROR = {
  error_code: null,
  error_description: null,
  error_source: null,
  error_step: null,
  error_reason: null,
};

/** How long a yes lasts that the bank takes back: long enough for a webhook and a callback to be believed. */
const reversalMs = 5000;

/**
 * The bank says yes. Also legal from `failed` (late authorization). What follows at once: a payment that nothing
 * can be done with goes back; an automatic one inside its period is captured; any other waits for its captor.
 */
export function authorizePayment(account: Account, payment: PaymentRecord): void {
  const { entity, order } = payment;
  const before = entity.status;
  if (before !== 'created' && before !== 'failed') return;
  stopTimers(payment);
  Object.assign(entity, NO_ERROR);
  entity.status = 'authorized';
  if (before === 'failed') entity.late_authorized = true;
  entity.acquirer_data = acquirerData(account, payment);
  payment.authorizedAtMs = account.clock.now();
  note(account, { object: 'payment', id: entity.id, from: before, to: 'authorized', amount: entity.amount });
  account.webhooks.send('payment.authorized', { payment: webhookPayment(payment) });
  if (order === null) {
    giveBack(account, payment, 'made without an order');
    return;
  }
  if (account.state.bankReversals > 0) {
    account.state.bankReversals -= 1;
    payment.reversing = true;
    payment.timers = [
      account.clock.at(account.clock.now() + reversalMs, () => reversePayment(account, payment)),
    ];
    return;
  }
  const rival = order.payments.some((other) => other !== payment && other.entity.status === 'authorized');
  if (order.entity.status === 'paid' || rival || entity.amount > order.entity.amount_due) {
    giveBack(account, payment, 'the order has its money already');
    return;
  }
  const { capture, automaticMinutes, manualMinutes } = order.capture;
  const age = account.clock.now() - payment.createdAtMs;
  if (capture === 'automatic' && age <= automaticMinutes * 60_000) {
    capturePayment(account, payment);
    return;
  }
  const until = payment.createdAtMs + manualMinutes * 60_000;
  payment.timers = [
    account.clock.at(Math.max(until, account.clock.now()), () => {
      if (entity.status === 'authorized') giveBack(account, payment, 'not captured in time');
    }),
  ];
}

/**
 * The bank says no after it said yes: an authorized payment fails after all. No document describes it, and nothing in
 * the API forbids it; who believed the customer's callback or `payment.authorized` is wrong from here on.
 */
export function reversePayment(account: Account, payment: PaymentRecord): void {
  if (payment.entity.status !== 'authorized') return;
  payment.reversing = false;
  payment.authorizedAtMs = null;
  failNow(account, payment, BANK_DECLINED);
}

/** The money becomes the business': fee, order, transfers, invoice, balance, and their webhooks in this order. */
export function capturePayment(account: Account, payment: PaymentRecord): void {
  const { entity, order } = payment;
  if (entity.status !== 'authorized' || order === null) return;
  stopTimers(payment);
  const { fee, tax } = chargeOn(entity.amount);
  Object.assign(entity, { status: 'captured', captured: true, fee, tax });
  payment.capturedAt = account.clock.seconds();
  account.state.balance += entity.amount - fee;
  note(account, {
    object: 'payment',
    id: entity.id,
    from: 'authorized',
    to: 'captured',
    amount: entity.amount,
  });
  const before = order.entity.status;
  order.entity.amount_paid += entity.amount;
  order.entity.amount_due -= entity.amount;
  if (order.entity.amount_due === 0) {
    order.entity.status = 'paid';
    note(account, {
      object: 'order',
      id: order.entity.id,
      from: before,
      to: 'paid',
      amount: order.entity.amount,
    });
  }
  account.webhooks.send('payment.captured', { payment: webhookPayment(payment) });
  if (order.entity.status === 'paid') {
    for (const transfer of order.transfers) {
      transfer.status = 'processed';
      transfer.processed_at = account.clock.seconds();
      account.state.balance -= transfer.amount;
      note(account, {
        object: 'transfer',
        id: transfer.id,
        from: 'created',
        to: 'processed',
        amount: transfer.amount,
      });
    }
    account.webhooks.send('order.paid', {
      payment: webhookPayment(payment),
      order: structuredClone(order.entity),
    });
  }
  creditInvoice(account, payment, order);
  account.state.unsettled.payments.push(payment);
  planSettlement(account);
}

/** The attempt is over, unless the bank changes its mind later. */
export function failPayment(account: Account, payment: PaymentRecord, failure: PaymentFailure): void {
  if (payment.entity.status === 'created') failNow(account, payment, failure);
}

function failNow(account: Account, payment: PaymentRecord, failure: PaymentFailure): void {
  const { entity } = payment;
  const from = entity.status;
  stopTimers(payment);
  Object.assign(entity, {
    status: 'failed',
    error_code: failure.code,
    error_description: failure.description,
    error_source: failure.source,
    error_step: failure.step,
    error_reason: failure.reason,
  });
  note(account, {
    object: 'payment',
    id: entity.id,
    from,
    to: 'failed',
    amount: entity.amount,
    detail: failure.reason,
  });
  account.webhooks.send('payment.failed', { payment: webhookPayment(payment) });
}

/** Starts what happens without anybody: the UPI handle's answer, and the failure of a payment nobody answers. */
export function awaitAnswer(account: Account, payment: PaymentRecord): void {
  const { plan } = payment;
  const timeout = payment.createdAtMs + plan.timeoutMinutes * 60_000;
  const reason = plan.timeoutReason === 'payment_timed_out' ? TIMED_OUT : COLLECT_EXPIRED;
  payment.timers = [account.clock.at(timeout, () => failPayment(account, payment, reason))];
  if (plan.answer === 'customer') return;
  payment.timers.push(
    account.clock.at(account.clock.now() + account.features.upiAnswerSeconds * 1000, () => {
      if (plan.answer === 'success') authorizePayment(account, payment);
      else failPayment(account, payment, plan.failure);
    }),
  );
}

/** Whether the bank may still say yes to a payment that timed out (it is asked for up to 3 days). */
export function mayStillSucceed(account: Account, payment: PaymentRecord): boolean {
  const { status, error_reason: reason } = payment.entity;
  if (status === 'created') return true;
  const timedOut = reason === 'payment_timed_out' || reason === 'payment_collect_request_expired';
  return status === 'failed' && timedOut && account.clock.now() - payment.createdAtMs <= 3 * 86_400_000;
}

function giveBack(account: Account, payment: PaymentRecord, cause: string): void {
  makeRefund(account, payment, {
    amount: payment.entity.amount,
    speed: payment.order?.capture.refundSpeed ?? 'normal',
    notes: [],
    receipt: null,
    cause,
  });
}

function stopTimers(payment: PaymentRecord): void {
  payment.timers.forEach((timer) => timer.cancel());
  payment.timers = [];
}

function acquirerData(account: Account, { entity }: PaymentRecord): Record<string, string> {
  const digits = (length: number): string =>
    account.newId('', length).replace(/\D/g, (letter) => String(letter.charCodeAt(0) % 10));
  if (entity.method === 'card') return { auth_code: digits(6), rrn: digits(12) };
  if (entity.method === 'netbanking') return { bank_transaction_id: digits(7) };
  return { rrn: digits(12), upi_transaction_id: account.newId('', 32).toUpperCase() };
}
