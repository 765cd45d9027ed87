import { afterAll, expect, test } from 'vitest';
import { openGate, type BrokenCall } from './support/gate.js';
import { bill, booksOf, outcomeOf, ref, until, useStage, type Billed } from './support/shop.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

/** The first such call breaks, and Razorpay takes none of its kind until somebody has done something. */
async function breaks(
  { path, away }: { readonly path: string | RegExp; readonly away: string },
  begin: () => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
): Promise<BrokenCall> {
  const broken = gate.breakNext(path);
  await begin();
  const late = await broken;
  gate.answer(away, 503);
  const before = gate.answered(away);
  await expect.poll(() => gate.answered(away), { timeout: 20_000 }).toBeGreaterThan(before);
  await meanwhile();
  gate.answer(away, undefined);
  return late;
}

const request = (invoice: Billed) =>
  stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'payment_request' });
const cancel = (invoice: Billed) =>
  stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
const pageOf = (invoice: Billed) => booksOf(stage(), invoice).requests.find(({ short_url: url }) => url);

test.each([
  ['draft', '/v1/invoices', ['cancelled', 'draft']],
  ['issue', /^\/v1\/invoices\/[^/]+\/issue$/, ['cancelled']],
] as const)(
  'the %s of a payment request that arrives after its collection was cancelled makes no page that can be paid',
  async (_write, path, leaves) => {
    const invoice = await bill(stage());
    const late = await breaks(
      { path, away: '/v1/invoices' },
      () => request(invoice),
      () => cancel(invoice),
    );
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
    await late.arrive();
    const { requests, captured } = booksOf(stage(), invoice);
    expect({ statuses: requests.map(({ status }) => status), captured }).toEqual({
      ...{ statuses: leaves, captured: 0 },
    });
    await expect(
      stage().customer.payHostedInvoice(pageOf(invoice)?.short_url ?? '', {
        ...{ method: 'card', outcome: 'success' },
      }),
    ).rejects.toThrow();
  },
);

test.each(['nobody has paid', 'its customer has paid'] as const)(
  'the cancellation of a payment request that arrives when %s changes nothing more',
  async (when) => {
    const isPaid = when === 'its customer has paid';
    const invoice = await bill(stage());
    await request(invoice);
    const { rounds } = await until(stage(), invoice, { state: 'awaiting_customer' });
    const { shortUrl = '', razorpayInvoiceId = '' } = rounds[0] ?? {};
    const at = `/v1/invoices/${razorpayInvoiceId}`;
    const late = await breaks(
      { path: `${at}/cancel`, away: at },
      () => cancel(invoice),
      async () => {
        if (isPaid) await stage().customer.payHostedInvoice(shortUrl, { method: 'card', outcome: 'success' });
      },
    );
    const { outcome } = await outcomeOf(stage(), invoice);
    await late.arrive();
    const { requests, kept, refunds, togai } = booksOf(stage(), invoice);
    expect({ outcome, statuses: requests.map(({ status }) => status), kept, refunds, togai }).toEqual({
      ...(isPaid
        ? { outcome: 'paid', statuses: ['paid'], kept: 50_000, refunds: [], togai: 'PAID' }
        : { outcome: 'cancelled', statuses: ['cancelled'], kept: 0, refunds: [], togai: 'DUE' }),
    });
  },
);
