import { expect, test } from 'vitest';
import { overrideInvoice } from '../../testbed/simulator/togai/invoice-override.js';
import { invoiceOf } from '../../testbed/simulator/togai/store.js';
import { createWorld, type World } from './support/world.js';

async function paidInvoice(world: World) {
  const currency = 'INR';
  const person = { name: 'Asha', email: 'asha@example.com', phone: '+919876543210' };
  const accountId = await world.togai.account({ ...person, currency });
  const invoiceId = await world.togai.invoice({ accountId, amount: 50_000, currency });
  const { store } = world.simulator.togai;
  overrideInvoice(store, invoiceOf(store, invoiceId), { status: 'PAID' });
  const status = () => invoiceOf(store, invoiceId).status;
  const patches = () => world.proxy.seen.filter((seen) => seen.startsWith('PATCH')).length;
  return { input: { connection: 'main', invoiceId }, status, patches };
}

test.each([undefined, 'lose_answer'] as const)('says so once, answer: %s', async (fault) => {
  const world = await createWorld();
  const { input, status, patches } = await paidInvoice(world);
  if (fault !== undefined) world.proxy.next(/^PATCH/, fault);
  expect(await world.run('markInvoiceRefunded', input)).toEqual({ kind: 'marked' });
  expect(await world.run('markInvoiceRefunded', input, { attempt: 2 })).toEqual({ kind: 'marked' });
  expect([status(), patches()]).toEqual(['REFUND_INITIATED', 1]);
});

test('a request that never arrived is tried again', async () => {
  const world = await createWorld();
  const { input, status, patches } = await paidInvoice(world);
  world.proxy.next(/^PATCH/, 'lose_request');
  const { failure } = await world.failing('markInvoiceRefunded', input);
  expect([failure.type, failure.nonRetryable, status()]).toEqual(['PROVIDER_UNAVAILABLE', false, 'PAID']);
  expect(await world.run('markInvoiceRefunded', input, { attempt: 2 })).toEqual({ kind: 'marked' });
  expect([status(), patches()]).toEqual(['REFUND_INITIATED', 2]);
});

test('what Togai accepts and does not show is told, and leaves the invoice as it is', async () => {
  const world = await createWorld();
  const { input, status } = await paidInvoice(world);
  world.simulator.togai.loseNextUpdates(1);
  expect(await world.run('markInvoiceRefunded', input)).toEqual({ kind: 'unshown' });
  expect(status()).toBe('PAID');
});

test('a refusal is told in Togai’s words, and is not tried again', async () => {
  const world = await createWorld();
  const { input, status, patches } = await paidInvoice(world);
  world.proxy.next(/^PATCH/, { status: 400, json: { message: 'Not from PAID' } });
  expect(await world.run('markInvoiceRefunded', input)).toEqual({ kind: 'refused', detail: 'Not from PAID' });
  expect([status(), patches()]).toEqual(['PAID', 1]);
});
