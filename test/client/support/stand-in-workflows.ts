/**
 * Stand-ins that speak the message contracts and collect nothing: they show what the client library itself does.
 * The real workflows are tested with the client in the integration tests.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type {
  CollectionResult,
  CollectionView,
  Hint,
  InvoicePaymentInput,
  PaymentSubmission,
  SubmitPaymentAnswer,
} from '../../../contracts/collection.js';
import type { ConnectionReport } from '../../../contracts/connection-check.js';
import type { CustomerSyncInput, CustomerSyncResult } from '../../../contracts/customer-sync.js';
import {
  cancelSignal,
  collectionQuery,
  confirmCallbackUpdate,
  hintSignal,
  otpUpdate,
  submitPaymentUpdate,
  syncCustomerUpdate,
} from '../../../contracts/messages.js';
import { searchAttributeKeys } from '../../../contracts/search-attributes.js';
import { standInOrderId } from './stand-in-ids.js';

function refuse(code: string, details: Record<string, string> = {}): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${code}`, code, details);
}

export async function invoicePayment(input: InvoicePaymentInput): Promise<CollectionResult> {
  const { connection, invoiceId, mode } = input;
  const orderId = standInOrderId(invoiceId);
  const attempts = new Map<string, PaymentSubmission>();
  const hints: Hint[] = [];
  let cancelled: string | undefined;

  setHandler(submitPaymentUpdate, (submission): SubmitPaymentAnswer => {
    if (invoiceId.startsWith('paid')) throw refuse('ALREADY_PAID', { paymentId: 'pay_StandIn0000009' });
    const { attemptId, contentHash } = submission;
    const known = attempts.get(attemptId);
    if (known !== undefined && known.contentHash !== contentHash) throw refuse('ATTEMPT_ID_REUSED');
    attempts.set(attemptId, known ?? submission);
    upsertSearchAttributes([{ key: searchAttributeKeys.orderIds, value: [orderId] }]);
    const paymentId = `pay_StandIn${String([...attempts.keys()].indexOf(attemptId)).padStart(7, '0')}`;
    return { status: 'next_actions', attemptId, orderId, paymentId, next: [{ action: 'poll' }] };
  });
  setHandler(otpUpdate, ({ attemptId, step, otp }) => {
    if (!attempts.has(attemptId)) throw refuse('ATTEMPT_UNKNOWN');
    if (step !== 'submit') return { status: 'next_actions', next: [{ action: 'otp_submit' }] };
    return otp?.startsWith('vault:') === true
      ? { status: 'accepted' }
      : { status: 'refused', customerText: 'no reference', reason: undefined, next: [] };
  });
  setHandler(confirmCallbackUpdate, (fields) => {
    if (fields.razorpay_order_id !== orderId) throw refuse('CALLBACK_REFUSED');
    return { verified: true };
  });
  setHandler(hintSignal, (hint) => {
    hints.push(hint);
  });
  setHandler(cancelSignal, ({ reason }) => {
    cancelled = reason;
  });
  setHandler(collectionQuery, (): CollectionView => ({
    connection,
    invoiceId,
    accountId: undefined,
    mode,
    state: cancelled === undefined ? 'awaiting_attempt' : 'ended',
    outcome: cancelled === undefined ? undefined : 'cancelled',
    outcomeReason: cancelled,
    held: undefined,
    amountDue: undefined,
    amountPaid: 0,
    rounds: [],
    attempts: [],
    paymentIds: [],
    waitingFor: hints.map(({ evidence, event }) => `${evidence}:${event}`).join(','),
    nextLook: undefined,
    lastVerdict: undefined,
    looks: hints.length,
    reminders: [],
    nextReminder: undefined,
  }));

  await condition(() => cancelled !== undefined);
  await condition(allHandlersFinished);
  return {
    outcome: 'cancelled',
    reason: cancelled ?? '',
    amountDue: undefined,
    amountPaid: 0,
    orderIds: [orderId],
    paymentIds: [],
    attempts: attempts.size,
    evidence: hints.map(({ evidence }) => evidence),
  };
}

export async function customerSync(input: CustomerSyncInput): Promise<void> {
  let asked = 0;
  setHandler(syncCustomerUpdate, (): CustomerSyncResult => {
    asked += 1;
    return { status: 'synced', customerId: `cust_${input.accountId}`, change: 'created' };
  });
  setHandler(hintSignal, () => {
    asked += 1;
  });
  await condition(() => asked > 0);
  await condition(allHandlersFinished);
}

export function checkConnection({ connection }: { connection: string }): Promise<ConnectionReport> {
  return Promise.resolve({
    connection,
    environment: 'test',
    razorpay: { ok: true, detail: 'stand-in' },
    togai: { ok: false, detail: 'stand-in' },
    webhookUrl: `https://pay.example.com/webhooks/razorpay/${connection}`,
    webhookEvents: ['order.paid'],
  });
}
