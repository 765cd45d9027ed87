import fc from 'fast-check';
import { afterAll, expect } from 'vitest';

/** How many cases each property gets in the suite; `enough-cases.test.ts` adds them up. */
export const cases = {
  histories: 8_000,
  wholeAmounts: 2_500,
  recordedParts: 2_000,
  surplusHeld: 1_000,
  situations: 87_000,
  disputes: 10_000,
} as const satisfies Record<string, number>;

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
