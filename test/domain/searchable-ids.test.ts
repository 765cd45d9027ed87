import { describe, expect, test } from 'vitest';
import { searchableIds, searchablePayments } from '../../domain/searchable-ids.js';
import { factsOf, paymentOf } from './situations.js';

/** What the server allows (`frontend.searchAttributesSizeOfValueLimit`). */
const LIMIT = 2_048;

function idsOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}_${String(index).padStart(14, '0')}`);
}

function bytesOf(ids: readonly string[]): number {
  return Buffer.byteLength(JSON.stringify(ids));
}

describe.each([
  { prefix: 'order', most: 89 },
  { prefix: 'inv', most: 97 },
])('$prefix ids', ({ prefix, most }) => {
  test(`${most} are all there, in their order`, () => {
    const ids = idsOf(prefix, most);
    expect(searchableIds(ids)).toEqual(ids);
    expect(bytesOf(idsOf(prefix, most + 1))).toBeGreaterThan(LIMIT);
  });

  test('of thousands the last ones fit into one attribute', () => {
    const ids = idsOf(prefix, 4_000);
    expect(searchableIds(ids)).toEqual(ids.slice(-most));
    expect(bytesOf(searchableIds(ids))).toBeLessThanOrEqual(LIMIT);
  });
});

describe('payments', () => {
  test('97 are all there, in their order, failed or not', () => {
    const ids = idsOf('pay', 97);
    const facts = factsOf(...ids.map((id, after) => paymentOf(id, { status: 'failed', after })));
    expect(searchablePayments(ids, facts)).toEqual(ids);
    expect(bytesOf(idsOf('pay', 98))).toBeGreaterThan(LIMIT);
  });

  test('of thousands money comes first, then what may bring some, then the newest failures', () => {
    const failed = idsOf('pay', 3_000);
    const [captured, refunded, authorized, created, unseen] = idsOf('pay', 3_005).slice(3_000);
    const facts = factsOf(
      paymentOf(captured!, { after: -5_000 }),
      paymentOf(created!, { status: 'created', after: -4_000 }),
      paymentOf(refunded!, { status: 'refunded', refunded: 1_000, after: -3_000 }),
      ...failed.map((id, index) => paymentOf(id, { status: 'failed', after: index * 1_000 })),
      paymentOf(authorized!, { status: 'authorized', after: -2_000 }),
    );
    const listed = searchablePayments(
      [unseen!, captured!, created!, refunded!, ...failed, authorized!],
      facts,
    );
    const newest = failed.slice(-92).reverse();
    expect(listed).toEqual([authorized, refunded, captured, created, unseen, ...newest]);
    expect(bytesOf(listed)).toBeLessThanOrEqual(LIMIT);
  });

  test('of thousands of captures the newest fit', () => {
    const ids = idsOf('pay', 2_000);
    const facts = factsOf(...ids.map((id, index) => paymentOf(id, { after: index * 1_000 })));
    expect(searchablePayments(ids, facts)).toEqual(ids.slice(-97).reverse());
  });
});
