import { afterAll, expect, test } from 'vitest';
import { openGate } from './support/gate.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  netbanking,
  outcomeOf,
  pay,
  until,
  useStage,
  type Billed,
} from './support/shop.js';

const gate = await openGate();
// It looks when it is told to, or when its deadlines say so.
const stage = useStage({
  throughProxy: (url) => gate.through(url),
  policy: {
    ...{ writeBack: 'record_payment', capture: 'manual', manualExpiryMinutes: 720 },
    ...{ firstLookSeconds: 3_600, longestLookMinutes: 1_440 },
  },
});
afterAll(() => gate.close());

/** Two parts are on their way; the first is captured, and the answer to its record is lost. */
async function heldForTheFirstPart() {
  const invoice: Billed = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const part = await pay(stage(), invoice, 'first', { ...netbanking, amount: 20_000 }, { order });
  const rest = await pay(stage(), invoice, 'second', { ...netbanking, amount: 30_000 }, { replace: true });
  await atTheBank(stage(), part, 'success');
  const broken = gate.breakNext('/togai/payments');
  await hint(stage(), invoice);
  const lost = await broken;
  const { nextLook } = await until(stage(), invoice, {
    ...{ state: 'held', held: { reason: 'write_back_unverified' }, amountPaid: 20_000 },
  });
  return { invoice, rest, lost, nextLook };
}

test('the rest is captured while a person is asked about a part, and both are recorded once', async () => {
  const { invoice, rest, lost } = await heldForTheFirstPart();
  await atTheBank(stage(), rest, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'held', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, writes: [], refunds: [] });
  await lost.arrive();
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'PAID', writes: { length: 2 }, refunds: [] });
});

test('a look comes just before the rest would lapse, though no hint tells of it', async () => {
  const { invoice, rest, nextLook } = await heldForTheFirstPart();
  const made = booksOf(stage(), invoice).payments.find(({ id }) => id === rest.paymentId)?.created_at ?? 0;
  expect(nextLook).toBe((made + 715 * 60) * 1_000);
});
