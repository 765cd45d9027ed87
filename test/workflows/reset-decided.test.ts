import { expect, test } from 'vitest';
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

const stage = useStage({ policy: { voided: 'refund', lateWindowDays: 0 } });

test(
  'money of a voided invoice, with the collection reset to any of its steps, goes back once',
  { timeout: 120_000 },
  async () => {
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'first');
    await inTogai(stage(), invoice, { status: 'VOID' });
    await readAgain(stage(), invoice);
    await until(stage(), invoice, { state: 'closing' });
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect' });
    await toEveryStep(stage(), invoice, async (at) => {
      await readAgain(stage(), invoice);
      const { outcome, reason } = await outcomeOf(stage(), invoice);
      const { refunds, kept, togai, writes } = booksOf(stage(), invoice);
      expect({ at, outcome, reason, refunds: refunds.length, kept, togai, writes }).toEqual({
        ...{ at, outcome: 'nothing_to_collect', reason: 'invoice_voided', refunds: 1 },
        ...{ kept: 0, togai: 'VOID', writes: [] },
      });
    });
  },
);

test(
  'a payment of an invoice that somebody else has paid, with the collection reset to any of its steps, still waits for a person',
  { timeout: 120_000 },
  async () => {
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'first');
    await inTogai(stage(), invoice, { status: 'PAID' });
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    await until(stage(), invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
    // Looked at once more, so that a reset also falls behind the decision to hold.
    await hint(stage(), invoice);
    await until(stage(), invoice, { looks: 2 });
    await toEveryStep(stage(), invoice, async () => {
      await hint(stage(), invoice);
      await until(stage(), invoice, {
        state: 'held',
        held: { reason: 'paid_elsewhere' },
        amountPaid: 50_000,
      });
      expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [], kept: 50_000, writes: [] });
    });
  },
);

test(
  'an invoice voided after we had marked it paid, with the collection reset to any of its steps, gives nothing back',
  { timeout: 120_000 },
  async () => {
    const invoice = await bill(stage());
    await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
    await inTogai(stage(), invoice, { status: 'VOID' });
    await toEveryStep(stage(), invoice, async () => {
      await readAgain(stage(), invoice);
      // Where the mark itself is remembered, the collection has ended.
      await expect
        .poll(async () => (await stage().orchestrator.getState(ref(invoice))).state, { timeout: 20_000 })
        .toMatch(/^(held|ended)$/);
      expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [], kept: 50_000, togai: 'VOID' });
    });
  },
);
