import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAccount, addInvoice, paymentBody, startWorld, type World } from './support.js';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  await addAccount(world);
});
afterEach(() => world.simulator.close());

async function invoiceText(id: string): Promise<string> {
  return (await world.call('GET', `/invoices/${id}`)).text;
}

test('a part makes the invoice partially paid, the rest paid', async () => {
  const id = await addInvoice(world, '1180');
  const part = await world.call('POST', '/payments', paymentBody(id, '180.10'));
  expect(part.status).toBe(201);
  expect(await invoiceText(id)).toMatch(/"status":"PARTIALLY_PAID".*"totalAmount":1180,"paidAmount":180\.1,/);
  await world.call('POST', '/payments', paymentBody(id, '999.90'));
  expect(await invoiceText(id)).toMatch(/"status":"PAID".*"paidAmount":1180,/);
});

test('the reference is singular going in and plural coming out', async () => {
  const id = await addInvoice(world, '10');
  const made = await world.call('POST', '/payments', paymentBody(id, '10'));
  expect(made.json).not.toHaveProperty('externalPaymentReference');
  expect(made.json['externalPaymentReferences']).toMatchObject({
    transactionNumber: 'pay_1',
    sourceType: 'GATEWAY',
  });
  const read = await world.call('GET', `/payments/${String(made.json['id'])}`);
  expect(read.text).toBe(made.text);
  expect((await world.call('GET', '/payments')).json['data']).toEqual([made.json]);
});

test('there is no idempotency: the same payment sent twice is there twice', async () => {
  const id = await addInvoice(world, '10');
  await world.call('POST', '/payments', paymentBody(id, '6'));
  await world.call('POST', '/payments', paymentBody(id, '6'));
  expect((await world.call('GET', '/payments')).json['data']).toHaveLength(2);
  expect(await invoiceText(id)).toMatch(/"status":"PAID".*"paidAmount":10,/);
  const ledger = (await world.control('GET', '/ledger')).json['togai'];
  expect(ledger).toMatchObject([
    { kind: 'payment', from: 'DUE', to: 'PARTIALLY_PAID', amount: 600 },
    { kind: 'payment', from: 'PARTIALLY_PAID', to: 'PAID', amount: 600 },
  ]);
});

test('what does not fit the books is refused and records nothing', async () => {
  await addAccount(world, 'USD', 'ACC2');
  const id = await addInvoice(world, '10');
  const draft = await addInvoice(world, '10', { status: 'DRAFT' });
  const bad: [string, number][] = [
    [paymentBody(id, '10').replace('"totalAmount":10', '"totalAmount":11'), 400],
    [paymentBody(id, '-10'), 400],
    [paymentBody(id, '10', 'USD'), 400],
    [paymentBody(id, '10', 'INR', 'ACC2'), 400],
    [paymentBody(draft, '10'), 400],
    [paymentBody('inv.no.ne', '10'), 404],
    [paymentBody(id, '10').replace('externalPaymentReference', 'externalPaymentReferences'), 400],
    [paymentBody(id, '10').replace('"INVOICE"', '"CREDIT"'), 400],
  ];
  for (const [body, status] of bad) expect((await world.call('POST', '/payments', body)).status).toBe(status);
  expect((await world.call('GET', '/payments')).json['data']).toEqual([]);
  expect(await invoiceText(id)).toContain('"status":"DUE"');
});

test('an invoice set back to due is paid by what was recorded, never above its total', async () => {
  const part = await addInvoice(world, '10');
  await world.call('POST', '/payments', paymentBody(part, '4'));
  await world.call('PATCH', `/invoices/${part}`, { status: 'PAID' });
  expect((await world.call('PATCH', `/invoices/${part}`, { status: 'DUE' })).text).toContain(
    '"paidAmount":4,',
  );
  const surplus = await addInvoice(world, '10');
  await world.call('POST', '/payments', paymentBody(surplus, '12'));
  expect((await world.call('PATCH', `/invoices/${surplus}`, { status: 'DUE' })).text).toContain(
    '"paidAmount":10,',
  );
});

test('the list has at most 50 on a page', async () => {
  expect((await world.call('GET', '/payments?pageSize=51')).status).toBe(400);
  expect((await world.call('GET', '/payments?pageSize=50')).json).toEqual({ data: [] });
});
