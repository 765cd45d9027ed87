import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  inTogai,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from '../flows/support/shop.js';
import { terminate } from './support/runs.js';

const stage = useStage({ policy: { lateWindowDays: 0 } });

/** Nothing is due for it, although Togai does not say PAID. */
const settled = [
  ['credits have paid', { paidAmount: 500 }],
  ['was lowered to nothing', { totalAmount: 0 }],
] as const;

test.each(settled)(
  'what was captured after a termination, for an invoice that %s meanwhile, goes back',
  async (_how, change) => {
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'first');
    await terminate(stage(), invoice);
    await atTheBank(stage(), answer, 'success');
    await inTogai(stage(), invoice, change);
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ amountPaid: 0 });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 0, refunds: [{ amount: 50_000 }] });
  },
);

test.each(settled)(
  'the page that a terminated run left for an invoice that %s meanwhile is switched off',
  async (_how, change) => {
    const invoice = await bill(stage());
    const request = { ...ref(invoice), mode: 'payment_request' } as const;
    await stage().orchestrator.collectInvoice(request);
    await until(stage(), invoice, { state: 'awaiting_customer' });
    await terminate(stage(), invoice);
    await inTogai(stage(), invoice, change);
    await stage().orchestrator.collectInvoice(request);
    await expect
      .poll(() => booksOf(stage(), invoice).requests, { timeout: 20_000 })
      .toMatchObject([{ status: 'cancelled' }]);
    expect(booksOf(stage(), invoice).writes).toEqual([]);
  },
);
