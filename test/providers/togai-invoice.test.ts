import { parse } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import { currencyOf, toBillingInvoice } from '../../providers/togai/invoice.js';
import { invoice as schema } from '../../providers/togai/schemas.js';

/** An invoice as Togai sends it; `amounts` is JSON text, so that every digit counts. */
function read(currency: string | undefined, amounts: string, more: Record<string, unknown> = {}) {
  const body = {
    id: 'inv.1.a',
    status: 'DUE',
    ownerId: 'ACC1',
    invoiceDetails: {
      account: { name: 'x', ...(currency === undefined ? {} : { invoiceCurrency: currency }) },
    },
    ...more,
  };
  const text = `${JSON.stringify(body).slice(0, -1)},${amounts}}`;
  const parsed = schema.parse(parse(text));
  return toBillingInvoice(parsed, currencyOf(parsed), undefined);
}

describe('amounts', () => {
  test('are exact, digit by digit', () => {
    expect(read('INR', '"totalAmount":1180.29,"paidAmount":0.1').amounts).toEqual({
      kind: 'exact',
      total: { amount: 118_029, currency: 'INR', exponent: 2 },
      paid: { amount: 10, currency: 'INR', exponent: 2 },
    });
  });

  test.each([
    ['JPY', '10.5'],
    ['KWD', '1.005'],
    ['INR', '10.005'],
  ])('%s %s is not expressible, and told as it stood', (currency, text) => {
    const { amounts } = read(currency, `"totalAmount":${text},"paidAmount":0`);
    expect(amounts).toEqual({ kind: 'not_expressible', currency, text });
  });

  test.each([undefined, 'POINTS'])('without a known currency (%s) they mean nothing', (currency) => {
    expect(read(currency, '"totalAmount":1,"paidAmount":0').amounts).toEqual({ kind: 'currency_unknown' });
  });

  test('the currency may stand in the invoice group or in the revenue', () => {
    const amounts = '"totalAmount":1,"paidAmount":0';
    const group = { invoiceDetails: { invoiceGroup: { invoiceCurrency: 'INR' } } };
    expect(read(undefined, amounts, group)).toMatchObject({
      ownerType: 'invoice_group',
      amounts: { kind: 'exact' },
    });
    const revenue = { invoiceDetails: null, revenueInfo: { units: 'USD' } };
    expect(read(undefined, amounts, revenue)).toMatchObject({
      ownerType: 'account',
      amounts: { total: { currency: 'USD', amount: 100 } },
    });
  });
});

const free = '"totalAmount":1,"paidAmount":0';

test.each([
  ['its account', { account: { address: { line1: 'x', country: 'SG' } } }, 'SG'],
  ['its invoice group', { invoiceGroup: { address: { country: 'IN' } } }, 'IN'],
  ['nobody', { account: { address: { line1: 'x' } } }, undefined],
  ['an address of another shape', { account: { address: 'Raffles Quay' } }, undefined],
  ['a country of another shape', { account: { address: { country: 65 } } }, undefined],
])('the country is told by %s', (_, invoiceDetails, country) => {
  expect(read(undefined, free, { invoiceDetails })).toMatchObject({ invoiceId: 'inv.1.a', country });
});

test('what is optional may be missing, and an invoice on its way is told', () => {
  const invoice = read('INR', '"totalAmount":1,"paidAmount":0,"dueDate":1790000000000', {
    finalizingStatus: 'FINALIZING',
  });
  expect(invoice).toMatchObject({
    finalizing: true,
    dueDate: 1_790_000_000_000,
    customerIdSetting: undefined,
  });
});

test('a status nobody documented is not guessed', () => {
  expect(() => read('INR', '"totalAmount":1,"paidAmount":0', { status: 'OVERDUE' })).toThrow();
});
