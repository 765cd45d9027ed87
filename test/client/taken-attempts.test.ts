import { expect, test } from 'vitest';
import { TakenAttempts } from '../../client/taken-attempts.js';

test('an attempt is known until it is answered, by the last time that it was told of', () => {
  const taken = new TakenAttempts();
  taken.note('a', 1);
  taken.note('a', 2);
  expect([taken.at('a'), taken.at('b')]).toEqual([2, undefined]);
  taken.forget('a');
  expect(taken.at('a')).toBeUndefined();
});

test('of more than ten thousand the one that was told of longest ago is forgotten', () => {
  const taken = new TakenAttempts();
  taken.note('oldest', 0);
  for (let count = 1; count < 10_000; count += 1) taken.note(`attempt-${count}`, count);
  taken.note('oldest', 10_000);
  expect(taken.at('attempt-1')).toBe(1);
  taken.note('one more', 10_001);
  expect([taken.at('attempt-1'), taken.at('oldest'), taken.at('one more')]).toEqual([
    undefined,
    10_000,
    10_001,
  ]);
});
