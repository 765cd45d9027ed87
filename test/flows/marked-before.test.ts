import { expect, test } from 'vitest';
import { terminate } from '../workflows/support/runs.js';
import { paidInvoice } from './support/settling.js';
import {
  atRazorpay,
  atTheBank,
  booksOf,
  hint,
  inTogai,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
  type NextActions,
} from './support/shop.js';

const stage = useStage({ policy: { lateWindowDays: 0 } });
const paidElsewhere = { state: 'held', held: { reason: 'paid_elsewhere' }, amountPaid: 50_000 };

/** Paid and marked by us; the merchant gave the money back in the dashboard, and collects the invoice again. */
async function collectedAgain(): Promise<Billed & { readonly second: NextActions }> {
  const { paymentId, ...invoice } = await paidInvoice(stage());
  await atRazorpay(stage(), `/payments/${paymentId}/refund`, {});
  await inTogai(stage(), invoice, { status: 'DUE' });
  return { ...invoice, second: await pay(stage(), invoice, 'second') };
}

function marksOf(invoice: Billed): number {
  return booksOf(stage(), invoice).writes.filter(({ to }) => to === 'PAID').length;
}

test('an invoice that was due again, and that somebody else paid while our second payment was under way, waits for a person', async () => {
  const { second, ...invoice } = await collectedAgain();
  await inTogai(stage(), invoice, { status: 'PAID' });
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  const { looks } = await until(stage(), invoice, paidElsewhere);
  // Looked at again, it is still nobody's guess.
  await stage().orchestrator.lookAgain(ref(invoice));
  await expect
    .poll(async () => (await stage().orchestrator.getState(ref(invoice))).looks)
    .toBeGreaterThan(looks);
  await until(stage(), invoice, paidElsewhere);
  expect([booksOf(stage(), invoice).kept, marksOf(invoice)]).toEqual([50_000, 1]);
});

test('the same, when Togai was read before the second payment was captured', async () => {
  const { second, ...invoice } = await collectedAgain();
  await inTogai(stage(), invoice, { status: 'PAID' });
  await stage().orchestrator.lookAgain(ref(invoice));
  const { held } = await until(stage(), invoice, { state: 'held', held: { reason: 'paid_without_money' } });
  expect(held?.detail).toContain('or somebody else has paid it');
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, paidElsewhere);
});

test.each(['before', 'after'] as const)(
  'the same, when the run was terminated and the next one began %s the second capture',
  async (when) => {
    const { second, ...invoice } = await collectedAgain();
    await terminate(stage(), invoice);
    await inTogai(stage(), invoice, { status: 'PAID' });
    if (when === 'after') await atTheBank(stage(), second, 'success');
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    if (when === 'before') {
      await until(stage(), invoice, { state: 'held', held: { reason: 'paid_without_money' } });
      await atTheBank(stage(), second, 'success');
      await hint(stage(), invoice);
    }
    await until(stage(), invoice, paidElsewhere);
    expect([booksOf(stage(), invoice).kept, marksOf(invoice)]).toEqual([50_000, 1]);
  },
);

test('an invoice that we marked, set back to DUE with all of it shown as paid, waits for a person who says whose payment that is', async () => {
  const invoice = await paidInvoice(stage());
  await inTogai(stage(), invoice, { status: 'DUE', paidAmount: 500 });
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  await until(stage(), invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [] });
  // It was ours: the person says so in Togai, and nothing is left to be done.
  await inTogai(stage(), invoice, { status: 'PAID' });
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ amountPaid: 50_000 });
  expect([booksOf(stage(), invoice).refunds, marksOf(invoice)]).toEqual([[], 1]);
});
