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
