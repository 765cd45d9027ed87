import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { bill, netbanking, outcomeOf, ref, until, useStage, type Billed } from '../flows/support/shop.js';
import { workflowIdOf } from './support/runs.js';

const stage = useStage();

const paymentId = 'pay_AAAAAAAAAAAAAA';

/** JSON that becomes no text: whoever asks for one throws. */
const textless = { toString: null };

test('a signal without its argument stops nothing: a hint is a look, a cancellation cancels', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  const { looks } = await until(stage(), invoice, { state: 'awaiting_attempt' });
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  await handle.signal('hintSignal');
  await expect
    .poll(async () => (await stage().orchestrator.getState(ref(invoice))).looks, { timeout: 20_000 })
    .toBeGreaterThan(looks);
  await handle.signal('cancelSignal');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
});

test('a signal that holds anything stops nothing, and means no more than it says', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  const news = { evidence: 'webhook', event: 'order.paid' };
  await handle.signal('hintSignal', { ...news, orderId: textless });
  await handle.signal('hintSignal', { ...news, disputeId: ['disp_AAAAAAAAAAAAAA'] });
  await handle.signal('acceptPaymentSignal', { paymentId: null });
  await handle.signal('refundSignal', { paymentId, amount: null });
  await handle.signal('withdrawRefundSignal', { refundId: 1 });
  await handle.signal('cancelSignal', { reason: textless });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', paymentIds: [] });
  expect((await stage().orchestrator.getState(ref(invoice))).refunds).toBeUndefined();
});

/** What the update is refused with. @param given its argument; none when left out */
async function refusalOf(invoice: Billed, update: string, given?: object): Promise<unknown> {
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  const asked = given ? handle.executeUpdate(update, { args: [given] }) : handle.executeUpdate(update);
  const error: unknown = await asked.catch((thrown: unknown) => thrown);
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
  return cause instanceof ApplicationFailure ? cause.type : cause;
}

test.each(['submitPaymentUpdate', 'otpUpdate', 'confirmCallbackUpdate', 'refundPaymentUpdate'])(
  '%s without its argument is rejected, and the collection lives on',
  async (update) => {
    const invoice = await bill(stage());
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    await until(stage(), invoice, { state: 'awaiting_attempt' });
    expect(await refusalOf(invoice, update)).toBe('INVALID_INPUT');
    await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled' });
  },
);

const payment = netbanking;
const submission = { attemptId: 'by-hand', contentHash: 'hash', replace: false, payment };
const card = { ...payment, bank: undefined, method: 'card' };
const upi = { ...payment, bank: undefined, method: 'upi' };
const fields = {
  razorpay_payment_id: paymentId,
  razorpay_order_id: 'order_AAAAAAAAAAAAAA',
  razorpay_signature: 'a'.repeat(64),
};

/** What an operator may leave out of an update, or mistype. */
const halfFilled: readonly (readonly [string, readonly object[]])[] = [
  [
    'submitPaymentUpdate',
    [
      {},
      { ...submission, attemptId: undefined },
      { ...submission, attemptId: 'long'.repeat(100) },
      { ...submission, contentHash: null },
      { ...submission, payment: undefined },
      { ...submission, payment: null },
      { ...submission, payment: {} },
      { ...submission, payment: { ...payment, method: 'cheque' } },
      { ...submission, payment: { ...payment, method: 'toString' } },
      { ...submission, payment: { ...payment, bank: undefined } },
      { ...submission, payment: { ...payment, amount: null } },
      { ...submission, payment: { ...payment, amount: '50000' } },
      { ...submission, payment: { ...payment, email: undefined } },
      { ...submission, payment: card },
      { ...submission, payment: { ...card, card: '4111111111111111' } },
      { ...submission, payment: upi },
      { ...submission, payment: { ...upi, upi: { flow: 'collect' } } },
      { ...submission, order: 'order' },
      { ...submission, order: { transfers: 1 } },
      { ...submission, order: { transfers: [null] } },
      { ...submission, order: { payment_config: {} } },
      { ...submission, order: { payment_config: { capture: 'manual' } } },
      { ...submission, retryOf: 'order_AAAAAAAAAAAAAA' },
      { ...submission, retryOf: { id: 1 } },
      { ...submission, replace: 'yes' },
    ],
  ],
  [
    'otpUpdate',
    [
      {},
      { attemptId: 'first' },
      { attemptId: 'first', step: 'guess' },
      { attemptId: 'first', step: 'submit', otp: '123456' },
      { step: 'generate' },
    ],
  ],
  [
    'confirmCallbackUpdate',
    [{}, { ...fields, razorpay_signature: undefined }, { ...fields, razorpay_payment_id: 1 }],
  ],
  [
    'refundPaymentUpdate',
    [
      {},
      { refundId: 'return-1' },
      { refundId: 'return-1', paymentId: 'the first' },
      { refundId: 'return-1', paymentId, amount: null },
      { refundId: 'return-1', paymentId, amount: '100' },
      { refundId: 'return 1', paymentId },
    ],
  ],
];

test.each(halfFilled)(
  '%s that is empty or half filled is rejected, and the collection lives on',
  async (update, given) => {
    const invoice = await bill(stage());
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    await until(stage(), invoice, { state: 'awaiting_attempt' });
    for (const one of given)
      expect([one, await refusalOf(invoice, update, one)]).toEqual([one, 'INVALID_INPUT']);
    await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', attempts: 0 });
  },
);

test('a submission by hand that holds all it needs is taken', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  const answer = await handle.executeUpdate('submitPaymentUpdate', { args: [submission] });
  expect(answer).toMatchObject({ status: 'next_actions', attemptId: 'by-hand' });
});
