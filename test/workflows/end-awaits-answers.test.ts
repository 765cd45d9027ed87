import { expect, test } from 'vitest';
import { acceptPaymentSignal, refundSignal } from '../../contracts/messages.js';
import { harmNext } from '../flows/support/harm.js';
import { foreignPayment, twinOrder } from '../flows/support/late.js';
import {
  atTheBank,
  bill,
  booksOf,
  card,
  hint,
  outcomeOf,
  pay,
  ref,
  useStage,
} from '../flows/support/shop.js';
import type { Billed, NextActions } from '../flows/support/shop.js';
import { workflowIdOf } from './support/runs.js';

// No look but those that hints ask for.
const stage = useStage({ policy: { firstLookSeconds: 3_600 } });

/** Sends something to a collection that waits for nothing but an OTP. @returns the payment of which money is to go back */
type Arrival = (invoice: Billed, answer: NextActions) => Promise<string>;

const acceptance: Arrival = async (invoice) => {
  const paymentId = await foreignPayment(stage(), {});
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  await handle.signal(acceptPaymentSignal, { paymentId });
  return paymentId;
};

const refundByHand: Arrival = async (invoice, { paymentId }) => {
  const handle = stage().client.workflow.getHandle(workflowIdOf(invoice));
  await handle.signal(refundSignal, { paymentId, amount: 20_000 });
  return paymentId;
};

const refundByClient: Arrival = async (invoice, { paymentId }) => {
  const wish = { ...ref(invoice), paymentId, refundId: 'return-1', amount: 20_000 };
  expect(await stage().orchestrator.refundPayment(wish)).toMatchObject({ paymentId, amount: 20_000 });
  return paymentId;
};

const hintOfAnother: Arrival = async (invoice) => {
  const { orderId, paymentId } = await twinOrder(stage(), invoice);
  stage().simulator.razorpay.lateAuthorize(paymentId);
  const news = { evidence: 'webhook', event: 'order.paid', orderId, paymentId } as const;
  expect(await stage().orchestrator.sendHint(ref(invoice), news)).toBe('sent');
  return paymentId;
};

test.each([
  ['a payment that a person accepts', acceptance],
  ["a refund on the merchant's wish, by hand,", refundByHand],
  ["a refund on the merchant's wish", refundByClient],
  ['news of another capture', hintOfAnother],
])(
  '%s counts, though the collection was about to end and only an OTP kept it open',
  async (_what, arrive) => {
    const { client, orchestrator, simulator } = stage();
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'card', card());
    const attempt = { ...ref(invoice), attemptId: 'card' };
    const path = `/payments/${answer.paymentId}/otp/submit`;
    await orchestrator.generateOtp(attempt);
    const isAsked = harmNext(stage(), { provider: 'razorpay', path, kind: 'latency', delayMs: 7_000 });
    const otp = orchestrator.submitOtp({ ...attempt, otp: '754081' }).catch((error: unknown) => error);
    await isAsked();
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    // Nothing is left to do but to hear what becomes of the OTP.
    const handle = client.workflow.getHandle(workflowIdOf(invoice));
    const standing = async (): Promise<unknown> => {
      const { lastVerdict } = await orchestrator.getState(ref(invoice));
      const { raw } = await handle.describe();
      return [lastVerdict?.decision, raw.pendingActivities?.map(({ activityType }) => activityType?.name)];
    };
    await expect.poll(standing, { timeout: 5_000, interval: 100 }).toEqual(['finish', ['sendOtp']]);
    const paymentId = await arrive(invoice, answer);
    await otp;
    const { refunds } = simulator.razorpay.state;
    const refunded = (): unknown[] =>
      [...refunds.values()].map(({ entity }) => entity.payment_id).filter((id) => id === paymentId);
    await expect.poll(refunded, { timeout: 20_000 }).toEqual([paymentId]);
    await simulator.clock.advance(6_000);
    await hint(stage(), invoice);
    expect((await outcomeOf(stage(), invoice)).paymentIds).toContain(paymentId);
    expect(booksOf(stage(), invoice).writes.filter(({ to }) => to === 'PAID')).toHaveLength(1);
  },
);
