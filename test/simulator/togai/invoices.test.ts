import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAccount, addInvoice, invoiceBody, startWorld, type World } from './support.js';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  await addAccount(world);
});
afterEach(() => world.simulator.close());

test('an invoice has its currency in the details only', async () => {
  const id = await addInvoice(world, '1180.5');
  const { json } = await world.call('GET', `/invoices/${id}`);
  expect(json).toMatchObject({
    id,
    ownerId: 'ACC1',
    customerId: 'C-ACC1',
    status: 'DUE',
    finalizingStatus: 'FINALIZED',
    invoiceType: 'CUSTOM',
    invoiceDetails: { account: { invoiceCurrency: 'INR', name: 'Acme Ltd' } },
    dueDate: '2026-11-22T00:00:00.000Z',
  });
  expect(json).not.toHaveProperty('currency');
});

test('the same idempotency key gives the same invoice', async () => {
  const first = await addInvoice(world, '10', { idempotencyKey: 'k1' });
  expect(await addInvoice(world, '10', { idempotencyKey: 'k1' })).toBe(first);
  expect(await addInvoice(world, '10', { idempotencyKey: 'k2' })).not.toBe(first);
});

test('marking paid pays the whole total; doing it again changes nothing', async () => {
  const id = await addInvoice(world, '881.94');
  await world.clock.advance(1000);
  const paid = await world.call('PATCH', `/invoices/${id}`, { status: 'PAID' });
  expect(paid.text).toContain('"paidAmount":881.94,');
  await world.clock.advance(1000);
  const again = await world.call('PATCH', `/invoices/${id}`, { status: 'PAID' });
  expect(again.status).toBe(200);
  expect(again.text).toBe(paid.text);
  const ledger = (await world.control('GET', '/ledger')).json['togai'];
  const at = Date.parse('2026-11-22T00:00:00Z');
  expect(ledger).toEqual([
    { kind: 'status', at: at + 1000, invoiceId: id, from: 'DUE', to: 'PAID', by: 'api' },
    { kind: 'unchanged', at: at + 2000, invoiceId: id, from: 'PAID', to: 'PAID', by: 'api' },
  ]);
});

test.each(['REFUND_COMPLETED', 'PARTIALLY_PAID', 'MERGED', 'DRAFT', 'OVERDUE'])(
  'no call can set %s',
  async (status) => {
    const id = await addInvoice(world, '10');
    expect((await world.call('PATCH', `/invoices/${id}`, { status })).status).toBe(400);
    expect((await world.call('GET', `/invoices/${id}`)).json['status']).toBe('DUE');
  },
);

test('a draft can be edited and deleted, another invoice cannot', async () => {
  const draft = await addInvoice(world, '10', { status: 'DRAFT' });
  const lines = { lineItems: [{ description: 'Seats', valuePerQuantity: 1.1, quantity: 3 }] };
  expect((await world.call('PATCH', `/invoices/${draft}`, lines)).text).toContain('"totalAmount":3.3,');
  expect((await world.call('DELETE', `/invoices/${draft}`)).json).toEqual({ success: true });
  expect((await world.call('GET', `/invoices/${draft}`)).status).toBe(404);
  const due = await addInvoice(world, '10');
  expect((await world.call('PATCH', `/invoices/${due}`, lines)).status).toBe(400);
  expect((await world.call('DELETE', `/invoices/${due}`)).status).toBe(400);
});

test('the control API sets what the API cannot', async () => {
  const id = await addInvoice(world, '10');
  const change = {
    status: 'MERGED',
    finalizingStatus: 'FINALIZING',
    totalAmount: 12.5,
    dueDate: '2026-12-01T00:00:00Z',
  };
  const { json } = await world.control('POST', `/togai/invoices/${id}`, change);
  expect(json).toMatchObject({
    status: 'MERGED',
    finalizingStatus: 'FINALIZING',
    totalAmount: 12.5,
    dueDate: '2026-12-01T00:00:00.000Z',
  });
});

test('an invoice group owns an invoice: its currency stands under invoiceGroup', async () => {
  const nobody = await world.call(
    'POST',
    '/invoices',
    invoiceBody('ACC1', '10', { ownerType: 'INVOICE_GROUP' }),
  );
  expect(nobody.status).toBe(400);
  const group = await world.call('POST', '/invoice_groups', {
    name: 'Acme group',
    email: 'group@acme.example',
    dailyInvoiceConsolidation: false,
    accountIds: ['ACC1'],
    address: {},
  });
  const id = await addInvoice(world, '10', { ownerType: 'INVOICE_GROUP' });
  const { json } = await world.call('GET', `/invoices/${id}`);
  expect(json['ownerId']).toBe(group.json['id']);
  expect(json['invoiceDetails']).toMatchObject({
    invoiceGroup: { id: group.json['id'], invoiceCurrency: 'INR' },
  });
  expect(json['invoiceDetails']).not.toHaveProperty('account');
});

test('another total is written down, with what it became', async () => {
  const id = await addInvoice(world, '10');
  await world.clock.advance(1000);
  await world.control('POST', `/togai/invoices/${id}`, { totalAmount: 8.5 });
  const at = Date.parse('2026-11-22T00:00:01Z');
  expect((await world.control('GET', '/ledger')).json['togai']).toEqual([
    { kind: 'total', at, invoiceId: id, from: 'DUE', to: 'DUE', by: 'control', amount: 850 },
  ]);
});
