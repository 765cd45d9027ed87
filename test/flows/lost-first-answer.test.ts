import { afterAll, expect, test } from 'vitest';
import { openGate } from './support/gate.js';
import { bill, booksOf, hint, netbanking, outcomeOf, ref, until, useStage } from './support/shop.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

test.each(['before', 'after'] as const)(
  'a first payment that reaches Razorpay unanswered, %s a cancellation, is waited for and its money kept',
  async (arrives) => {
    const invoice = await bill(stage());
    const broken = gate.breakNext('/v1/orders');
    const attempt = { ...ref(invoice), attemptId: 'first', payment: netbanking };
    const submitted = stage().orchestrator.submitPayment(attempt);
    const call = await broken;
    if (arrives === 'before') await call.arrive();
    await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
    await submitted;
    await until(stage(), invoice, { state: 'closing', waitingFor: 'money_may_still_arrive' });
    if (arrives === 'after') await call.arrive();
    const { payments } = booksOf(stage(), invoice);
    expect(payments).toMatchObject([{ status: 'created' }]);
    await hint(stage(), invoice);
    const paymentId = payments[0]?.id ?? '';
    await until(stage(), invoice, { state: 'closing', paymentIds: [paymentId] });
    stage().simulator.razorpay.lateAuthorize(paymentId);
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', paymentIds: [paymentId] });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  },
);
