import { expect, test } from 'vitest';
import { busiestOf, watchRate } from '../../testbed/outage/rate.js';

const at = (seconds: number, calls: number) => ({ seconds, calls });

test('calls that were saved up while it was quiet do not pay for a burst', () => {
  const counts = [at(0, 0), at(1, 2), at(2, 2), at(3, 2), at(4, 32), at(5, 40)];
  expect(busiestOf(counts, { perSecond: 10 })).toEqual({ from: 3, until: 4, calls: 30 });
});

test('a stretch goes on while it is above the rate', () => {
  const counts = [at(0, 0), at(1, 5), at(2, 25), at(3, 40), at(4, 45)];
  expect(busiestOf(counts, { perSecond: 10 })).toEqual({ from: 1, until: 3, calls: 35 });
});

test('without calls beyond the rate there is none', () => {
  expect(busiestOf([at(0, 0), at(1, 10), at(2, 20)], { perSecond: 10 })).toEqual({
    from: 0,
    until: 0,
    calls: 0,
  });
});

test('the calls of all workers count together, from the beginning of the watch', async () => {
  const made = [5, 7];
  const workers = made.map((_, worker) => () => Promise.resolve(made[worker]!));
  const watch = await watchRate(workers, { now: () => 0 }, { provider: 'togai', perSecond: 10 });
  made.splice(0, 2, 6, 10);
  expect(await watch.calls()).toEqual({ all: 4, byWorker: [1, 3] });
  expect(watch.stop().busiest).toEqual({ from: 0, until: 0, calls: 4 });
});
