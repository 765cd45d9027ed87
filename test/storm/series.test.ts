import { expect, test } from 'vitest';
import { addUp, toTable, type StormCounts } from '../../testbed/storm/series.js';

const every = [
  ...['latency', 'dropped_request', 'dropped_answer', 'late_commit', 'too_many_requests'],
  ...['server_error_html', 'wrong_content_type', 'truncated_json'],
  ...['lost', 'delayed', 'duplicated', 'reordered', 'stale', 'corrupted', 'forged'].map(
    (kind) => `webhook_${kind}`,
  ),
  ...['refund_refused', 'refund_failed', 'bank_reversal', 'lost_update'],
  ...['downtime', 'togai_outage', 'clock_jump', 'clock_slow'],
];

function report(seed: number, times: number, change: Partial<StormCounts> = {}): StormCounts {
  return {
    ...{ seed, invoices: 200, violations: [] },
    faults: Object.fromEntries(every.map((kind) => [kind, times])),
    ...{ kills: { worker: 2 }, outcomes: { paid: 199, held_disputed: 1 }, lateCases: {} },
    ...change,
  };
}

test('storms add up, with every kind of fault hit often enough', () => {
  expect(addUp([report(1, 10), report(2, 10, { kills: { worker: 1, receiver: 1 } })])).toMatchObject({
    ...{ seeds: [1, 2], invoices: 400, violated: [], rare: [] },
    ...{ kills: { receiver: 1, worker: 3 }, outcomes: { held_disputed: 2, paid: 398 } },
  });
});

test('a kind of fault that hit seldom, or never, is named', () => {
  const seldom = report(2, 10);
  delete seldom.faults['downtime'];
  seldom.faults['webhook_forged'] = 9;
  const series = addUp([report(1, 10), seldom]);
  expect(series.rare).toEqual(['webhook_forged', 'downtime']);
});

test('a seed in which a promise was broken is named', () => {
  const broken = { check: 'kept', what: 'kept nothing' };
  const violations = [broken, broken];
  expect(addUp([report(7, 20), report(8, 20, { violations })]).violated).toEqual([8]);
});

test('the table has a row for each count', () => {
  const lines = toTable(addUp([report(1, 20)]))
    .trim()
    .split('\n');
  expect(lines).toHaveLength(2 + every.length + 1 + 2);
  expect(lines).toContain('| from outside | `worker` | 2 |');
});
