import { expect, test } from 'vitest';
import {
  atRazorpay,
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
} from './support/shop.js';

const stage = useStage();

async function paidTwice(): Promise<Billed & { readonly paymentId: string }> {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await inTogai(stage(), invoice, { status: 'PAID' });
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'held', held: { reason: 'paid_elsewhere' } });
  expect(booksOf(stage(), invoice)).toMatchObject({ writes: [], refunds: [], kept: 50_000 });
  return { ...invoice, paymentId: answer.paymentId };
}

test('the payment of an invoice that somebody else has paid waits for a person, who refunds it', async () => {
  const { paymentId, ...invoice } = await paidTwice();
  await atRazorpay(stage(), `/payments/${paymentId}/refund`, {});
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect', amountPaid: 0 });
  expect(booksOf(stage(), invoice)).toMatchObject({ writes: [], kept: 0, togai: 'PAID' });
});

test('an invoice that somebody marked paid too early is due again, and our payment pays it', async () => {
  const { paymentId, ...invoice } = await paidTwice();
  await inTogai(stage(), invoice, { status: 'DUE' });
  await stage().orchestrator.lookAgain(ref(invoice));
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', paymentIds: [paymentId] });
  const { writes, refunds, togai } = booksOf(stage(), invoice);
  expect({ writes: writes.length, refunds, togai }).toEqual({ writes: 1, refunds: [], togai: 'PAID' });
});
