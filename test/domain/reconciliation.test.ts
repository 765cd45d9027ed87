import { describe, expect, test } from 'vitest';
import type { KeptOutcome } from '../../contracts/collection.js';
import type { ReconciliationCursor } from '../../contracts/reconciliation.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/clock.js';
import {
  emptyParts,
  firstPage,
  isLongAttempted,
  isNearExpiry,
  judgeStanding,
  judgeUncollected,
  nextList,
  windowsBefore,
  withFinding,
} from '../../domain/reconciliation.js';

const now = Date.UTC(2026, 10, 22, 12) + 345;
const seconds = (ms: number): number => Math.floor(ms / SECOND);
const cancelled: KeptOutcome = { outcome: 'cancelled', keptPaymentIds: [], amount: 0, recordedByUs: 0 };
/** About to mark the invoice, which is still open: the mark never came. */
const setOut: KeptOutcome = { ...cancelled, outcome: 'paid', marking: true };

test('the windows reach 11 days back without a gap, and share their edges', () => {
  const windows = windowsBefore(now);
  expect(windows).toHaveLength(11);
  expect(windows[0]?.from).toBe(seconds(now - 11 * DAY));
  expect(windows.at(-1)?.to).toBe(seconds(now));
  windows.slice(1).forEach(({ from }, index) => expect(from).toBe(windows[index]?.to));
});

test('every list is read once, and every window of the two that have windows', () => {
  const read: string[] = [];
  for (let at: ReconciliationCursor | undefined = firstPage(); at; at = nextList(at, 2))
    read.push(at.list === 'open_invoices' ? at.status : 'window' in at ? `${at.list} ${at.window}` : at.list);
  expect(read).toEqual([
    ...[
      'held',
      'DUE',
      'PARTIALLY_PAID',
      'stopped',
      'payments 0',
      'payments 1',
      'orders 0',
      'orders 1',
      'settlements',
      'disputes',
      'refunds',
      'accounts',
      'customers',
    ],
  ]);
});

test.each([
  [60, 30],
  [7_200, 60],
])(
  'an authorization is near its expiry of %i minutes after %i: half of it, or the hour of the shortest',
  (manualExpiryMinutes, near) => {
    const at = (age: number): boolean => isNearExpiry(seconds(now - age), { manualExpiryMinutes }, now);
    expect([at((near - 1) * MINUTE), at((near + 1) * MINUTE)]).toEqual([false, true]);
  },
);

test('only an order that is attempted for 15 minutes has an unknown end', () => {
  const at = (status: string, age: number): boolean =>
    isLongAttempted({ status, createdAt: seconds(now - age) }, now);
  expect([at('attempted', 14 * MINUTE), at('attempted', 16 * MINUTE), at('paid', HOUR)]).toEqual([
    ...[false, true, false],
  ]);
});

describe('an open invoice', () => {
  test('with a running collection is nobody’s business, with an ended one a person’s', () => {
    const of = { invoiceId: 'inv.1', outcome: undefined };
    expect(judgeStanding({ ...of, standing: 'running' })).toBeUndefined();
    expect(judgeStanding({ ...of, standing: 'ended', outcome: 'expired' })).toEqual({
      ...{ kind: 'list', found: 'ended_expired' },
    });
    expect(judgeStanding({ ...of, standing: 'stopped' })).toBe('ask');
  });

  test.each([
    ['unknown', undefined, undefined, 'none', { kind: 'list', found: 'never_collected' }],
    [
      'unknown',
      undefined,
      undefined,
      'payment_request',
      { kind: 'start', mode: 'payment_request', late: false },
    ],
    ['unknown', cancelled, 'direct', 'payment_request', { kind: 'list', found: 'ended_cancelled' }],
    ['unknown', setOut, 'direct', 'none', { kind: 'start', found: 'collection_forgotten', late: true }],
    [
      'unknown',
      undefined,
      'direct',
      'none',
      { kind: 'start', found: 'collection_forgotten', mode: 'direct' },
    ],
    [
      'stopped',
      undefined,
      'payment_request',
      'none',
      { kind: 'start', mode: 'payment_request', late: false },
    ],
    ['stopped', cancelled, 'direct', 'none', { kind: 'start', mode: 'direct', late: true }],
    ['stopped', undefined, undefined, 'none', { kind: 'list', found: 'collection_stopped' }],
  ] as const)('%s, kept %j, begun %s, policy %s', (standing, kept, begun, starts, expected) => {
    expect(judgeUncollected(standing, kept, begun, starts)).toMatchObject(expected);
  });
});

test('a finding counts once, and beyond 200 only counts', () => {
  let part = emptyParts().captures;
  const finding = (subject: string) =>
    ({ subject, invoiceId: undefined, found: 'not_paid', done: 'hinted' }) as const;
  for (const subject of ['a', 'a']) part = withFinding(part, finding(subject));
  expect(part.done.hinted).toBe(1);
  for (let index = 0; index < 250; index += 1) part = withFinding(part, finding(`b${index}`));
  expect([part.findings.length, part.done.hinted]).toEqual([200, 251]);
});
