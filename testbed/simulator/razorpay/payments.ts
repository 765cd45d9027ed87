import type { FastifyInstance } from 'fastify';
import { collection, page } from './collection.js';
import { badRequest } from './errors.js';
import type { PaymentEntity, PaymentRecord } from './entities.js';
import { integer, notesOf, onlyKnown, requiredText, text } from './fields.js';
import { requireVpa } from './instruments.js';
import { intentUrl, nextActions } from './next-actions.js';
import { createPayment, gatewayRefusal } from './payment-create.js';
import { capturePayment, reversePayment } from './payment-lifecycle.js';
import { bodyOf, expansions, find, param, queryOf, type Body } from './request.js';
import { paymentSnapshot } from './snapshots.js';
import type { Account } from './state.js';

const NOTHING: ReadonlySet<string> = new Set();

/** `/v1/payments` without OTP, refunds and downtimes. */
export function paymentRoutes(app: FastifyInstance, account: Account): void {
  const { payments } = account.state;

  app.post('/payments/create/json', (request) => {
    const payment = twoCallPayment(account, bodyOf(request));
    return { razorpay_payment_id: payment.entity.id, next: nextActions(account, payment) };
  });

  app.post('/payments/create/upi', (request) => {
    const payment = twoCallPayment(account, { ...bodyOf(request), method: 'upi' });
    const link = payment.flow === 'intent' ? { link: intentUrl(payment) } : {};
    return { razorpay_payment_id: payment.entity.id, ...link };
  });

  app.post('/payments/validate/vpa', (request) => {
    const vpa = requiredText(bodyOf(request), 'vpa');
    requireVpa(vpa);
    return { vpa, success: true, customer_name: 'Simulated Customer' };
  });

  app.get('/payments', (request) => {
    const expand = expansions(request);
    const shown = page(queryOf(request), [...payments.values()], (payment) => payment.entity.created_at);
    return collection(shown.map((payment) => paymentSnapshot(payment, expand)));
  });

  app.get('/payments/:id', (request) =>
    paymentSnapshot(find(payments, 'pay_', param(request, 'id')), expansions(request)),
  );

  app.patch('/payments/:id', (request) => {
    const payment = find(payments, 'pay_', param(request, 'id'));
    const body = bodyOf(request);
    onlyKnown(body, ['notes']);
    const notes = notesOf(body);
    if (notes === null) throw badRequest('The notes field is required.', { field: 'notes' });
    payment.entity.notes = notes;
    return paymentSnapshot(payment, NOTHING);
  });

  app.get('/payments/:id/card', (request) => {
    const { card } = find(payments, 'pay_', param(request, 'id'));
    if (card === null) throw badRequest('The payment was not made with a card.');
    return structuredClone(card);
  });

  app.post('/payments/:id/capture', (request) =>
    capture(account, find(payments, 'pay_', param(request, 'id')), bodyOf(request)),
  );
}

function twoCallPayment(account: Account, body: Body): PaymentRecord {
  const orderId = text(body, 'order_id');
  const order = orderId === null ? null : find(account.state.orders, 'order_', orderId);
  const created = createPayment(account, body, { order, amountFromOrder: false, emailMax: 64 });
  if (created.refusedByGateway) throw gatewayRefusal(created.payment);
  return created.payment;
}

function capture(account: Account, payment: PaymentRecord, body: Body): PaymentEntity {
  onlyKnown(body, ['amount', 'currency']);
  const { entity, order } = payment;
  const amount = integer(body, 'amount');
  if (amount === null) throw badRequest('The amount field is required.', { field: 'amount' });
  const currency = text(body, 'currency') ?? 'INR';
  if (entity.captured)
    throw badRequest('This payment has already been captured', { step: 'payment_capture' });
  if (order === null) {
    throw badRequest('The payment cannot be captured as it was made without an order.', {
      step: 'payment_capture',
    });
  }
  if (order.entity.status === 'paid') {
    throw badRequest(
      'Your payment has been declined as the order is already paid. Please initiate the payment with a new order.',
      { step: 'payment_capture', reason: 'order_already_paid' },
    );
  }
  // The capture is what the bank takes its yes back at, when it has not done so before.
  if (payment.reversing) reversePayment(account, payment);
  if (entity.status !== 'authorized') {
    throw badRequest('Only payments which have been authorized and not yet captured can be captured', {
      step: 'payment_capture',
    });
  }
  if (account.state.captureRefusals > 0) {
    account.state.captureRefusals -= 1;
    throw badRequest('The capture failed. Please try again later.', {
      ...{ step: 'payment_capture', reason: 'capture_failed' },
    });
  }
  if (amount !== entity.amount) {
    throw badRequest('Capture amount must be equal to the amount authorized', { field: 'amount' });
  }
  if (currency !== entity.currency) {
    throw badRequest('Capture currency must be equal to the currency of the payment', { field: 'currency' });
  }
  capturePayment(account, payment);
  return paymentSnapshot(payment, NOTHING);
}
