import { describe, expect, test } from 'vitest';
import { isReceiptTaken, readRefusal } from '../../providers/razorpay/errors.js';
import * as schema from '../../providers/razorpay/schemas.js';

describe('entities', () => {
  test('an order needs only what we use, whatever else is missing or added', () => {
    expect(
      schema.order.parse({ id: 'order_1', amount: 100, currency: 'INR', status: 'created', new_field: [1] }),
    ).toEqual({
      id: 'order_1',
      amount: 100,
      currency: 'INR',
      status: 'created',
      receipt: undefined,
      notes: {},
      partial_payment: undefined,
      created_at: 0,
    });
  });

  test('a dispute needs only what we use, and may be of a status, a phase and a reason that nobody knows', () => {
    const body = {
      ...{ id: 'disp_1', entity: 'dispute', payment_id: 'pay_1', amount: 10_000, currency: 'INR' },
      ...{ amount_deducted: null, reason_code: '', respond_by: null, status: 'escalated', phase: 'appeal' },
      ...{ created_at: 1_590_059_211, evidence: { others: null }, gateway_dispute_id: 'testtwo' },
    };
    expect(schema.dispute.parse(body)).toEqual({
      ...{ id: 'disp_1', payment_id: 'pay_1', amount: 10_000, currency: 'INR', amount_deducted: 0 },
      ...{ reason_code: undefined, respond_by: undefined, status: 'escalated', phase: 'appeal' },
      created_at: 1_590_059_211,
    });
    expect(schema.dispute.safeParse({ ...body, payment_id: null }).success).toBe(false);
    expect(schema.dispute.safeParse({ ...body, amount: 0.5 }).success).toBe(false);
  });

  test.each([[[]], [{}], [null], [undefined]])('empty notes as %j are none', (notes) => {
    expect(schema.notes.parse(notes)).toEqual({});
  });

  test('notes of other people that hold no text are kept as text', () => {
    expect(schema.notes.parse({ a: 'x', b: 2, c: { d: true } })).toEqual({ a: 'x', b: '2', c: '{"d":true}' });
  });

  test("a customer with the documentation's key `created_at ` is read", () => {
    const body = {
      id: 'cust_1',
      entity: 'customer',
      name: 'Asha',
      email: null,
      notes: [],
      'created_at ': 1582033731,
    };
    expect(schema.customer.parse(body)).toEqual({
      id: 'cust_1',
      name: 'Asha',
      email: undefined,
      contact: undefined,
      notes: {},
    });
  });

  test('a payment may say null, an empty text or nothing where there is no error', () => {
    const body = {
      id: 'pay_1',
      amount: 100,
      currency: 'INR',
      status: 'captured',
      error_code: null,
      error_reason: '',
    };
    const payment = schema.payment.parse(body);
    expect([payment.error_code, payment.error_reason, payment.error_step]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(payment.amount_refunded).toBe(0);
  });

  test('a fraction of a subunit is not an amount', () => {
    expect(schema.order.safeParse({ id: 'o', amount: 1.5, currency: 'INR', status: 'created' }).success).toBe(
      false,
    );
  });

  test('next actions come as objects and as bare names', () => {
    const actions = [
      { action: 'redirect', url: 'https://bank.example' },
      { action: 'poll', url: null },
      'otp_submit',
    ];
    expect(schema.nextActions.parse(actions)).toEqual([
      { action: 'redirect', url: 'https://bank.example' },
      { action: 'poll' },
      { action: 'otp_submit' },
    ]);
  });
});

describe("the document's three failure shapes", () => {
  const error = {
    code: 'BAD_REQUEST_ERROR',
    description: 'x',
    field: null,
    source: 'customer',
    reason: 'invalid_otp',
  };

  test('an order refused names nothing', () => {
    const refusal = readRefusal(400, {
      error: { ...error, step: 'order_create', metadata: {}, field: 'amount' },
    });
    expect(refusal).toMatchObject({
      step: 'order_create',
      field: 'amount',
      orderId: undefined,
      paymentId: undefined,
    });
  });

  test('a payment refused names the order', () => {
    const refusal = readRefusal(400, { error: { ...error, metadata: { order_id: 'order_1' } } });
    expect(refusal).toMatchObject({ reason: 'invalid_otp', orderId: 'order_1', paymentId: undefined });
  });

  test('a gateway refusing names both, also under a 5xx', () => {
    const metadata = { order_id: 'order_1', payment_id: 'pay_1' };
    const refusal = readRefusal(502, { error: { ...error, code: 'GATEWAY_ERROR', metadata } });
    expect(refusal).toMatchObject({ code: 'GATEWAY_ERROR', orderId: 'order_1', paymentId: 'pay_1' });
  });

  test('a 5xx of Razorpay itself is no refusal: nobody knows what happened', () => {
    expect(readRefusal(500, { error: { code: 'SERVER_ERROR', description: 'trouble' } })).toBeUndefined();
  });
});

test('NA means nothing, and what is missing is missing', () => {
  const refusal = readRefusal(400, {
    error: { code: 'BAD_REQUEST_ERROR', source: 'NA', step: 'NA', reason: 'NA' },
  });
  expect(refusal).toEqual({
    status: 400,
    code: 'BAD_REQUEST_ERROR',
    reason: undefined,
    description: '',
    source: undefined,
    step: undefined,
    field: undefined,
    orderId: undefined,
    paymentId: undefined,
    next: [],
  });
});

test('what the customer can still do stands beside the error', () => {
  const refusal = readRefusal(400, {
    error: { code: 'BAD_REQUEST_ERROR', description: 'payment processing failed because of incorrect otp' },
    next: ['otp_submit', 'otp_resend'],
  });
  expect(refusal?.next).toEqual([{ action: 'otp_submit' }, { action: 'otp_resend' }]);
});

test('a taken receipt is known by its text and the order it names', () => {
  const error = { code: 'BAD_REQUEST_ERROR', description: 'Order receipt should be unique.' };
  const named = readRefusal(400, { error: { ...error, metadata: { order_id: 'order_1' } } });
  const unnamed = readRefusal(400, { error });
  expect([named, unnamed].map((refusal) => refusal && isReceiptTaken(refusal))).toEqual([true, false]);
});
