import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  netbanking,
  outcomeOf,
  pay,
  until,
  useStage,
} from './support/shop.js';

const stage = useStage({ policy: { capture: 'manual' } });

/** Longer than the policy's manual expiry: Razorpay has given back what nobody captured. */
const sixDays = 6 * 86_400_000;

test('an authorized payment is captured while the invoice is due', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  expect(booksOf(stage(), invoice).payments).toMatchObject([{ status: 'authorized' }]);
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ payments: [{ status: 'captured' }], togai: 'PAID' });
});

test('of two authorized payments exactly one is captured', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  const second = await pay(stage(), invoice, 'second', netbanking, { replace: true });
  await atTheBank(stage(), first, 'success');
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  const { payments, kept, togai } = booksOf(stage(), invoice);
  // Razorpay itself gives the other back: an order takes no second authorization.
  expect(payments).toMatchObject([
    { id: first.paymentId, status: 'captured', amount_refunded: 0 },
    { id: second.paymentId, captured: false },
  ]);
  expect({ kept, togai }).toEqual({ kept: 50_000, togai: 'PAID' });
});

test('nothing is captured for an invoice that was voided meanwhile', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { status: 'VOID' });
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing' });
  await stage().simulator.clock.advance(sixDays);
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect', amountPaid: 0 });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'VOID', payments: [{ captured: false }] });
});

test('a capture that Razorpay refuses while the payment stays authorized waits for a person, and goes on when asked', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  stage().simulator.razorpay.refuseNextCaptures(1);
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'held', held: { reason: 'capture_refused' } });
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
});
