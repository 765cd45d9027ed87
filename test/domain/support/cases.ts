import fc from 'fast-check';
import { afterAll, expect } from 'vitest';

/** How often each property is checked in the suite. */
export const cases = {
  histories: 8_000,
  wholeAmounts: 10_000,
  recordedParts: 9_000,
  surplusHeld: 6_000,
  situations: 30_000,
  disputes: 10_000,
  merchantRefunds: 10_000,
} as const satisfies Record<string, number>;

/** Schedules of hints under which the same history must end with the same money as when only polls made us look. */
export const schedulesPerHistory = 4;

/** A history under a schedule of hints is one case; `enough-cases.test.ts` knows how many there must be. */
export const hintCases = schedulesPerHistory * (cases.wholeAmounts + cases.recordedParts + cases.surplusHeld);

type Name = keyof typeof cases;

/**
 * Checks properties and counts the cases that really ran: after the file's tests each named property must have had its
 * number. fast-check prints the seed and the path of a failure.
 */
export function countingCases(...names: readonly Name[]) {
  const ran = new Map<Name, number>();
  afterAll(() => {
    for (const name of names) expect(ran.get(name), `cases of ${name}`).toBe(cases[name]);
  });
  return <T>(name: Name, arbitrary: fc.Arbitrary<T>, check: (value: T) => void): void => {
    const counted = (value: T): void => {
      ran.set(name, (ran.get(name) ?? 0) + 1);
      check(value);
    };
    fc.assert(fc.property(arbitrary, counted), { numRuns: cases[name] });
  };
}
