import { afterEach, expect, test } from 'vitest';
import { startWorld, type World } from './support.js';

let world: World;
afterEach(() => world.simulator.close());

async function statuses(calls: number): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: calls }, () => world.call('GET', '/payments')));
  return answers.map((answer) => answer.status).sort((a, b) => a - b);
}

test('ten authenticated calls per second of business time, then 429', async () => {
  world = await startWorld({ togaiRequestsPerSecond: 10 });
  expect(await statuses(12)).toEqual([...Array<number>(10).fill(200), 429, 429]);
  await world.clock.advance(999);
  expect(await statuses(1)).toEqual([429]);
  await world.clock.advance(1);
  expect(await statuses(11)).toEqual([...Array<number>(10).fill(200), 429]);
});

test('the window slides: calls of the last second count, not those of the clock second', async () => {
  world = await startWorld({ togaiRequestsPerSecond: 2 });
  await world.clock.advance(900);
  expect(await statuses(1)).toEqual([200]);
  await world.clock.advance(600);
  expect(await statuses(1)).toEqual([200]);
  await world.clock.advance(300);
  expect(await statuses(1)).toEqual([429]);
  await world.clock.advance(100);
  expect(await statuses(2)).toEqual([200, 429]);
});

test('the control API raises the quota and lifts it', async () => {
  world = await startWorld({ togaiRequestsPerSecond: 1 });
  await world.control('POST', '/togai/quota', { requestsPerSecond: 3 });
  expect(await statuses(4)).toEqual([200, 200, 200, 429]);
  await world.control('POST', '/togai/quota', { requestsPerSecond: null });
  expect(await statuses(30)).not.toContain(429);
});
