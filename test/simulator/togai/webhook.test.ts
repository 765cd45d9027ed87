import { afterEach, expect, test, vi } from 'vitest';
import { startReceiver, type TestReceiver } from '../frame/receiver.js';
import { addAccount, addInvoice, startWorld, type World } from './support.js';

let world: World;
let receiver: TestReceiver;
afterEach(async () => {
  await world.simulator.close();
  await receiver.close();
});

test('account and invoice are announced with the shared secret and nothing but their id', async () => {
  receiver = await startReceiver();
  world = await startWorld({ togaiWebhookUrl: receiver.url, togaiWebhookSecret: 'shared' });
  const accountId = await addAccount(world);
  const draft = await addInvoice(world, '10', { status: 'DRAFT' });
  await world.call('PATCH', `/invoices/${draft}`, { status: 'DUE' });
  await vi.waitFor(() => expect(receiver.received).toHaveLength(3));
  expect(receiver.received.map((got) => JSON.parse(got.body) as unknown)).toEqual(
    expect.arrayContaining([
      { event: 'account.created', accountId },
      { event: 'invoice.generated', invoiceId: draft },
      { event: 'invoice.updated', invoiceId: draft },
    ]),
  );
  expect(receiver.received.map((got) => got.headers['x-togai-secret'])).toEqual([
    'shared',
    'shared',
    'shared',
  ]);
});

test('marking paid is announced to nobody, and a receiver that fails stops nothing', async () => {
  receiver = await startReceiver();
  receiver.answer = 'drop';
  world = await startWorld({ togaiWebhookUrl: receiver.url });
  await addAccount(world);
  const id = await addInvoice(world, '10');
  await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
  expect((await world.call('PATCH', `/invoices/${id}`, { status: 'PAID' })).status).toBe(200);
  await world.call('GET', `/invoices/${id}`);
  expect(receiver.received).toHaveLength(2);
});
