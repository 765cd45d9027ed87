import { setTimeout } from 'node:timers/promises';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { ProviderFailure } from '../../providers/failure.js';
import { createTogaiBillingSystem } from '../../providers/togai/billing-system.js';
import { createTogaiHttp } from '../../providers/togai/http.js';

const MINUTE = 60_000;

/** A Togai that answers 401 until it is told otherwise, and counts who asked. `hangs`: calls that get no answer at all. */
async function refusing(more: { readonly timeoutMs?: number; readonly patienceMs?: number } = {}) {
  const togai = { status: 401, calls: 0, takesMs: 0, hangs: 0, atOnce: 0, mostAtOnce: 0 };
  const clock = { time: Date.UTC(2026, 10, 22), now: () => clock.time };
  const server = fastify();
  server.all('/*', async (_request, reply) => {
    const { status } = togai;
    togai.calls += 1;
    if (togai.calls <= togai.hangs) return reply.hijack();
    togai.atOnce += 1;
    togai.mostAtOnce = Math.max(togai.mostAtOnce, togai.atOnce);
    await setTimeout(togai.takesMs);
    togai.atOnce -= 1;
    return reply.code(status).send({ message: 'told so' });
  });
  const baseUrl = await server.listen({ port: 0, host: '127.0.0.1' });
  const billing = createTogaiBillingSystem(createTogaiHttp({ baseUrl, token: 'bad', clock, ...more }), {
    settingNamespace: 'USER',
  });
  onTestFinished(async () => {
    await billing.close();
    server.server.closeAllConnections();
    await server.close();
  });
  const ask = (signal?: AbortSignal): Promise<string> =>
    billing.readInvoiceAlone('inv.1', signal).then(
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

/** The answers of ten invoices that are read at once, and how many got each. */
async function tenAtOnce(ask: () => Promise<string>): Promise<Record<string, number>> {
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

test('ten invoices at once ask twice with a token that Togai refuses, however long it takes to say so', async () => {
  const { togai, ask } = await refusing();
  togai.takesMs = 50;
  expect(await tenAtOnce(ask)).toEqual({ CREDENTIALS_REFUSED: 10 });
  expect(togai).toMatchObject({ calls: 2, mostAtOnce: 1 });
});

test('ten invoices at once wait for one that proves the token, and the next ten for nobody', async () => {
  const { togai, ask } = await refusing();
  Object.assign(togai, { status: 404, takesMs: 50 });
  await Promise.all([ask(), ask()]);
  expect(togai.mostAtOnce).toBe(1);
  expect(await tenAtOnce(ask)).toEqual({ 'refused 404': 10 });
  expect(togai.mostAtOnce).toBeGreaterThan(1);
});

test('a token that is refused after it was accepted is asked with by one at a time', async () => {
  const { togai, ask } = await refusing();
  togai.status = 404;
  expect(await ask()).toBe('refused 404');
  Object.assign(togai, { status: 401, takesMs: 20 });
  expect(await ask()).toBe('CREDENTIALS_REFUSED');
  expect(await tenAtOnce(ask)).toEqual({ CREDENTIALS_REFUSED: 10 });
  expect(togai.calls).toBe(3);
});

test('what was accepted before the token was refused proves nothing', async () => {
  const { togai, ask } = await refusing();
  togai.status = 404;
  await ask();
  togai.takesMs = 100;
  const slow = ask();
  await expect.poll(() => togai.calls).toBe(2);
  Object.assign(togai, { status: 401, takesMs: 0 });
  expect(await ask()).toBe('CREDENTIALS_REFUSED');
  expect(await slow).toBe('refused 404');
  expect(await tenAtOnce(ask)).toEqual({ CREDENTIALS_REFUSED: 10 });
  expect(togai.calls).toBe(4);
});

test.each([
  ['gets no answer', { status: 404, hangs: 1 }],
  ['is answered 503', { status: 503, takesMs: 200 }],
])('when the one that asks %s, the next one does', async (_, first) => {
  const { togai, ask } = await refusing({ timeoutMs: 400 });
  Object.assign(togai, first);
  const ten = tenAtOnce(ask);
  await expect.poll(() => togai.calls, { interval: 10 }).toBe(1);
  togai.status = 404;
  expect(await ten).toEqual({ PROVIDER_UNAVAILABLE: 1, 'refused 404': 9 });
});

test('the one that asks can be ended, and so can one that waits for it', async () => {
  const { togai, ask } = await refusing({ patienceMs: 60_000 });
  Object.assign(togai, { status: 404, hangs: 1 });
  const [asking, waiting] = [new AbortController(), new AbortController()];
  const answers = [ask(asking.signal), ask(waiting.signal), ask(AbortSignal.abort('was over')), ask()];
  await expect.poll(() => togai.calls).toBe(1);
  waiting.abort('has no time');
  expect(await Promise.all(answers.slice(1, 3))).toEqual(['has no time', 'was over']);
  asking.abort('goes');
  expect([await answers[0], await answers[3]]).toEqual(['goes', 'refused 404']);
  expect(togai.calls).toBe(2);
});

test('nobody waits longer than a try may take, and what was not sent says so', async () => {
  const { togai, ask } = await refusing({ patienceMs: 50, timeoutMs: 400 });
  Object.assign(togai, { status: 404, hangs: 1 });
  expect(await tenAtOnce(ask)).toEqual({ PROVIDER_UNAVAILABLE: 1, PROVIDER_NOT_REACHED: 9 });
  expect(togai.calls).toBe(1);
});
