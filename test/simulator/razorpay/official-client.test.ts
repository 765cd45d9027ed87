import Razorpay from 'razorpay';
import { validatePaymentVerification, validateWebhookSignature } from 'razorpay/dist/utils/razorpay-utils.js';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { card, KEY_ID, KEY_SECRET, netbanking, oneCallBody, startBench, type Bench } from './fixture.js';

const settings = z.custom<{ baseURL: string }>((value) => typeof value === 'object' && value !== null);
const refusal = z.object({ statusCode: z.number(), error: z.record(z.string(), z.unknown()) });

/** The client as published; only where it calls is changed. */
function officialClient(baseUrl: string, secret = KEY_SECRET): Razorpay {
  const client = new Razorpay({ key_id: KEY_ID, key_secret: secret });
  const api = z.object({ rq: z.custom<object>() }).parse(Reflect.get(client, 'api'));
  settings.parse(Reflect.get(api.rq, 'defaults')).baseURL = baseUrl;
  return client;
}

async function refused(call: Promise<unknown>): Promise<z.infer<typeof refusal>> {
  try {
    await call;
  } catch (error) {
    return refusal.parse(error);
  }
  throw new Error('The call was not refused');
}

/** What the client's own types do not know (the one-call answer). */
const loose = z.looseObject({ id: z.string() });
const oneCall = z.object({
  id: z.string(),
  payment_workflow: z.object({
    id: z.string(),
    next: z.array(z.object({ action: z.string(), url: z.string() })),
  }),
});

describe('the official npm client', () => {
  let bench: Bench;
  let client: Razorpay;
  beforeEach(async () => {
    bench = await startBench();
    client = officialClient(bench.url);
  });
  afterEach(() => bench.close());

  async function paid(change: Record<string, unknown> = {}): Promise<{ orderId: string; paymentId: string }> {
    const body = z.custom<Parameters<typeof client.orders.create>[0]>().parse(oneCallBody(change));
    const started = oneCall.parse(await client.orders.create(body));
    await bench.customer.followRedirect(started.payment_workflow.next[0]!.url, 'success');
    return { orderId: started.id, paymentId: started.payment_workflow.id };
  }

  it('makes, edits, finds and lists customers', async () => {
    const made = await client.customers.create({
      name: 'Gaurav Kumar',
      email: 'g@example.com',
      contact: '9123456780',
    });
    expect(made).toMatchObject({ entity: 'customer', name: 'Gaurav Kumar', gstin: null, notes: [] });
    const twin = { name: 'Somebody', email: 'other@example.com', contact: '9123456780' };
    expect(await refused(client.customers.create(twin))).toMatchObject({
      statusCode: 400,
      error: { description: 'Customer already exists for the merchant', reason: 'NA' },
    });
    expect(await refused(client.customers.create({ ...twin, fail_existing: 0 }))).toMatchObject({
      statusCode: 400,
    });
    const shared = await client.customers.create({
      ...twin,
      ...z.custom<{ fail_existing: 0 }>().parse({ fail_existing: '0' }),
    });
    expect(shared.id).toBe(made.id);
    await client.customers.edit(made.id, { name: 'Saurav Kumar' });
    expect(await client.customers.fetch(made.id)).toMatchObject({
      name: 'Saurav Kumar',
      email: 'g@example.com',
    });
    expect((await client.customers.all()).items.map(({ id }) => id)).toEqual([made.id]);
  });

  it('makes orders, lists them newest first and edits their notes', async () => {
    const first = await client.orders.create({
      amount: 5000,
      currency: 'INR',
      receipt: 'r1',
      notes: { a: 'b' },
    });
    expect(first).toMatchObject({
      entity: 'order', amount: 5000, amount_due: 5000, amount_paid: 0, attempts: 0, offer_id: null, status: 'created',
    }); // prettier-ignore
    const second = await client.orders.create({ amount: 100, currency: 'INR' });
    expect((await client.orders.all()).items.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect((await client.orders.all({ count: 1, skip: 1 })).items.map(({ id }) => id)).toEqual([first.id]);
    expect((await client.orders.all({ receipt: 'r1' })).items).toHaveLength(1);
    expect(await client.orders.edit(first.id, { notes: { c: 'd' } })).toMatchObject({ notes: { c: 'd' } });
    expect((await client.orders.fetchPayments(first.id)).count).toBe(0);
    expect(loose.parse(await client.orders.fetchTransferOrder(first.id)).transfers).toMatchObject({
      count: 0,
    });
    expect((await refused(client.orders.create({ amount: 99, currency: 'INR' }))).error).toMatchObject({
      reason: 'amount_less_than_minimum_amount',
    });
  });

  it('pays in one call, verifies the signature, and reads everything back', async () => {
    const { orderId, paymentId } = await paid();
    const signature = createHmac('sha256', KEY_SECRET).update(`${orderId}|${paymentId}`).digest('hex');
    expect(
      validatePaymentVerification({ order_id: orderId, payment_id: paymentId }, signature, KEY_SECRET),
    ).toBe(true);
    expect(await client.orders.fetch(orderId)).toMatchObject({ status: 'paid', amount_paid: 50_000 });
    expect((await client.orders.fetchPayments(orderId)).items[0]).toMatchObject({
      id: paymentId,
      captured: true,
    });
    expect((await client.orders.all({ authorized: 1 })).count).toBe(1);
    expect((await client.payments.all()).items.map(({ id }) => id)).toEqual([paymentId]);
    const expanded = await client.orders.all({ 'expand[]': 'payments' });
    expect(loose.parse(expanded.items[0]).payments).toMatchObject({ items: [{ id: paymentId }] });
  });

  it('pays a card in two calls with an OTP whose result the signature helper accepts, and captures by hand', async () => {
    const order = await client.orders.create({ amount: 700, currency: 'INR', payment_capture: false });
    const block = { amount: 700, currency: 'INR', order_id: order.id, ...card() };
    const created = z
      .object({ razorpay_payment_id: z.string(), next: z.array(z.object({ action: z.string() })) })
      .parse(await client.payments.createPaymentJson(z.custom<never>().parse(block)));
    expect(created.next.map(({ action }) => action)).toEqual(['redirect', 'otp_generate']);
    const id = created.razorpay_payment_id;
    const generated: unknown = await client.payments.otpGenerate(id);
    expect(generated).toMatchObject({
      razorpay_payment_id: id,
      metadata: { network: 'Visa', last4: '1007' },
    });
    expect((await refused(client.payments.otpSubmit(id, { otp: '123' }))).error.description).toBe(
      'payment processing failed because of incorrect otp',
    );
    const back = z
      .object({ razorpay_order_id: z.string(), razorpay_signature: z.string() })
      .parse(await client.payments.otpSubmit(id, { otp: '123456' }));
    expect(
      validatePaymentVerification(
        { order_id: order.id, payment_id: id },
        back.razorpay_signature,
        KEY_SECRET,
      ),
    ).toBe(true);
    expect((await client.payments.fetch(id)).status).toBe('authorized');
    expect((await refused(client.payments.capture(id, 600, 'INR'))).error.description).toBe(
      'Capture amount must be equal to the amount authorized',
    );
    expect(await client.payments.capture(id, 700, 'INR')).toMatchObject({
      status: 'captured',
      fee: 17,
      tax: 3,
    });
    expect((await refused(client.payments.capture(id, 700, 'INR'))).statusCode).toBe(400);
    expect(await client.payments.fetch(id, { 'expand[]': 'card' })).toMatchObject({
      card: { network: 'Visa' },
    });
  });

  it('refunds in parts', async () => {
    const { paymentId } = await paid();
    const part = await client.payments.refund(paymentId, { amount: 20_000, speed: 'normal', receipt: 'rf1' });
    expect(part).toMatchObject({ entity: 'refund', status: 'pending', amount: 20_000 });
    expect(await client.payments.fetch(paymentId)).toMatchObject({
      status: 'captured',
      refund_status: 'partial',
    });
    expect((await refused(client.payments.refund(paymentId, { amount: 30_001 }))).error.description).toBe(
      'The refund amount provided is greater than amount captured.',
    );
    await client.payments.refund(paymentId, {});
    expect(await client.payments.fetch(paymentId)).toMatchObject({
      status: 'refunded', refund_status: 'full', amount_refunded: 50_000,
    }); // prettier-ignore
    await bench.clock.advance(10_000);
    expect(await client.refunds.fetch(part.id)).toMatchObject({ status: 'processed' });
    expect((await client.payments.fetchMultipleRefund(paymentId)).count).toBe(2);
    expect((await client.refunds.all()).count).toBe(2);
    expect((await refused(client.payments.refund(paymentId, {}))).error.description).toBe(
      'The payment has been fully refunded already.',
    );
  });

  it('drafts, issues, notifies, cancels and deletes invoices', async () => {
    const customer = await client.customers.create({
      name: 'Gaurav Kumar',
      email: 'g@example.com',
      contact: '9123456780',
    });
    const wish = {
      type: 'invoice', customer_id: customer.id, draft: '1', receipt: 'INV-1', sms_notify: false, email_notify: false,
      line_items: [{ name: 'Seats', amount: 400, quantity: 2 }],
    }; // prettier-ignore
    const create = async (): Promise<{ id: string }> =>
      loose.parse(await client.invoices.create(z.custom<never>().parse(wish)));
    const spare = await create();
    const { id } = await create();
    expect(await client.invoices.fetch(id)).toMatchObject({
      status: 'draft',
      amount: 800,
      order_id: null,
      short_url: null,
    });
    expect((await client.invoices.all({ receipt: 'INV-1' })).count).toBe(2);
    expect(await client.invoices.delete(spare.id)).toEqual([]);
    expect(await client.invoices.edit(id, z.custom<never>().parse({ description: 'Usage' }))).toMatchObject({
      description: 'Usage',
    });
    const issued = await client.invoices.issue(id);
    expect(issued).toMatchObject({ status: 'issued', sms_status: null, email_status: null });
    expect(await client.orders.fetch(String(issued.order_id))).toMatchObject({
      amount: 800,
      receipt: 'INV-1',
    });
    expect(await client.invoices.notifyBy(id, 'email')).toEqual({ success: true });
    expect(await client.invoices.cancel(id)).toMatchObject({ status: 'cancelled' });
    expect((await refused(client.invoices.cancel(id))).error.description).toBe(
      'Operation not allowed for Invoice in cancelled status.',
    );
  });

  it('reads downtimes and settlements', async () => {
    const downtime = bench.simulator.startDowntime({
      method: 'netbanking',
      instrument: { bank: 'SBIN' },
      severity: 'low',
    });
    expect(await client.payments.fetchPaymentDowntime()).toMatchObject({
      count: 1,
      items: [{ id: downtime.id }],
    });
    expect(await client.payments.fetchPaymentDowntimeById(downtime.id)).toMatchObject({ status: 'started' });
    const { paymentId } = await paid();
    await bench.clock.advance(120_000);
    const [settlement] = (await client.settlements.all()).items;
    expect(settlement).toMatchObject({ amount: 48_820, fees: 1180, tax: 180, status: 'processed' });
    const report = loose
      .omit({ id: true })
      .parse(await client.settlements.reports({ year: 2026, month: 11 }));
    expect(report.items).toMatchObject([
      { entity_id: paymentId, credit: 48_820, settlement_id: settlement!.id },
    ]);
  });

  it('reads disputes', async () => {
    const { paymentId } = await paid();
    const { id } = bench.simulator.openDispute({ paymentId });
    expect(await client.disputes.fetch(id)).toMatchObject({ payment_id: paymentId, status: 'open' });
    expect(await client.disputes.all({ count: 5 })).toMatchObject({ count: 1, items: [{ id }] });
  });

  it('hears the documented errors', async () => {
    expect(await refused(client.payments.fetch('pay_00000000000000'))).toEqual({
      statusCode: 400,
      error: {
        code: 'BAD_REQUEST_ERROR', description: 'The id provided does not exist', source: 'business',
        step: 'payment_initiation', reason: 'input_validation_failed', metadata: {},
      },
    }); // prettier-ignore
    expect((await refused(client.payments.fetch('nonsense'))).error.description).toBe(
      'nonsense is not a valid id',
    );
    expect(await refused(officialClient(bench.url, 'wrong').orders.all())).toMatchObject({
      statusCode: 401,
      error: { description: 'The api secret provided is invalid', source: 'NA', step: 'NA', reason: 'NA' },
    });
    expect(await refused(client.paymentLink.all())).toMatchObject({
      statusCode: 404,
      error: { description: 'The requested URL was not found on the server.' },
    });
    expect(
      (await refused(client.payments.createPaymentJson(z.custom<never>().parse(netbanking())))).error,
    ).toMatchObject({
      description: 'The amount field is required.',
    });
    expect(validateWebhookSignature('{}', 'f'.repeat(64), 'secret')).toBe(false);
  });
});
