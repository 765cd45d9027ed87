import { expect, it } from 'vitest';
import { RecentEvents } from '../../receiver/recent-events.js';

it('forgets events by age and, above its bound, the oldest first', () => {
  let now = 0;
  const recent = new RecentEvents({ now: () => now }, 2, 1_000);
  recent.add('a');
  recent.add('b');
  recent.add('a');
  recent.add('c');
  expect(['a', 'b', 'c'].map((key) => recent.has(key))).toEqual([true, false, true]);
  now = 1_001;
  expect(recent.has('a')).toBe(false);
});
