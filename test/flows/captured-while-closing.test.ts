import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from './support/shop.js';

const stage = useStage({ policy: { capturedWhileClosing: 'refund', lateWindowDays: 0 } });

const cancel = (invoice: Billed): Promise<void> =>
  stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });

test('what Razorpay captures after a cancellation goes back once, by policy, and the invoice stays due', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await cancel(invoice);
  const { looks } = await until(stage(), invoice, { waitingFor: 'money_may_still_arrive' });
  expect(looks).toBeGreaterThan(0);
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
  const { kept, refunds, togai, writes } = booksOf(stage(), invoice);
  expect(refunds).toMatchObject([{ amount: 50_000, payment_id: answer.paymentId }]);
  expect({ kept, togai, writes: writes.filter(({ to }) => to === 'PAID') }).toEqual({
    ...{ kept: 0, togai: 'DUE', writes: [] },
  });
});

test('what was captured before the cancellation stays, though nobody had heard of it', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  await cancel(invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
});
