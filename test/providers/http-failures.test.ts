import { afterEach, describe, expect, test } from 'vitest';
import type { ProviderFailureCode } from '../../providers/failure.js';
import { ProviderFailure } from '../../providers/failure.js';
import { createRazorpayClient, type RazorpayClient } from '../../providers/razorpay/client.js';
import { createRazorpayHttp } from '../../providers/razorpay/http.js';
import {
  answerWith,
  closedPort,
  startMisbehavingServer,
  type Behaviour,
  type MisbehavingServer,
} from './misbehaving-server.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function clientAt(baseUrl: string, timeoutMs = 2_000): RazorpayClient {
  const client = createRazorpayClient(
    createRazorpayHttp({
      baseUrl,
      keyId: 'rzp_test_key',
      keySecret: 'secret',
      timeoutMs,
      connectTimeoutMs: 500,
    }),
  );
  closing.push(() => client.close());
  return client;
}

async function server(behave: Behaviour): Promise<MisbehavingServer> {
  const started = await startMisbehavingServer(behave);
  closing.push(() => started.close());
  return started;
}

async function failureOf(call: Promise<unknown>): Promise<ProviderFailure> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProviderFailure)) throw new Error(`no provider failure: ${String(error)}`);
  return error;
}

const write = (client: RazorpayClient) => client.createOrderWithPayment({ payment: {} });
const read = (client: RazorpayClient) => client.fetchOrder('order_1');

const cases: readonly [string, Behaviour, ProviderFailureCode][] = [
  ['a connection dropped after the request', (socket) => socket.destroy(), 'PROVIDER_UNAVAILABLE'],
  ['a connection reset after the request', (socket) => socket.resetAndDestroy(), 'PROVIDER_UNAVAILABLE'],
  ['a truncated body', answerWithTruncation, 'PROVIDER_UNAVAILABLE'],
  [
    'an HTML 502',
    answerWith('502 Bad Gateway', '<html>', { contentType: 'text/html' }),
    'PROVIDER_UNAVAILABLE',
  ],
  ['an empty 503', answerWith('503 Unavailable', ''), 'PROVIDER_UNAVAILABLE'],
  [
    'a 500 of Razorpay itself',
    answerWith('500 Error', '{"error":{"code":"SERVER_ERROR","description":"We are facing some trouble"}}'),
    'PROVIDER_UNAVAILABLE',
  ],
  [
    'HTML with status 200',
    answerWith('200 OK', '<html>', { contentType: 'text/html' }),
    'PROVIDER_ANSWER_UNREADABLE',
  ],
  [
    'JSON under another content type',
    answerWith('200 OK', '{"id":"order_1"}', { contentType: 'text/plain' }),
    'PROVIDER_ANSWER_UNREADABLE',
  ],
  ['JSON that is cut off', answerWith('200 OK', '{"id":"order'), 'PROVIDER_ANSWER_UNREADABLE'],
  ['JSON of another shape', answerWith('200 OK', '{"hello":"world"}'), 'PROVIDER_ANSWER_UNREADABLE'],
  ['a redirect', answerWith('302 Found', '{}'), 'PROVIDER_ANSWER_UNREADABLE'],
  [
    'a 404 of a gateway',
    answerWith('404 Not Found', '{"message":"no Route matched"}'),
    'PROVIDER_ANSWER_UNREADABLE',
  ],
];

function answerWithTruncation(...[socket]: Parameters<Behaviour>): void {
  socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"id":');
}

describe('an answer that cannot be used', () => {
  test.each(cases)('%s may have happened for a write, and not for a read', async (_name, behave, code) => {
    const { url, requests } = await server(behave);
    const client = clientAt(url);
    const written = await failureOf(write(client));
    expect([written.code, written.mayHaveHappened]).toEqual([code, true]);
    const readOnly = await failureOf(read(client));
    expect([readOnly.code, readOnly.mayHaveHappened]).toEqual([code, false]);
    // One request each: nothing is retried.
    expect(requests).toEqual(['POST /orders HTTP/1.1', 'GET /orders/order_1 HTTP/1.1']);
  });

  test('an answer that does not come in time may have happened', async () => {
    const { url } = await server(() => undefined);
    const failure = await failureOf(write(clientAt(url, 100)));
    expect([failure.code, failure.mayHaveHappened]).toEqual(['PROVIDER_UNAVAILABLE', true]);
  });

  test('a socket kept alive and closed by the other side may have carried a write', async () => {
    const order = JSON.stringify({ id: 'order_1', amount: 100, currency: 'INR', status: 'created' });
    const { url, requests } = await server((socket, seen) => {
      if (seen === 1) answerWith('200 OK', order)(socket, seen);
      else socket.destroy();
    });
    const client = clientAt(url);
    await read(client);
    const failure = await failureOf(write(client));
    expect([failure.code, failure.mayHaveHappened]).toEqual(['PROVIDER_UNAVAILABLE', true]);
    expect(requests).toHaveLength(2);
  });
});

describe('a call that provably was not executed', () => {
  test('a refused connection is not reached', async () => {
    const failure = await failureOf(write(clientAt(await closedPort())));
    expect([failure.code, failure.mayHaveHappened]).toEqual(['PROVIDER_NOT_REACHED', false]);
  });

  test('an unknown host is not reached', async () => {
    const failure = await failureOf(write(clientAt('http://nowhere.invalid')));
    expect([failure.code, failure.mayHaveHappened]).toEqual(['PROVIDER_NOT_REACHED', false]);
  });

  test('a server that speaks no TLS is not reached', async () => {
    const { url } = await server((socket) => socket.destroy());
    const failure = await failureOf(write(clientAt(url.replace('http:', 'https:'))));
    expect([failure.code, failure.mayHaveHappened]).toEqual(['PROVIDER_NOT_REACHED', false]);
  });

  test.each([
    ['429 Too Many Requests', 'PROVIDER_THROTTLED'],
    ['401 Unauthorized', 'CREDENTIALS_REFUSED'],
  ])('%s', async (status, code) => {
    const { url, requests } = await server(answerWith(status, '<html>', { contentType: 'text/html' }));
    const failure = await failureOf(write(clientAt(url)));
    expect([failure.code, failure.mayHaveHappened]).toEqual([code, false]);
    expect(requests).toHaveLength(1);
  });
});

describe('cancellation', () => {
  test("ends a read with the signal's own reason", async () => {
    const { url } = await server(() => undefined);
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const call = clientAt(url).fetchOrder('order_1', controller.signal);
    setTimeout(() => {
      controller.abort(reason);
    }, 50);
    await expect(call).rejects.toBe(reason);
  });
});

test('failures tell route and status, never ids, bodies or credentials', async () => {
  const { url } = await server(answerWith('500 Error', '{"customer":"asha@example.com"}'));
  const failure = await failureOf(clientAt(url).fetchCustomer('cust_secretSecret1'));
  expect(failure.message).toBe('razorpay GET /customers/:id: 500');
});
