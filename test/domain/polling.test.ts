import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultPolicy } from '../../contracts/policy.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/clock.js';
import { decide } from '../../domain/decide.js';
import { gapAfter, pollReadsInvoice } from '../../domain/polling.js';
import { opened, situationOf } from './situations.js';

test('the gap doubles with every quiet look, up to the policy’s longest', () => {
  expect([0, 1, 2, 3].map((quiet) => gapAfter(quiet, defaultPolicy) / SECOND)).toEqual([30, 60, 120, 240]);
  expect(gapAfter(12, defaultPolicy)).toBe(DAY);
  expect(gapAfter(100_000, defaultPolicy)).toBe(DAY);
});

test('gaps never shrink, and stay within the policy', () => {
  const policies = fc.record({
    firstLookSeconds: fc.integer({ min: 1, max: 3_600 }),
    longestLookMinutes: fc.integer({ min: 60, max: 10_080 }),
  });
  fc.assert(
    fc.property(policies, fc.nat(200), (change, quiet) => {
      const policy = { ...defaultPolicy, ...change };
      expect(gapAfter(quiet + 1, policy)).toBeGreaterThanOrEqual(gapAfter(quiet, policy));
      expect(gapAfter(quiet, policy)).toBeGreaterThanOrEqual(policy.firstLookSeconds * SECOND);
      expect(gapAfter(quiet, policy)).toBeLessThanOrEqual(policy.longestLookMinutes * MINUTE);
    }),
  );
});

/** Decides as the workflow does when nothing ever happens, and tells when it looked. */
function looksWithoutNews(): { times: number[]; invoiceReads: number } {
  const times: number[] = [];
  let now = opened;
  let invoiceReads = 0;
  for (let quietLooks = 0; ; quietLooks += 1) {
    times.push(now);
    if (quietLooks > 0 && pollReadsInvoice(quietLooks, defaultPolicy)) invoiceReads += 1;
    const decision = decide(situationOf({ quietLooks }), now);
    if (decision.kind !== 'wait') return { times, invoiceReads };
    now = decision.until;
  }
}

test('thirty days of waiting cost at most 45 looks, and as few reads of the invoice', () => {
  const { times, invoiceReads } = looksWithoutNews();
  expect(times.at(-1)! - opened).toBe(30 * DAY);
  expect(times.length).toBeLessThanOrEqual(45);
  expect(times.length).toBeGreaterThanOrEqual(30);
  expect(invoiceReads).toBeLessThanOrEqual(16);
  expect(invoiceReads).toBeGreaterThanOrEqual(10);
});

test('only every other poll with a gap of twelve hours or more reads the invoice', () => {
  const policy = { ...defaultPolicy, firstLookSeconds: (6 * HOUR) / SECOND };
  expect([0, 1, 2, 3, 4].map((quiet) => pollReadsInvoice(quiet, policy))).toEqual([
    false,
    false,
    true,
    false,
    true,
  ]);
  const twelve = { ...defaultPolicy, firstLookSeconds: (12 * HOUR) / SECOND };
  expect(pollReadsInvoice(0, twelve)).toBe(true);
  expect(pollReadsInvoice(0, { ...twelve, firstLookSeconds: twelve.firstLookSeconds - 1 })).toBe(false);
});
