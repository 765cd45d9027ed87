import { badRequest, unknownId, type ApiError } from './errors.js';
import type { OrderRecord, PaymentRecord } from './entities.js';
import { GATEWAY_DOWN } from './failures.js';
import { amountOf, contactOf, currencyOf, emailOf, notesOf, onlyKnown, text } from './fields.js';
import { gatewayRefuses } from './gateway.js';
import { instrumentOf, type Instrument } from './instruments.js';
import { requireActiveMerchant } from './merchant.js';
import { requireUsable } from './methods.js';
import { awaitAnswer, failPayment } from './payment-lifecycle.js';
import type { Body } from './request.js';
import { note, type Account } from './state.js';

const KNOWN = [
  'amount', 'currency', 'order_id', 'email', 'contact', 'method', 'card', 'bank', 'wallet', 'vpa', 'upi', 'flow',
  'authentication', 'browser', 'ip', 'referer', 'referrer', 'user_agent', 'callback_url', 'notes', 'customer_id',
  'save', 'token', 'description', 'key_id', 'consent_to_save_card', 'provider',
]; // prettier-ignore

/** What the caller of {@link createPayment} decides. */
export interface PaymentFrame {
  readonly order: OrderRecord | null;
  /** In the one-call variant an order without partial payment lends its own amount to the payment. */
  readonly amountFromOrder: boolean;
  /** The longest e-mail address: 40 in the one-call document, 64 elsewhere. */
  readonly emailMax: number;
}

/** A payment that exists although the gateway refused it at once. */
export interface CreatedPayment {
  readonly payment: PaymentRecord;
  readonly refusedByGateway: boolean;
}

/** Checks everything and makes the payment. Throws what leaves no payment behind. */
export function createPayment(account: Account, body: Body, frame: PaymentFrame): CreatedPayment {
  onlyKnown(body, KNOWN);
  requireActiveMerchant(account);
  const { order } = frame;
  if (order !== null) requireOpen(order);
  const amount = amountFor(body, frame);
  const currency = currencyFor(body, order, amount);
  const email = emailOf(body, frame.emailMax);
  const contact = contactOf(body);
  const notes = notesOf(body) ?? [];
  const description = text(body, 'description', 255);
  const callbackUrl = callbackOf(body);
  const customerId = text(body, 'customer_id') ?? order?.asked.customerId ?? null;
  if (customerId !== null && !account.state.customers.has(customerId)) throw unknownId();
  const instrument = instrumentOf(account, body, amount);
  requireUsable(account, instrument);
  if (order?.method != null && order.method !== instrument.method) {
    throw badRequest('Payment method does not match the method of the order.', {
      field: 'method',
      reason: 'order_payment_method_mismatch',
    });
  }
  const payment = register(account, frame, instrument, {
    amount, currency, email, contact, notes, description, callbackUrl, customerId,
  }); // prettier-ignore
  if (gatewayRefuses(account, instrument)) {
    failPayment(account, payment, GATEWAY_DOWN);
    return { payment, refusedByGateway: true };
  }
  awaitAnswer(account, payment);
  return { payment, refusedByGateway: false };
}

/** The third failure shape: the payment exists and the gateway refused it (the sample's `reason`, word by word). */
export function gatewayRefusal({ entity }: PaymentRecord): ApiError {
  const orderId = entity.order_id === null ? {} : { order_id: entity.order_id };
  return badRequest(GATEWAY_DOWN.description, {
    ...GATEWAY_DOWN,
    field: null,
    reason: 'gateway failure',
    metadata: { ...orderId, payment_id: entity.id },
  });
}

function requireOpen(order: OrderRecord): void {
  if (order.entity.status === 'paid') {
    throw badRequest(
      'Your payment has been declined as the order is already paid. Please initiate the payment with a new order.',
      { reason: 'order_already_paid' },
    );
  }
  if (order.payments.some(({ entity }) => entity.status === 'authorized')) {
    throw badRequest(
      'Your payment has been declined as another payment of the order is already authorized.',
      {
        reason: 'duplicate_request',
      },
    );
  }
}

function amountFor(body: Body, { order, amountFromOrder }: PaymentFrame): number {
  const given = amountOf(body, 'amount');
  const partial = order?.entity.partial_payment === true;
  if (order !== null && !partial && (amountFromOrder || given === order.entity.amount))
    return order.entity.amount;
  if (given === null) {
    if (order !== null && amountFromOrder) return order.entity.amount_due;
    throw badRequest('The amount field is required.', { field: 'amount' });
  }
  if (order === null) return given;
  const first = order.entity.amount_paid === 0 ? (order.entity.first_payment_min_amount ?? 0) : 0;
  if (!partial || given > order.entity.amount_due || given < Math.min(first, order.entity.amount_due)) {
    throw badRequest(
      'Your payment amount is different from your order amount. To pay successfully, please try using right amount.',
      { field: 'amount', reason: 'order_amount_mismatch' },
    );
  }
  return given;
}

function currencyFor(body: Body, order: OrderRecord | null, amount: number): string {
  if (order === null) return currencyOf(body, amount);
  const given = text(body, 'currency');
  if (given !== null && given !== order.entity.currency) {
    throw badRequest('Payment currency does not match the currency of the order.', {
      field: 'currency',
      reason: 'invalid_currency',
    });
  }
  return order.entity.currency;
}

function callbackOf(body: Body): string | null {
  const value = text(body, 'callback_url');
  if (value !== null && !/^https?:\/\//.test(value)) {
    throw badRequest('The callback url format is invalid.', { field: 'callback_url' });
  }
  return value;
}

interface Particulars {
  readonly amount: number;
  readonly currency: string;
  readonly email: string | null;
  readonly contact: string | null;
  readonly notes: PaymentRecord['entity']['notes'];
  readonly description: string | null;
  readonly callbackUrl: string | null;
  readonly customerId: string | null;
}

/** The field that is null until the bank has answered. */
const ACQUIRER_FIELD = { card: 'auth_code', netbanking: 'bank_transaction_id', upi: 'rrn' } as const;

function register(
  account: Account,
  frame: PaymentFrame,
  with_: Instrument,
  given: Particulars,
): PaymentRecord {
  const { order } = frame;
  const payment: PaymentRecord = {
    entity: {
      id: account.newId('pay_'),
      entity: 'payment',
      amount: given.amount,
      currency: given.currency,
      base_amount: given.amount,
      status: 'created',
      order_id: order?.entity.id ?? null,
      invoice_id: order?.invoiceId ?? null,
      international: with_.card?.international ?? false,
      method: with_.method,
      amount_refunded: 0,
      amount_transferred: 0,
      refund_status: null,
      captured: false,
      description: given.description,
      card_id: with_.card?.id ?? null,
      bank: with_.bank,
      wallet: null,
      vpa: with_.vpa,
      email: given.email,
      contact: given.contact,
      ...(given.customerId === null ? {} : { customer_id: given.customerId }),
      notes: given.notes,
      fee: null,
      tax: null,
      error_code: null,
      error_description: null,
      error_source: null,
      error_step: null,
      error_reason: null,
      acquirer_data: { [ACQUIRER_FIELD[with_.method]]: null },
      created_at: account.clock.seconds(),
      ...(with_.flow === null
        ? {}
        : { upi: { payer_account_type: 'bank_account', vpa: with_.vpa, flow: with_.flow } }),
    },
    order,
    card: with_.card,
    flow: with_.flow,
    callbackUrl: given.callbackUrl,
    plan: with_.plan,
    createdAtMs: account.clock.now(),
    authorizedAtMs: null,
    capturedAt: null,
    reversing: false,
    settlementId: null,
    otp: {
      wrong: 0,
      generated: false,
      hash: account.newId('', 40).toLowerCase(),
      trackId: account.newId(''),
    },
    upiReference: account.newId('', 15),
    refunds: [],
    timers: [],
  };
  account.state.payments.set(payment.entity.id, payment);
  note(account, {
    object: 'payment',
    id: payment.entity.id,
    from: null,
    to: 'created',
    amount: given.amount,
  });
  if (order !== null) {
    order.payments.push(payment);
    order.entity.attempts += 1;
    if (order.entity.status === 'created') {
      order.entity.status = 'attempted';
      note(account, { object: 'order', id: order.entity.id, from: 'created', to: 'attempted' });
    }
  }
  return payment;
}
