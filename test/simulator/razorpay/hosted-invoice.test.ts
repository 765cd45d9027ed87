import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { begun, errorOf, netbanking, startBench, type Bench } from './fixture.js';

describe('the hosted invoice', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  const issue = async (change: object = {}) => {
    const answer = await bench.call('POST', '/invoices', {
      type: 'invoice',
      customer: { name: 'Gaurav Kumar', email: 'gaurav@example.com', contact: '9123456780' },
      line_items: [{ name: 'Seats & "more"', amount: 25_000, quantity: 2 }],
      receipt: 'INV-7',
      ...change,
    });
    expect(answer.status).toBe(200);
    return answer.body;
  };

  it.each(['netbanking', 'card', 'upi'] as const)('is paid by %s', async (method) => {
    const invoice = await issue();
    expect(invoice).toMatchObject({
      status: 'issued',
      amount_due: 50_000,
      sms_status: 'sent',
      email_status: 'sent',
    });
    const paymentId = await bench.customer.payHostedInvoice(String(invoice.short_url), {
      method,
      outcome: 'success',
    });
    expect((await bench.call('GET', `/payments/${paymentId}`)).body).toMatchObject({
      status: 'captured', method, order_id: invoice.order_id, invoice_id: invoice.id, notes: [],
      email: 'gaurav@example.com',
    }); // prettier-ignore
    expect((await bench.call('GET', `/invoices/${String(invoice.id)}`)).body).toMatchObject({
      status: 'paid', amount_paid: 50_000, amount_due: 0, payment_id: paymentId,
    }); // prettier-ignore
    expect(bench.events()).toEqual(['payment.authorized', 'payment.captured', 'order.paid', 'invoice.paid']);
    expect(Object.keys(bench.sent[3]!.payload)).toEqual(['payment', 'order', 'invoice']);
    expect((await bench.call('GET', `/invoices?payment_id=${paymentId}`)).body.count).toBe(1);
  });

  it('can be tried again after a failure', async () => {
    const invoice = await issue();
    const url = String(invoice.short_url);
    await bench.customer.payHostedInvoice(url, { method: 'netbanking', outcome: 'failure' });
    await bench.customer.payHostedInvoice(url, {
      method: 'upi',
      vpa: 'success@razorpay',
      outcome: 'success',
    });
    await bench.clock.advance(2000);
    expect((await bench.call('GET', `/orders/${String(invoice.order_id)}`)).body).toMatchObject({
      status: 'paid',
      attempts: 2,
    });
    await expect(bench.customer.payHostedInvoice(url, { method: 'upi', outcome: 'success' })).rejects.toThrow(
      /cannot be paid/,
    );
  });

  it('is paid in parts where it allows that', async () => {
    const invoice = await issue({ partial_payment: true });
    const url = String(invoice.short_url);
    await bench.customer.payHostedInvoice(url, { method: 'netbanking', outcome: 'success', amount: 20_000 });
    expect((await bench.call('GET', `/invoices/${String(invoice.id)}`)).body).toMatchObject({
      status: 'partially_paid', amount_paid: 20_000, amount_due: 30_000,
    }); // prettier-ignore
    expect(errorOf(await bench.call('POST', `/invoices/${String(invoice.id)}/cancel`)).description).toBe(
      'Operation not allowed for Invoice in partially_paid status.',
    );
    await bench.customer.payHostedInvoice(url, { method: 'netbanking', outcome: 'success' });
    expect(bench.events().filter((event) => event.startsWith('invoice'))).toEqual([
      'invoice.partially_paid',
      'invoice.paid',
    ]);
  });

  it('takes parts from the moment an issued invoice is changed to allow them', async () => {
    const invoice = await issue();
    await bench.call('PATCH', `/invoices/${String(invoice.id)}`, { partial_payment: true });
    const url = String(invoice.short_url);
    await bench.customer.payHostedInvoice(url, { method: 'netbanking', outcome: 'success', amount: 20_000 });
    expect((await bench.call('GET', `/orders/${String(invoice.order_id)}`)).body).toMatchObject({
      amount_due: 30_000, partial_payment: true,
    }); // prettier-ignore
    expect((await bench.call('GET', `/invoices/${String(invoice.id)}`)).body.status).toBe('partially_paid');
  });

  it('stays cancelled when an attempt already open on its order succeeds', async () => {
    const invoice = await issue();
    const orderId = String(invoice.order_id);
    const attempt = await bench.call('POST', '/orders', { id: orderId, payment: netbanking() });
    await bench.call('POST', `/invoices/${String(invoice.id)}/cancel`);
    await bench.customer.followRedirect(begun(attempt).url('redirect'), 'success');
    expect((await bench.call('GET', `/orders/${orderId}`)).body.status).toBe('paid');
    expect((await bench.call('GET', `/invoices/${String(invoice.id)}`)).body).toMatchObject({
      status: 'cancelled', amount_due: null,
    }); // prettier-ignore
    expect(bench.events()).not.toContain('invoice.paid');
  });

  it('expires, and cannot be paid any more', async () => {
    const soon = await bench.call('POST', '/invoices', {
      type: 'invoice',
      expire_by: bench.clock.seconds() + 899,
    });
    expect(errorOf(soon).description).toBe('expire_by should be at least 15 minutes after current time.');
    const invoice = await issue({ expire_by: bench.clock.seconds() + 900 });
    await bench.clock.advance(900_000);
    expect(bench.sent.at(-1)).toMatchObject({
      event: 'invoice.expired',
      payload: { invoice: { status: 'expired' } },
    });
    expect(await (await fetch(String(invoice.short_url))).text()).toContain('Invoice expired');
  });

  it('says what is missing', async () => {
    const item = { line_items: [{ name: 'x', amount: 500 }] };
    expect(errorOf(await bench.call('POST', '/invoices', item)).description).toBe('customer is required.');
    const customer = { customer: { name: 'Gaurav', contact: '9123456780' } };
    expect(errorOf(await bench.call('POST', '/invoices', customer)).description).toBe(
      'line_items is required.',
    );
    const mixed = { ...customer, line_items: [{ name: 'x', amount: 500, currency: 'USD' }] };
    expect(errorOf(await bench.call('POST', '/invoices', mixed)).description).toBe(
      'Currency of all items should be the same as of the invoice.',
    );
  });
});
