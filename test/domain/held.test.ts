import { expect, test } from 'vitest';
import type { HeldWorkflow } from '../../contracts/reconciliation.js';
import { DAY, HOUR } from '../../domain/clock.js';
import { heldLongest, isToldNow, withHeld } from '../../domain/held.js';
import { emptyParts } from '../../domain/reconciliation.js';

const since = Date.UTC(2026, 10, 1, 9, 30);

test('hourly runs tell of a hold when it begins and once in each further day, late ones too', () => {
  const told = (runs: readonly number[]): number[] =>
    runs.slice(1).filter((at, index) => isToldNow({ since }, runs[index] ?? 0, at));
  const hourly = Array.from({ length: 73 }, (_, hour) => since - HOUR / 2 + hour * HOUR);
  expect(told(hourly).map((at) => Math.floor((at - since) / DAY))).toEqual([0, 1, 2]);
  // Twelve hours without a run, over the end of a day.
  expect(told([since + 20 * HOUR, since + 32 * HOUR, since + 33 * HOUR])).toEqual([since + 32 * HOUR]);
  // Days without one are told of once, and nothing is before it begins.
  expect(told([since, since + 5 * DAY, since + 5 * DAY])).toEqual([since + 5 * DAY]);
  expect(told([since - 3 * DAY, since - DAY])).toEqual([]);
});

test('all are counted, and the 200 held longest are listed', () => {
  const held: HeldWorkflow[] = Array.from({ length: 250 }, (_, index) => ({
    ...{ workflowId: `w${index}`, invoiceId: undefined, reason: 'voided', since: since - index },
  }));
  const { read, done, findings } = withHeld(emptyParts().held, 10_000, heldLongest(held));
  expect([read, done.listed, findings.length]).toEqual([10_000, 10_000, 200]);
  expect([findings[0]?.subject, findings[199]?.subject]).toEqual(['w249', 'w50']);
});
