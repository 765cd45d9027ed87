import { describe, expect, it } from 'vitest';
import { orderAmountProblems } from '../../contracts/order-limits.js';
import { orderOptionsSchema } from '../../contracts/schemas/order-options.js';
import { parseInput } from '../../contracts/schemas/parse-input.js';
import { complaints } from './problems.js';
import { fullOrder, manyNotes } from './samples.js';

const transfer = fullOrder.transfers[0];
const config = (over: object, capture = 'automatic'): unknown => ({
  payment_config: { capture, capture_options: { refund_speed: 'normal', ...over } },
});

describe('orderOptionsSchema', () => {
  it('takes everything the document lists', () => {
    expect(parseInput(orderOptionsSchema, fullOrder)).toEqual(fullOrder);
  });

  it('reads on_hold 1 and 0, as the document’s samples write it', () => {
    const parsed = parseInput(orderOptionsSchema, { transfers: [{ ...transfer, on_hold: 1 }] });
    expect(parsed.transfers?.[0]?.on_hold).toBe(true);
  });

  it('takes a field that is there but undefined as not said', () => {
    expect(parseInput(orderOptionsSchema, { notes: undefined })).toEqual({});
  });

  it.each([
    [{ notes: manyNotes(12) }, /^notes must have at most 11 keys/],
    [{ notes: manyNotes(11), reference: 'r' }, /^notes must have at most 10 keys, since reference/],
    [{ notes: { k: 'v'.repeat(257) } }, /^notes\.k must have at most 256 characters/],
    [{ notes: { ['k'.repeat(257)]: 'v' } }, /must be a key of at most 256 characters/],
    [{ notes: { po_round: '2' } }, /^notes\.po_round must not start with po_/],
    [{ notes: { k: 1 } }, /^notes\.k must be a string/],
    [{ reference: 'r'.repeat(257) }, /^reference must have at most 256 characters/],
    [{ reference: '' }, /^reference must not be empty/],
    [{ first_payment_min_amount: 500 }, /^first_payment_min_amount is only allowed with partial_payment/],
    [
      { first_payment_min_amount: 99, partial_payment: true },
      /^first_payment_min_amount must be at least 100/,
    ],
    [
      { first_payment_min_amount: 100.5, partial_payment: true },
      /^first_payment_min_amount must be an integer/,
    ],
    [config({}), /automatic_expiry_period is required when capture is automatic/],
    [config({ automatic_expiry_period: 11 }), /automatic_expiry_period must be at least 12/],
    [config({ automatic_expiry_period: 12.5 }), /automatic_expiry_period must be an integer/],
    [
      config({ automatic_expiry_period: 12, manual_expiry_period: 7201 }),
      /manual_expiry_period must be at most 7200/,
    ],
    [
      config({ automatic_expiry_period: 20, manual_expiry_period: 19 }),
      /manual_expiry_period must be equal to or greater/,
    ],
    [config({ refund_speed: undefined }, 'manual'), /refund_speed is required/],
    [config({ refund_speed: 'fast' }, 'manual'), /refund_speed must be normal or optimum/],
    [config({ automatic_expiry_period: 12 }, 'auto'), /capture must be automatic or manual/],
    [{ transfers: [{ ...transfer, currency: 'RUPEE' }] }, /^transfers\.0\.currency must be a currency code/],
    [{ transfers: [{ ...transfer, amount: 0 }] }, /^transfers\.0\.amount must be greater than 0/],
    [
      { transfers: [{ ...transfer, account: 'acc_1' }] },
      /^transfers\.0\.account must be a linked account id/,
    ],
    [
      { transfers: [{ ...transfer, linked_account_notes: ['none'] }] },
      /^transfers\.0\.linked_account_notes\.0 must be a key/,
    ],
    [
      { transfers: [{ ...transfer, on_hold: false }] },
      /^transfers\.0\.on_hold_until is only allowed with on_hold/,
    ],
    [
      { transfers: [{ ...transfer, notes: manyNotes(16), linked_account_notes: [] }] },
      /^transfers\.0\.notes must have at most 15 keys/,
    ],
    [
      { bank_account: { ...fullOrder.bank_account, ifsc: 'HDFC1000053' } },
      /^bank_account\.ifsc must be an IFSC/,
    ],
    [{ partial_payments: true }, /^partial_payments is not a known field/],
  ])('refuses %j', (order, complaint) => {
    expect(complaints(orderOptionsSchema, order)).toEqual([expect.stringMatching(complaint)]);
  });

  it.each([
    ['101 transfers', { transfers: Array(101).fill(transfer) }, 'transfers must have at most 100 entries'],
    ['101 products', { products: Array(101).fill({}) }, 'products must have at most 100 entries'],
    [
      '16 linked account notes',
      { transfers: [{ ...transfer, linked_account_notes: Array(16).fill('branch') }] },
      'transfers.0.linked_account_notes must have at most 15 entries',
    ],
    [
      '66 kB in few characters',
      { products: [{ plan: '₹'.repeat(22_000) }] },
      'input must have at most 64 kB as JSON',
    ],
  ])('refuses %s', (_, order, complaint) => {
    expect(complaints(orderOptionsSchema, order)).toEqual([complaint]);
  });

  it('takes as many transfers and products as the limits say', () => {
    const order = { transfers: Array(100).fill(transfer), products: Array(100).fill({ plan: 'growth' }) };
    expect(complaints(orderOptionsSchema, order)).toEqual([]);
    expect(complaints(orderOptionsSchema, { products: [{ plan: '₹'.repeat(21_000) }] })).toEqual([]);
  });

  it('takes 11 notes of 256 characters', () => {
    const notes = Object.fromEntries(Object.keys(manyNotes(11)).map((key) => [key, 'v'.repeat(256)]));
    expect(complaints(orderOptionsSchema, { notes })).toEqual([]);
  });
});

describe('orderAmountProblems', () => {
  const money = { amount: 1000, currency: 'INR', exponent: 2 };

  it('accepts transfers of exactly the amount', () => {
    expect(orderAmountProblems(fullOrder, money)).toEqual([]);
  });

  it('names transfers that add up to more, another currency, and a first payment above the amount', () => {
    const order = { ...fullOrder, first_payment_min_amount: 1001 };
    expect(
      orderAmountProblems(order, { ...money, amount: 999, currency: 'USD' }).map(({ field }) => field),
    ).toEqual(['order.transfers', 'order.transfers.0.currency', 'order.first_payment_min_amount']);
  });
});
