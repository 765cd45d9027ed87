import { expect, test } from 'vitest';
import { paidInvoice, type Paid } from '../flows/support/settling.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from '../flows/support/shop.js';
import { readAgain, toEveryStep } from './support/resets.js';

const stage = useStage({ policy: { lateWindowDays: 0 } });

/** A collection that began for ₹500, and was paid when ₹700 were due. */
async function raisedAndPaid(): Promise<Paid> {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  await inTogai(stage(), invoice, { totalAmount: 700 });
  const answer = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 70_000 });
  return { ...invoice, paymentId: answer.paymentId };
}

/** What the merchant's wish for a part, always the same one, has led to. */
async function partlyRefunded({ paymentId, ...invoice }: Paid, amount: number) {
  await readAgain(stage(), invoice);
  await stage().orchestrator.refundPayment({ ...ref(invoice), paymentId, refundId: 'goodwill', amount });
  await stage().simulator.clock.advance(6_000);
  await readAgain(stage(), invoice);
  const { outcome, amountPaid } = await outcomeOf(stage(), invoice);
  const { refunds, kept, togai } = booksOf(stage(), invoice);
  return { outcome, amountPaid, refunds: refunds.length, kept, togai };
}

test(
  'an invoice that was marked paid for less than its customer had been asked, with the collection reset to any of its steps, keeps what it was marked for',
  { timeout: 120_000 },
  async () => {
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'first');
    await atTheBank(stage(), answer, 'success');
    await inTogai(stage(), invoice, { totalAmount: 400 });
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 40_000 });
    await toEveryStep(stage(), invoice, async (at) => {
      await readAgain(stage(), invoice);
      const { outcome, amountPaid } = await outcomeOf(stage(), invoice);
      const { refunds, kept, writes } = booksOf(stage(), invoice);
      const marks = writes.filter(({ to }) => to === 'PAID').length;
      expect({ at, outcome, amountPaid, refunds: refunds.length, kept, marks }).toEqual({
        ...{ at, outcome: 'paid', amountPaid: 40_000, refunds: 1, kept: 40_000, marks: 1 },
      });
    });
  },
);

test(
  'an invoice that was marked paid for more than this run knows of, with the collection reset to any of its steps, keeps all of it',
  { timeout: 120_000 },
  async () => {
    const invoice = await raisedAndPaid();
    await toEveryStep(stage(), invoice, async (at) => {
      const { outcome, amountPaid } = await outcomeOf(stage(), invoice);
      const { refunds, kept } = booksOf(stage(), invoice);
      expect({ at, outcome, amountPaid, refunds: refunds.length, kept }).toEqual({
        ...{ at, outcome: 'paid', amountPaid: 70_000, refunds: 0, kept: 70_000 },
      });
    });
  },
);

test(
  'a payment request that was replaced and paid, with the collection reset to any of its steps, is found again',
  { timeout: 180_000 },
  async () => {
    const invoice = await bill(stage());
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
    await until(stage(), invoice, { state: 'awaiting_customer' });
    await inTogai(stage(), invoice, { totalAmount: 700 });
    await stage().orchestrator.sendHint(ref(invoice), { evidence: 'billing', event: 'invoice.updated' });
    const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer', rounds: [{}, {}] });
    await stage().customer.payHostedInvoice(rounds[1]?.shortUrl ?? '', {
      method: 'card',
      outcome: 'success',
    });
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 70_000 });
    await toEveryStep(stage(), invoice, async (at) => {
      await readAgain(stage(), invoice);
      const { outcome, amountPaid } = await outcomeOf(stage(), invoice);
      const { refunds, kept, requests } = booksOf(stage(), invoice);
      expect({ at, outcome, amountPaid, refunds: refunds.length, kept, requests: requests.length }).toEqual({
        ...{ at, outcome: 'paid', amountPaid: 70_000, refunds: 0, kept: 70_000, requests: 2 },
      });
    });
  },
);

test(
  'a part that the merchant wants back of an invoice that was raised, with the collection reset to any of its steps, is all that goes back',
  { timeout: 120_000 },
  async () => {
    const invoice = await raisedAndPaid();
    await toEveryStep(stage(), invoice, async (at) => {
      expect(await partlyRefunded(invoice, 5_000), at).toEqual({
        ...{ outcome: 'refunded', amountPaid: 65_000, refunds: 1, kept: 65_000, togai: 'PAID' },
      });
    });
  },
);

test(
  'a part of a paid invoice that the merchant wants back, with the collection reset to any of its steps, goes back once',
  { timeout: 120_000 },
  async () => {
    const invoice = await paidInvoice(stage());
    await toEveryStep(stage(), invoice, async (at) => {
      expect(await partlyRefunded(invoice, 15_000), at).toEqual({
        ...{ outcome: 'refunded', amountPaid: 35_000, refunds: 1, kept: 35_000, togai: 'PAID' },
      });
    });
  },
);
