import { afterEach, expect, test } from 'vitest';
import { startWorld, token, type World } from './support.js';

let world: World;
afterEach(() => world.simulator.close());

test('a call without the token is refused with only a message', async () => {
  world = await startWorld();
  const refused = await world.call('GET', '/invoices', undefined, 'wrong');
  expect(refused.status).toBe(401);
  expect(Object.keys(refused.json)).toEqual(['message']);
  expect((await world.call('GET', '/invoices')).status).toBe(200);
});

test('the sixth unauthenticated call within 30 minutes is throttled, a good token is not', async () => {
  world = await startWorld();
  const statuses: number[] = [];
  for (let i = 0; i < 6; i += 1)
    statuses.push((await world.call('GET', '/invoices', undefined, 'wrong')).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  expect((await world.call('GET', '/invoices')).status).toBe(200);
  await world.clock.advance(30 * 60_000);
  expect((await world.call('GET', '/invoices', undefined, 'wrong')).status).toBe(401);
});

test('a JWT made from the token works for 24 hours and is answered with itself', async () => {
  world = await startWorld();
  const jwt = String((await world.call('POST', '/authenticate')).json['token']);
  expect(jwt).not.toBe(token);
  expect(jwt.split('.')).toHaveLength(3);
  expect((await world.call('POST', '/authenticate', undefined, jwt)).json['token']).toBe(jwt);
  await world.clock.advance(24 * 3600_000 - 1000);
  expect((await world.call('GET', '/invoices', undefined, jwt)).status).toBe(200);
  await world.clock.advance(1000);
  expect((await world.call('GET', '/invoices', undefined, jwt)).status).toBe(401);
});

test('an unknown path is 404 with a message', async () => {
  world = await startWorld();
  const answer = await world.call('POST', '/invoices/inv.a.b/payments', { status: 'PAID' });
  expect(answer.status).toBe(404);
  expect(Object.keys(answer.json)).toEqual(['message']);
});

test('a body that is no JSON is 400', async () => {
  world = await startWorld();
  expect((await world.call('POST', '/accounts', '{"id":')).status).toBe(400);
});
