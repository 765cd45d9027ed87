import { expect, test } from 'vitest';
import { createStrain } from '../../providers/razorpay/strain.js';

test.each([
  [200, false],
  [400, false],
  [404, false],
  [429, true],
  [500, true],
  [503, true],
  ['no_answer', true],
  ['not_reached', true],
  ['aborted', true],
] as const)('after %s strain is felt: %s', (outcome, felt) => {
  const strain = createStrain({ now: () => 0 });
  strain.note({ outcome });
  expect(strain.isFelt()).toBe(felt);
});

test('it is felt for ten seconds after the last sign, and a clock set back does not make it last', () => {
  let now = 100_000;
  const strain = createStrain({ now: () => now });
  const feltAt = (at: number): boolean => {
    now = at;
    return strain.isFelt();
  };
  expect(feltAt(100_000)).toBe(false);
  strain.note({ outcome: 429 });
  expect(feltAt(109_999)).toBe(true);
  strain.note({ outcome: 200 });
  expect(feltAt(110_000)).toBe(false);
  strain.note({ outcome: 'no_answer' });
  expect([feltAt(119_999), feltAt(120_000), feltAt(99_000)]).toEqual([true, false, false]);
});
