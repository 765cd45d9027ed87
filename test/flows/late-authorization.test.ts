import { expect, test } from 'vitest';
import type { Stage } from '../support/stage.js';
import { strayOf, twinOrder, type Twin } from './support/late.js';
import {
  type Billed,
  atTheBank,
  bill,
  booksOf,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from './support/shop.js';
import { useWebhooks } from './support/webhooks.js';

const impatient = useStage({ policy: { capture: 'manual', lateWindowDays: 0 } });
useWebhooks(impatient);
const patient = useStage({ policy: { capture: 'manual' } });
useWebhooks(patient);

const hasty = useStage({ policy: { capture: 'manual', lateAuthorization: 'capture_and_refund' } });
useWebhooks(hasty);

test('a payment authorized after its collection gave up is captured in time, and the invoice marked paid', async () => {
  const stage = impatient();
  const invoice = await bill(stage);
  const { paymentId, ...answer } = await pay(stage, invoice, 'first');
  await atTheBank(stage, { ...answer, paymentId }, 'failure');
  await stage.orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });

  stage.simulator.razorpay.lateAuthorize(paymentId);
  expect(await strayOf(stage, paymentId)).toMatchObject({
    ...{ outcome: 'handed_over', invoiceId: invoice.invoiceId, reason: 'order_of_ours' },
  });
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid', keptPaymentIds: [paymentId] });
  const { togai, kept, refunds, writes } = booksOf(stage, invoice);
  expect({ togai, kept, refunds, writes: writes.length }).toEqual({
    ...{ togai: 'PAID', kept: 50_000, refunds: [], writes: 1 },
  });
});

/** The invoice is paid and its collection over; a second order of it has a payment that failed. */
async function paidBesideATwin(stage: Stage): Promise<{ invoice: Billed; twin: Twin }> {
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  const twin = await twinOrder(stage, invoice, 'manual');
  await atTheBank(stage, { ...answer, next: twin.next }, 'failure');
  await atTheBank(stage, answer, 'success');
  expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid' });
  return { invoice, twin };
}

test('an authorization after the invoice was paid is left to Razorpay, and watched until it went back', async () => {
  const stage = patient();
  const { invoice, twin } = await paidBesideATwin(stage);
  stage.simulator.razorpay.lateAuthorize(twin.paymentId);
  await until(stage, invoice, { state: 'closing', waitingFor: 'razorpay_returns_a_late_authorization' });
  expect(booksOf(stage, invoice)).toMatchObject({ refunds: [], captured: 50_000 });
  await stage.simulator.clock.advance(7_200 * 60_000);
  expect(await outcomeOf(stage, invoice)).toMatchObject({
    ...{ outcome: 'paid', amountPaid: 50_000, reason: 'captured_in_full_and_the_rest_returned' },
  });
  const { refunds, captured, writes } = booksOf(stage, invoice);
  expect({ refunds: refunds.map(({ payment_id }) => payment_id), captured, writes: writes.length }).toEqual({
    ...{ refunds: [twin.paymentId], captured: 50_000, writes: 1 },
  });
});

test('by policy it is captured instead, and sent back at once', async () => {
  const stage = hasty();
  const { invoice, twin } = await paidBesideATwin(stage);
  stage.simulator.razorpay.lateAuthorize(twin.paymentId);
  await expect.poll(() => booksOf(stage, invoice).refunds, { timeout: 20_000 }).toHaveLength(1);
  expect(await outcomeOf(stage, invoice)).toMatchObject({
    ...{ outcome: 'paid', amountPaid: 50_000, reason: 'captured_in_full_and_the_rest_returned' },
  });
  const { refunds, captured, kept, togai, writes } = booksOf(stage, invoice);
  expect({ amounts: refunds.map(({ amount }) => amount), captured, kept, togai }).toEqual({
    ...{ amounts: [50_000], captured: 100_000, kept: 50_000, togai: 'PAID' },
  });
  expect(writes).toHaveLength(1);
});

test('a capture that Razorpay refuses then waits for what Razorpay returns, and for no person', async () => {
  const stage = hasty();
  const { invoice, twin } = await paidBesideATwin(stage);
  stage.simulator.razorpay.refuseNextCaptures(1);
  stage.simulator.razorpay.lateAuthorize(twin.paymentId);
  await until(stage, invoice, { state: 'closing', waitingFor: 'razorpay_returns_a_late_authorization' });
  expect(booksOf(stage, invoice)).toMatchObject({ refunds: [], captured: 50_000 });
});
