import { afterAll, expect, test } from 'vitest';
import type { CollectionMode } from '../../contracts/policy.js';
import { openGate } from './support/gate.js';
import { ownerOf, payOnPage } from './support/paying.js';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, useStage, type Billed } from './support/shop.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url), policy: { capture: 'manual' } });
afterAll(() => gate.close());

async function pays(invoice: Billed, mode: CollectionMode): Promise<void> {
  if (mode === 'direct') await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  else await payOnPage(stage(), invoice);
}

/** Writes that are made again when their answer is lost; `leaves`: the payment requests at Razorpay in the end, newest last. */
const writes: readonly {
  readonly write: string;
  readonly mode: CollectionMode;
  readonly method?: string;
  readonly path: (invoice: Billed) => string | RegExp;
  readonly leaves?: readonly string[];
}[] = [
  { write: 'a customer', mode: 'direct', path: () => '/v1/customers' },
  { write: 'a customer’s setting', mode: 'direct', path: () => '/togai/settings' },
  { write: 'a capture', mode: 'direct', path: () => /^\/v1\/payments\/[^/]+\/capture$/ },
  // Nobody can pay a draft.
  {
    ...{ write: 'a draft', mode: 'payment_request', path: () => '/v1/invoices', leaves: ['paid', 'draft'] },
  },
  { write: 'an issue', mode: 'payment_request', path: () => /^\/v1\/invoices\/[^/]+\/issue$/ },
  {
    ...{ write: 'a mark', mode: 'direct', method: 'PATCH' },
    path: ({ invoiceId }) => `/togai/invoices/${invoiceId}`,
  },
];

test.each(writes)(
  '$write that arrives long after its connection broke, and after another try, doubles nothing',
  async ({ mode, method, path, leaves = mode === 'direct' ? [] : ['paid'] }) => {
    const invoice = await bill(stage());
    const broken = gate.breakNext(path(invoice), method);
    await pays(invoice, mode);
    await hint(stage(), invoice);
    const late = await broken;
    const outcome = { outcome: 'paid', amountPaid: 50_000 };
    expect(await outcomeOf(stage(), invoice)).toMatchObject(outcome);
    const before = ownerOf(stage(), invoice);
    await late.arrive();
    const { requests, payments, captured, refunds, togai } = booksOf(stage(), invoice);
    expect({ payments: payments.length, captured, refunds, togai }).toEqual({
      ...{ payments: 1, captured: 50_000, refunds: [], togai: 'PAID' },
    });
    expect(requests.map(({ status }) => status)).toEqual(leaves);
    expect(ownerOf(stage(), invoice)).toEqual(before);
    expect(before).toMatchObject({ customers: { length: 1 }, settings: { length: 1 } });
  },
);
