import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { ProviderFailure } from '../../providers/failure.js';
import { createTogaiBillingSystem } from '../../providers/togai/billing-system.js';
import { createTogaiHttp } from '../../providers/togai/http.js';

const MINUTE = 60_000;

/** A Togai that answers 401 until it is told otherwise, and counts who asked. */
async function refusing() {
  const togai = { status: 401, calls: 0 };
  const clock = { time: Date.UTC(2026, 10, 22), now: () => clock.time };
  const server = fastify();
  server.all('/*', (_request, reply) => {
    togai.calls += 1;
    return reply.code(togai.status).send({ message: 'told so' });
  });
  const baseUrl = await server.listen({ port: 0, host: '127.0.0.1' });
  const billing = createTogaiBillingSystem(createTogaiHttp({ baseUrl, token: 'bad', clock }), {
    settingNamespace: 'USER',
  });
  onTestFinished(async () => {
    await billing.close();
    await server.close();
  });
  const ask = (): Promise<string> =>
    billing.readInvoiceAlone('inv.1').then(
      (answer) => (answer.ok ? 'read' : `refused ${String(answer.refusal.status)}`),
      (error: unknown) => (error instanceof ProviderFailure ? error.code : String(error)),
    );
  return { togai, clock, ask };
}

test('a token that Togai refuses is asked with twice in 30 minutes, however many invoices want to', async () => {
  const { togai, clock, ask } = await refusing();
  for (let invoice = 0; invoice < 6; invoice += 1) expect(await ask()).toBe('CREDENTIALS_REFUSED');
  expect(togai.calls).toBe(2);
  clock.time += 30 * MINUTE - 1;
  expect(await ask()).toBe('CREDENTIALS_REFUSED');
  expect(togai.calls).toBe(2);
  clock.time += 1;
  expect(await ask()).toBe('CREDENTIALS_REFUSED');
  expect(togai.calls).toBe(3);
});

test('when Togai takes the token again, everything goes on at once', async () => {
  const { togai, clock, ask } = await refusing();
  await ask();
  await ask();
  togai.status = 404;
  clock.time += 30 * MINUTE;
  for (let invoice = 0; invoice < 4; invoice += 1) expect(await ask()).toBe('refused 404');
  expect(togai.calls).toBe(6);
});

test('a refusal that was a single one is forgotten with the next answer', async () => {
  const { togai, ask } = await refusing();
  for (let turn = 0; turn < 4; turn += 1) {
    togai.status = 401;
    expect(await ask()).toBe('CREDENTIALS_REFUSED');
    togai.status = 404;
    expect(await ask()).toBe('refused 404');
  }
});

test.each([429, 503])('an answer %i in between says nothing of the token', async (status) => {
  const { togai, ask } = await refusing();
  for (const each of [401, status, 401, 401]) {
    togai.status = each;
    await ask();
  }
  expect(togai.calls).toBe(3);
});
