import { afterEach, expect, test } from 'vitest';
import type { HttpFaultKind } from '../../../testbed/simulator/faults/fault-injector.js';
import { order, startFaultyWorld, type FaultyWorld, type RawAnswer } from './support.js';

let world: FaultyWorld;
afterEach(() => world.simulator.close());

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function orderUnder(kind: HttpFaultKind, more: { executed?: boolean } = {}): Promise<RawAnswer> {
  world = await startFaultyWorld();
  world.simulator.faults.add({
    provider: 'razorpay',
    method: 'POST',
    path: '/orders',
    kind,
    times: 1,
    ...more,
  });
  return world.razorpay('POST', '/orders', order('r1'));
}

test('a 5xx is a page, and nothing is executed unless the rule says so', async () => {
  const before = await orderUnder('server_error_html');
  expect(before).toMatchObject({ status: 502, contentType: 'text/html' });
  expect(before.text).toContain('<html>');
  expect(world.receipts()).toEqual([]);
  await world.simulator.close();

  const after = await orderUnder('server_error_html', { executed: true });
  expect(after).toEqual(before);
  expect(world.receipts()).toEqual(['r1']);
});

test('a wrong content type hides a good answer to an executed request', async () => {
  const answer = await orderUnder('wrong_content_type');
  expect(answer).toMatchObject({ status: 200, contentType: 'text/html; charset=utf-8' });
  expect(isJson(answer.text)).toBe(true);
  expect(world.receipts()).toEqual(['r1']);
});

test('truncated JSON is half of the answer to an executed request', async () => {
  const answer = await orderUnder('truncated_json');
  expect(answer.status).toBe(200);
  expect(answer.contentType).toContain('application/json');
  expect(answer.text).toMatch(/^\{"/);
  expect(isJson(answer.text)).toBe(false);
  expect(world.receipts()).toEqual(['r1']);
});

test("a 429 comes in each provider's own envelope and executes nothing", async () => {
  world = await startFaultyWorld();
  world.simulator.faults.add({ provider: 'any', kind: 'too_many_requests', times: 2 });
  const razorpay = await world.razorpay('POST', '/orders', order('r1'));
  expect(razorpay.status).toBe(429);
  expect(JSON.parse(razorpay.text)).toMatchObject({ error: { code: 'BAD_REQUEST_ERROR', step: 'NA' } });
  const togai = await world.togai('POST', '/customers', {});
  expect([togai.status, JSON.parse(togai.text)]).toEqual([429, { message: 'Too many requests' }]);
  expect(world.receipts()).toEqual([]);
  expect((await world.razorpay('POST', '/orders', order('r2'))).status).toBe(200);
});
