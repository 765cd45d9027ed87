import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Downtime } from '../../contracts/downtime.js';
import type { RazorpayClient } from '../../providers/razorpay/client.js';
import { createKnownDowntimes } from '../../providers/razorpay/known-downtimes.js';

type Look = RazorpayClient['activeDowntimes'];

const upi: Downtime = { method: 'upi', instrument: { psp: 'ALL' }, severity: 'high', begin: undefined };
const found: Look = () => Promise.resolve({ ok: true, value: [upi] });
let now = 1_000_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function knownBy(activeDowntimes: Look) {
  const look = vi.fn(activeDowntimes);
  return { look, known: createKnownDowntimes({ activeDowntimes: look }, { now: () => now }) };
}

test('one look serves everybody for a minute', async () => {
  const { look, known } = knownBy(found);
  expect(await Promise.all([known.now(), known.now()])).toEqual([[upi], [upi]]);
  now += 59_999;
  expect(await known.now()).toEqual([upi]);
  expect(look).toHaveBeenCalledTimes(1);
  now += 1;
  await known.now();
  expect(look).toHaveBeenCalledTimes(2);
});

test('a clock that was set back does not make an answer last', async () => {
  const { look, known } = knownBy(found);
  await known.now();
  now -= 3_600_000;
  await known.now();
  expect(look).toHaveBeenCalledTimes(2);
});

test.each<[string, Look]>([
  ['failed', () => Promise.reject(new Error('away'))],
  ['was refused', () => Promise.resolve({ ok: false, refusal: { status: 400 } as never })],
])('a look that %s tells nothing, and is not repeated for each payment', async (_what, fails) => {
  const { look, known } = knownBy(fails);
  expect(await known.now()).toBeUndefined();
  expect(await known.now()).toBeUndefined();
  expect(look).toHaveBeenCalledTimes(1);
});

test('a look is given up after a second', async () => {
  const { known } = knownBy(
    (signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('given up')));
      }),
  );
  let answer: unknown = 'none yet';
  void known.now().then((value) => (answer = value));
  await vi.advanceTimersByTimeAsync(999);
  expect(answer).toBe('none yet');
  await vi.advanceTimersByTimeAsync(1);
  expect(answer).toBeUndefined();
});
