import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  nameCustomer,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import { terminate } from './support/runs.js';

const stage = useStage({ policy: { capture: 'manual' } });

/** Authorized at Razorpay, and the run that asked for it was terminated. */
async function authorized(): Promise<Billed & { readonly paymentId: string }> {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await terminate(stage(), invoice);
  await atTheBank(stage(), answer, 'success');
  return { ...invoice, paymentId: answer.paymentId };
}

test.each([
  ['whose customer is unknown by now', (invoice: Billed) => nameCustomer(stage(), invoice, 'verifone-4711')],
  [
    'that Togai is finalizing',
    (invoice: Billed) => inTogai(stage(), invoice, { finalizingStatus: 'FINALIZING' }),
  ],
] as const)('what an earlier run began for an invoice %s is captured', async (_which, spoil) => {
  const { paymentId, ...invoice } = await authorized();
  await spoil(invoice);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', paymentIds: [paymentId] });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, togai: 'PAID', refunds: [] });
});

test('a payment request waits for the customer all the same, and goes out when there is one', async () => {
  const invoice = await bill(stage());
  const answer = await pay(stage(), invoice, 'first');
  await terminate(stage(), invoice);
  await atTheBank(stage(), answer, 'failure');
  nameCustomer(stage(), invoice, 'verifone-4711');
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'held', held: { reason: 'customer_id_invalid' } });
  expect(booksOf(stage(), invoice).requests).toEqual([]);
  nameCustomer(stage(), invoice, '');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'awaiting_customer' });
  expect(booksOf(stage(), invoice).requests).toMatchObject([{ status: 'issued' }]);
});
