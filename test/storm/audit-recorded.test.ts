import { describe, expect, test } from 'vitest';
import type { InvoiceBooks } from '../../testbed/storm/books.js';
import {
  books,
  checks,
  payment,
  record,
  recording,
  refund,
  TARGET,
  wanted,
  type Case,
} from './support/books.js';

const [part, rest] = [20_000, TARGET - 20_000];
const first = payment({ amount: part });
const second = payment({ id: 'pay_2', attemptId: 'second', amount: rest, capturedAt: 2_500 });
const partly = { kind: 'ended', outcome: 'partially_paid' } as const;
const refunded = { kind: 'ended', outcome: 'refunded' } as const;

/** An invoice whose capture was recorded in Togai. */
function recorded(change: Partial<InvoiceBooks> = {}): InvoiceBooks {
  return books({ togai: [], records: [record()], ...change });
}

const onlyPart = recorded({
  togaiStatus: 'PARTIALLY_PAID',
  payments: [first],
  records: [record({ amount: part })],
});

describe('recorded payments: books in which every promise was kept', () => {
  test.each<Case>([
    ['paid once', recorded(), { kind: 'ended', outcome: 'paid' }],
    [
      'paid in two parts',
      recorded({
        payments: [first, second],
        records: [
          record({ amount: part }),
          record({ paymentId: 'pay_2', amount: rest, at: 3_000, from: 'PARTIALLY_PAID' }),
        ],
      }),
      { kind: 'ended', outcome: 'paid' },
    ],
    ['a part, and the rest never', onlyPart, partly],
    [
      'paid as billed first, and then more was billed',
      {
        ...onlyPart,
        billed: [
          { at: 0, amount: part },
          { at: 500, amount: TARGET },
        ],
      },
      partly,
    ],
    ['the merchant gave it back', recorded({ refunds: [wanted()] }), refunded],
  ])('%s', (_name, of, end) => {
    expect(checks(of, end, recording)).toEqual([]);
  });
});

describe('each check of recorded payments can fail', () => {
  test('one_record: a capture is recorded twice', () => {
    const twice = recorded({ records: [record(), record({ at: 3_000, from: 'PARTIALLY_PAID' })] });
    expect(checks(twice, undefined, recording)).toEqual(['one_record', 'recorded']);
  });

  test('recorded_without_money: before the capture, of another payment, or more than was left of it', () => {
    expect(checks(recorded({ records: [record({ at: 500 })] }), undefined, recording)).toEqual([
      'recorded_without_money',
    ]);
    expect(checks(recorded({ records: [record({ paymentId: 'pay_9' })] }), undefined, recording)).toEqual([
      'recorded_without_money',
    ]);
    const less = recorded({ refunds: [wanted({ at: 1_500, amount: 10_000 })] });
    expect(checks(less, refunded, recording)).toEqual(['recorded_without_money']);
  });

  test('recorded: a part is kept that Togai never heard of', () => {
    const untold = recorded({ togaiStatus: 'DUE', payments: [first], records: [] });
    expect(checks(untold, partly, recording)).toEqual(['kept', 'recorded']);
  });

  test('recorded: more is recorded than was kept', () => {
    const billed = [
      { at: 0, amount: TARGET },
      { at: 500, amount: part },
    ];
    const over = recorded({ billed, refunds: [refund({ paymentId: 'pay_1', amount: rest })] });
    expect(checks(over, undefined, recording)).toEqual(['recorded']);
  });

  test('held: a record that Togai does not show may wait for a person, one that it shows may not', () => {
    const held = { kind: 'held', reason: 'write_back_unverified' } as const;
    const missing = recorded({ togaiStatus: 'DUE', records: [] });
    expect(checks(missing, held, recording)).toEqual([]);
    expect(checks(recorded(), held, recording)).toEqual(['held']);
    expect(checks(missing, held)).toEqual(['held']);
  });

  test('held: so may one that Togai calls unpaid because its amount fell to what is recorded', () => {
    const held = { kind: 'held', reason: 'write_back_unverified' } as const;
    const billed = (amount: number) => [
      { at: 0, amount: TARGET },
      { at: 500, amount },
    ];
    const fallen = recorded({ togaiStatus: 'PARTIALLY_PAID', billed: billed(part) });
    expect(checks(fallen, held, recording)).toEqual([]);
    expect(checks({ ...fallen, togaiStatus: 'PAID' }, held, recording)).toEqual(['held']);
    expect(checks({ ...fallen, billed: billed(TARGET) }, held, recording)).toEqual(['held']);
  });

  test('overwritten: recorded beside what was paid', () => {
    expect(checks(recorded({ records: [record({ from: 'PAID' })] }), undefined, recording)).toEqual([
      'overwritten',
    ]);
  });

  test('one_way: marked where payments are recorded, and recorded where invoices are marked', () => {
    expect(checks(books({ records: [record()] }), undefined, recording)).toEqual(['one_way']);
    expect(checks(recorded())).toEqual(['one_way']);
  });

  test('outcome: a part is kept, and the collection says that nobody paid', () => {
    expect(checks(onlyPart, { kind: 'ended', outcome: 'expired' }, recording)).toEqual(['outcome']);
    expect(checks(onlyPart, { kind: 'ended', outcome: 'paid' }, recording)).toEqual(['outcome']);
  });

  test('kept: a part is no excuse for less than was recorded', () => {
    const gone = { ...onlyPart, refunds: [refund({ paymentId: 'pay_1', amount: 5_000 })] };
    expect(checks(gone, partly, recording)).toEqual(['refunds', 'kept', 'recorded']);
  });

  test('lapsed: the rest was authorized in time', () => {
    const lapsed = {
      ...onlyPart,
      payments: [first, { ...second, status: 'refunded', capturedAt: undefined }],
      refunds: [refund({ amount: rest, ours: false, cause: 'pay_2: not captured in time' })],
    };
    expect(checks(lapsed, partly, recording)).toEqual(['lapsed']);
  });
});
