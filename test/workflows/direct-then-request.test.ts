import { expect, test } from 'vitest';
import {
  atRazorpay,
  atTheBank,
  bill,
  booksOf,
  hint,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from '../flows/support/shop.js';
import { terminate } from './support/runs.js';

const stage = useStage({ policy: { capture: 'manual' } });

test.each(['created', 'authorized', 'captured'] as const)(
  'a payment that a terminated run left %s is taken, and no payment request asks for it again',
  async (left) => {
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'first');
    const { paymentId } = answer;
    await terminate(stage(), invoice);
    if (left !== 'created') await atTheBank(stage(), answer, 'success');
    if (left === 'captured')
      await atRazorpay(stage(), `/payments/${paymentId}/capture`, { amount: 50_000, currency: 'INR' });
    expect(booksOf(stage(), invoice).payments).toMatchObject([{ status: left }]);
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
    if (left === 'created') {
      await until(stage(), invoice, { paymentIds: [paymentId] });
      await atTheBank(stage(), answer, 'success');
      await hint(stage(), invoice);
    }
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', paymentIds: [paymentId] });
    expect(booksOf(stage(), invoice)).toMatchObject({ requests: [], kept: 50_000, togai: 'PAID' });
    expect(booksOf(stage(), invoice).orders).toHaveLength(1);
  },
);
