import { expect, test } from 'vitest';
import { paidInvoice } from '../flows/support/settling.js';
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
  type Billed,
} from '../flows/support/shop.js';
import { toEveryStep } from './support/every-step.js';

const stage = useStage({ policy: { lateWindowDays: 0 } });

/** Togai is asked again only now and then; a run that is reset to its last steps may have ended already. */
async function readAgain(invoice: Billed): Promise<void> {
  await stage()
    .orchestrator.lookAgain(ref(invoice))
    .catch(() => undefined);
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
    await toEveryStep(stage().client, invoice, async (at) => {
      await readAgain(invoice);
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
    const invoice = await bill(stage());
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    await until(stage(), invoice, { state: 'awaiting_attempt' });
    await inTogai(stage(), invoice, { totalAmount: 700 });
    await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 70_000 });
    await toEveryStep(stage().client, invoice, async (at) => {
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
    await toEveryStep(stage().client, invoice, async (at) => {
      await readAgain(invoice);
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
    const invoice = await bill(stage());
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    await until(stage(), invoice, { state: 'awaiting_attempt' });
    await inTogai(stage(), invoice, { totalAmount: 700 });
    const { paymentId, ...answer } = await pay(stage(), invoice, 'first');
    await atTheBank(stage(), { paymentId, ...answer }, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
    const wish = { ...ref(invoice), paymentId, refundId: 'goodwill', amount: 5_000 };
    await toEveryStep(stage().client, invoice, async (at) => {
      await readAgain(invoice);
      await stage().orchestrator.refundPayment(wish);
      await stage().simulator.clock.advance(6_000);
      await readAgain(invoice);
      const { outcome, amountPaid } = await outcomeOf(stage(), invoice);
      const { refunds, kept } = booksOf(stage(), invoice);
      expect({ at, outcome, amountPaid, refunds: refunds.length, kept }).toEqual({
        ...{ at, outcome: 'refunded', amountPaid: 65_000, refunds: 1, kept: 65_000 },
      });
    });
  },
);

test(
  'a part of a paid invoice that the merchant wants back, with the collection reset to any of its steps, goes back once',
  { timeout: 120_000 },
  async () => {
    const { paymentId, ...invoice } = await paidInvoice(stage());
    await toEveryStep(stage().client, invoice, async (at) => {
      await readAgain(invoice);
      await stage().orchestrator.refundPayment({
        ...{ ...ref(invoice), paymentId, refundId: 'goodwill', amount: 15_000 },
      });
      await stage().simulator.clock.advance(6_000);
      await readAgain(invoice);
      const { outcome, amountPaid } = await outcomeOf(stage(), invoice);
      const { refunds, kept, togai } = booksOf(stage(), invoice);
      expect({ at, outcome, amountPaid, refunds: refunds.length, kept, togai }).toEqual({
        ...{ at, outcome: 'refunded', amountPaid: 35_000, refunds: 1, kept: 35_000, togai: 'PAID' },
      });
    });
  },
);
