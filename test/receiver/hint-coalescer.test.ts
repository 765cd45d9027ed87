import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HintCoalescer } from '../../receiver/hint-coalescer.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(): { sent: string[]; coalescer: HintCoalescer<string, number> } {
  const sent: string[] = [];
  const send = (key: string, value: string): Promise<number> => {
    sent.push(`${key}:${value}`);
    return value === 'fails' ? Promise.reject(new Error('away')) : Promise.resolve(sent.length);
  };
  return { sent, coalescer: new HintCoalescer(100, send) };
}

describe('HintCoalescer', () => {
  it('sends the first at once and of those within the gap the last', async () => {
    const { sent, coalescer } = setUp();
    const answers = [1, 2, 3].map((n) => coalescer.submit('a', `v${n}`));
    expect(sent).toEqual(['a:v1']);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toEqual(['a:v1', 'a:v3']);
    expect(await Promise.all(answers)).toEqual([1, 2, 2]);
  });

  it('answers nobody with a sending that started before they came', async () => {
    const { sent, coalescer } = setUp();
    await coalescer.submit('a', 'v1');
    let answered = false;
    const late = coalescer.submit('a', 'v2').then(() => (answered = true));
    await vi.advanceTimersByTimeAsync(99);
    expect(answered).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await late;
    expect(sent).toEqual(['a:v1', 'a:v2']);
  });

  it('keeps the gap over a long flood, for each key by itself', async () => {
    const { sent, coalescer } = setUp();
    for (let step = 0; step < 100; step += 1) {
      void coalescer.submit('a', `v${step}`);
      void coalescer.submit(`b${step}`, 'x');
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(100);
    const ofA = sent.filter((entry) => entry.startsWith('a:'));
    expect(ofA).toHaveLength(11);
    expect(ofA.at(-1)).toBe('a:v99');
    expect(sent).toHaveLength(111);
  });

  it('sends at once again after a quiet gap', async () => {
    const { sent, coalescer } = setUp();
    await coalescer.submit('a', 'v1');
    await vi.advanceTimersByTimeAsync(100);
    await coalescer.submit('a', 'v2');
    expect(sent).toEqual(['a:v1', 'a:v2']);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells everyone who shares a sending that it failed', async () => {
    const { coalescer } = setUp();
    await coalescer.submit('a', 'v1');
    const shared = Promise.allSettled([coalescer.submit('a', 'v2'), coalescer.submit('a', 'fails')]);
    await vi.advanceTimersByTimeAsync(100);
    expect((await shared).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('sends what waits when it is flushed', async () => {
    const { sent, coalescer } = setUp();
    await coalescer.submit('a', 'v1');
    const waiting = coalescer.submit('a', 'v2');
    coalescer.flush();
    await waiting;
    expect(sent).toEqual(['a:v1', 'a:v2']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
