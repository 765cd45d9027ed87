import { afterAll, expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import type { Policy } from '../../contracts/policy.js';
import type { Stage } from '../support/stage.js';
import { strayOf } from './support/late.js';
import { openGate, type Gate } from './support/gate.js';
import { findingsOf } from './support/reconciling.js';
import { atTheBank, bill, booksOf, inTogai, netbanking, outcomeOf } from './support/shop.js';
import { pay, ref, until, useStage } from './support/shop.js';
import { useWebhooks } from './support/webhooks.js';

/** A stage behind a gate of its own; what makes its collections look is news. */
async function gated() {
  const gate = await openGate();
  afterAll(() => gate.close());
  const policy: Partial<Policy> = { lateWindowDays: 0, firstLookSeconds: 3_600 };
  return { gate, stage: useStage({ throughProxy: (url) => gate.through(url), policy }) };
}

const silent = await gated();
const told = await gated();
useWebhooks(told.stage);

/** The request of round 1 never reached Razorpay, the amount changed, round 2 was made, and the run was terminated. */
async function withGap(stage: Stage, gate: Gate) {
  const invoice = await bill(stage);
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage, invoice, { state: 'awaiting_attempt' });
  const broken = gate.breakNext('/v1/orders');
  const lost = stage.orchestrator.submitPayment({ ...ref(invoice), attemptId: 'lost', payment: netbanking });
  await broken;
  expect(await lost).toMatchObject({ status: 'pending' });
  await inTogai(stage, invoice, { totalAmount: 400 });
  const answer = await pay(stage, invoice, 'second', netbanking, { replace: true });
  expect((await stage.orchestrator.getState(ref(invoice))).rounds.at(-1)).toMatchObject({ round: 2 });
  await terminate(stage, invoice);
  return { invoice, answer };
}

const paidOnce = { captured: 40_000, kept: 40_000, togai: 'PAID', refunds: [], orders: { length: 1 } };

test('news of an order behind a round that never came to be: a restarted run finds it by its id', async () => {
  const { gate, stage } = silent;
  const { invoice, answer } = await withGap(stage(), gate);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { looks: 1, rounds: [] });
  await atTheBank(stage(), answer, 'success');
  const { orderId, paymentId } = answer;
  const hint = { evidence: 'webhook', event: 'order.paid', orderId, paymentId } as const;
  await stage().orchestrator.sendHint(ref(invoice), hint);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', orderIds: [orderId] });
  expect(booksOf(stage(), invoice)).toMatchObject(paidOnce);
});

test('the same when no run is there: whoever finds the owner hands the order over', async () => {
  const { gate, stage } = told;
  const { invoice, answer } = await withGap(stage(), gate);
  await atTheBank(stage(), answer, 'success');
  expect(await strayOf(stage(), answer.paymentId)).toMatchObject({ outcome: 'handed_over' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', orderIds: [answer.orderId] });
  expect(booksOf(stage(), invoice)).toMatchObject(paidOnce);
});

test('a reconciliation sees that it was begun, and the run it starts knows the round before anything is paid', async () => {
  const { gate, stage } = silent;
  const { invoice, answer } = await withGap(stage(), gate);
  const { connection } = invoice;
  expect(findingsOf(await stage().orchestrator.reconcile({ connection }), invoice)).toEqual([
    'open_invoices: collection_stopped, started',
  ]);
  const { orderId } = answer;
  await until(stage(), invoice, { mode: 'direct', rounds: [{ round: 2, orderId }] });
});

test('and names the order of a payment that nobody counted, so that a run that knows nothing of it finds it', async () => {
  const { gate, stage } = silent;
  const { invoice, answer } = await withGap(stage(), gate);
  const { connection } = invoice;
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { looks: 1, rounds: [] });
  await atTheBank(stage(), answer, 'success');
  expect(findingsOf(await stage().orchestrator.reconcile({ connection }), invoice)).toEqual([
    'captures: not_paid, hinted',
  ]);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', orderIds: [answer.orderId] });
  expect(booksOf(stage(), invoice)).toMatchObject(paidOnce);
});
