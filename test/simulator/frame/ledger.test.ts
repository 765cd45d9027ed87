import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { addAccount, addInvoice, startWorld, type World } from '../togai/support.js';

const start = Date.parse('2026-11-22T00:00:00Z');
const minute = 60_000;

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.simulator.close());

async function ledger(): Promise<Record<string, unknown>> {
  return (await world.control('GET', '/ledger')).json;
}

async function aMinuteLater(): Promise<void> {
  await world.control('POST', '/clock/advance', { seconds: minute / 1000 });
}

test('what is made in Togai is in the ledger with what becomes of it; what is refused is not', async () => {
  await addAccount(world);
  const setting = {
    ...{ id: 'RazorPayCustomerId', value: 'cust_00000000000001', namespace: 'USER', dataType: 'STRING' },
    ...{ entityType: 'ACCOUNT', entityId: 'ACC1', name: 'RazorPayCustomerId' },
  };
  const settingId = 'setting.USER.RazorPayCustomerId.ACCOUNT.ACC1';
  await world.call('POST', '/settings', setting);
  expect((await world.call('POST', '/settings', setting)).status).toBe(400);
  expect((await ledger())['togaiObjects']).toEqual([
    { object: 'customer', at: start, id: 'C-ACC1', change: 'created' },
    { object: 'account', at: start, id: 'ACC1', change: 'created' },
    { object: 'setting', at: start, id: settingId, change: 'created', value: 'cust_00000000000001' },
  ]);

  await aMinuteLater();
  await world.call('PATCH', '/customers/C-ACC1', { name: 'Acme Private Ltd' });
  await world.call('PATCH', '/accounts/ACC1', { name: 'Acme Private Ltd' });
  await world.call('PATCH', `/settings/${settingId}`, { value: 'cust_00000000000002' });
  const group = await world.call('POST', '/invoice_groups', {
    name: 'Acme group',
    email: 'group@acme.example',
    dailyInvoiceConsolidation: false,
    accountIds: ['ACC1'],
    address: {},
  });
  const draft = await addInvoice(world, '10', { status: 'DRAFT' });
  await world.call('DELETE', `/invoices/${draft}`);
  const at = start + minute;
  expect(
    z
      .array(z.unknown())
      .parse((await ledger())['togaiObjects'])
      .slice(3),
  ).toEqual([
    { object: 'customer', at, id: 'C-ACC1', change: 'edited' },
    { object: 'account', at, id: 'ACC1', change: 'edited' },
    { object: 'setting', at, id: settingId, change: 'edited', value: 'cust_00000000000002' },
    { object: 'invoice_group', at, id: group.json['id'], change: 'created' },
    { object: 'account', at, id: 'ACC1', change: 'edited' },
    { object: 'invoice', at, id: draft, change: 'created' },
    { object: 'invoice', at, id: draft, change: 'deleted' },
  ]);
});

test('Razorpay’s customers and every message to them are in the ledger; what is refused is not', async () => {
  const post = (path: string, body: object = {}): Promise<Response> =>
    fetch(`${world.simulator.razorpayUrl}/invoices${path}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('rzp_test_key:secret').toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  const [contact, email] = ['+919000090000', 'gaurav@example.com'];
  const answer = await post('', {
    type: 'invoice',
    customer: { name: 'Gaurav Kumar', email, contact },
    line_items: [{ name: 'Plan', amount: 50_000, quantity: 1 }],
  });
  const made = z.object({ id: z.string(), customer_id: z.string() }).parse(await answer.json());
  const invoiceId = made.id;

  await aMinuteLater();
  expect((await post(`/${invoiceId}/notify_by/sms`)).status).toBe(200);
  await post(`/${invoiceId}/cancel`);
  expect((await post(`/${invoiceId}/notify_by/email`)).status).toBe(400);
  const { razorpay, messages } = await ledger();
  expect(messages).toEqual([
    { at: start, invoiceId, medium: 'sms', to: contact },
    { at: start, invoiceId, medium: 'email', to: email },
    { at: start + minute, invoiceId, medium: 'sms', to: contact },
  ]);
  expect(razorpay).toContainEqual({
    ...{ at: start, object: 'customer', id: made.customer_id, from: null, to: 'created' },
  });
});

test('what only Togai sets on an invoice is in the ledger with what it became; what is refused is not', async () => {
  await addAccount(world);
  const group = await world.call('POST', '/invoice_groups', {
    name: 'Acme group',
    email: 'group@acme.example',
    dailyInvoiceConsolidation: false,
    accountIds: ['ACC1'],
    address: {},
  });
  const groupId = String(group.json['id']);
  const invoiceId = await addInvoice(world, '10');
  await aMinuteLater();
  const set = async (change: object): Promise<number> =>
    (await world.control('POST', `/togai/invoices/${invoiceId}`, change)).status;
  expect(await set({ paidAmount: 8.5 })).toBe(200);
  expect(await set({ dueDate: '2026-12-01T05:30:00+05:30' })).toBe(200);
  expect(await set({ finalizingStatus: 'FINALIZING' })).toBe(200);
  expect(await set({ owner: { type: 'INVOICE_GROUP', id: groupId } })).toBe(200);
  expect(await set({ owner: { type: 'ACCOUNT', id: 'NOBODY' } })).toBe(404);
  const line = { at: start + minute, invoiceId, from: 'DUE', to: 'DUE', by: 'control' };
  expect((await ledger())['togai']).toEqual([
    { ...line, kind: 'paid_amount', amount: 850 },
    { ...line, kind: 'due_date', value: '2026-12-01T00:00:00.000Z' },
    { ...line, kind: 'finalizing_status', value: 'FINALIZING' },
    { ...line, kind: 'owner', value: `INVOICE_GROUP ${groupId}` },
  ]);
});
