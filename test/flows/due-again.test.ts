import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  outcomeOf,
  pay,
  netbanking,
  ref,
  until,
  useStage,
} from './support/shop.js';

const stage = useStage({ policy: { capture: 'manual' } });

test.each(['PAID', 'VOID'] as const)(
  'an invoice that somebody called %s by mistake is collected again: what was under way, and new attempts',
  async (status) => {
    const invoice = await bill(stage());
    const first = await pay(stage(), invoice, 'first');
    await inTogai(stage(), invoice, { status });
    await stage().orchestrator.lookAgain(ref(invoice));
    await until(stage(), invoice, { state: 'closing' });
    const second = { ...ref(invoice), attemptId: 'second', payment: netbanking, replace: true };
    await expect(stage().orchestrator.submitPayment(second)).rejects.toMatchObject({
      code: 'COLLECTION_CLOSING',
    });
    await inTogai(stage(), invoice, { status: 'DUE' });
    await stage().orchestrator.lookAgain(ref(invoice));
    await until(stage(), invoice, { state: 'awaiting_customer' });
    await pay(stage(), invoice, 'third', netbanking, { replace: true });
    await atTheBank(stage(), first, 'success');
    await hint(stage(), invoice);
    await expect
      .poll(() => booksOf(stage(), invoice), { timeout: 20_000 })
      .toMatchObject({ kept: 50_000, togai: 'PAID', refunds: [] });
  },
);

test('the customer of a payment request is asked again, on a page of its own', async () => {
  const invoice = await bill(stage());
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
  await until(stage(), invoice, { state: 'awaiting_customer' });
  // Something under way keeps it closing, and not ended.
  const { rounds } = await stage().orchestrator.getState(ref(invoice));
  await stage().customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'failure' });
  await inTogai(stage(), invoice, { status: 'VOID' });
  await stage().orchestrator.lookAgain(ref(invoice));
  await until(stage(), invoice, { state: 'closing' });
  await expect.poll(() => booksOf(stage(), invoice).requests).toMatchObject([{ status: 'cancelled' }]);
  await inTogai(stage(), invoice, { status: 'DUE' });
  await stage().orchestrator.lookAgain(ref(invoice));
  const again = await until(stage(), invoice, { state: 'awaiting_customer' });
  const page = again.rounds.at(-1)?.shortUrl ?? '';
  await stage().customer.payHostedInvoice(page, { method: 'card', outcome: 'success' });
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({
    requests: [{ status: 'cancelled' }, { status: 'paid' }],
    ...{ kept: 50_000, togai: 'PAID' },
  });
});
