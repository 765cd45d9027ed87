import type { BillingInvoice, InvoiceStatus } from '../../contracts/billing.js';
import type { AttemptRecord, Round } from '../../contracts/collection.js';
import type { OrderFact, PaymentFact, RazorpayFacts } from '../../contracts/facts.js';
import type { Money } from '../../contracts/money.js';
import { defaultPolicy } from '../../contracts/policy.js';
import { MINUTE, SECOND } from '../../domain/clock.js';
import type { Situation } from '../../domain/situation.js';

/** When the collections of these tests open; business time, Unix milliseconds. */
export const opened = 1_700_000_000_000;

export function inr(amount: number): Money {
  return { amount, currency: 'INR', exponent: 2 };
}

export function invoiceOf(status: InvoiceStatus = 'DUE', total = 1000, paid = 0): BillingInvoice {
  return {
    invoiceId: 'inv-1',
    status,
    finalizing: false,
    ownerType: 'account',
    ownerId: 'acc-1',
    amounts: { kind: 'exact', total: inr(total), paid: inr(paid) },
    dueDate: undefined,
    country: 'IN',
    customerIdSetting: undefined,
  };
}

/** A payment of the first round's order, made as the collection opened; `after` says how much later, in milliseconds. */
export function paymentOf(
  paymentId: string,
  change: Partial<PaymentFact> & { readonly after?: number } = {},
): PaymentFact {
  const { after = 0, ...facts } = change;
  return {
    paymentId,
    orderId: 'order-1',
    amount: 1000,
    currency: 'INR',
    status: 'captured',
    method: 'card',
    refunded: 0,
    createdAt: (opened + after) / SECOND,
    attemptId: undefined,
    failure: undefined,
    differsByFeeOrOffer: false,
    ...facts,
  };
}

/** Facts with these payments, each on the order it names. */
export function factsOf(...payments: PaymentFact[]): RazorpayFacts {
  const orderIds = [...new Set(['order-1', ...payments.map(({ orderId }) => orderId)])];
  const orders = orderIds.map((orderId, index): OrderFact => {
    const own = payments.filter((payment) => payment.orderId === orderId);
    return { round: index + 1, orderId, amount: 1000, currency: 'INR', partialPayment: false, payments: own };
  });
  return { orders, razorpayInvoices: [], foreignOrders: [] };
}

export function roundOf(change: Partial<Round> = {}): Round {
  return {
    round: 1,
    mode: 'direct',
    amount: inr(1000),
    orderId: 'order-1',
    razorpayInvoiceId: undefined,
    shortUrl: undefined,
    orderHash: undefined,
    partialPayment: false,
    capture: 'automatic',
    automaticExpiryMinutes: 12,
    manualExpiryMinutes: 7200,
    ...change,
  };
}

export function attemptOf(change: Partial<AttemptRecord> = {}): AttemptRecord {
  const attemptId = change.attemptId ?? 'attempt-1';
  return {
    attemptId,
    contentHash: 'hash',
    method: 'card',
    submittedAt: opened,
    round: 1,
    answer: { status: 'pending', attemptId },
    paymentId: undefined,
    standing: 'known',
    ...change,
  };
}

/** An open direct collection of 1000 subunits with one order and nothing on it. */
export function situationOf(change: Partial<Situation> = {}): Situation {
  return {
    policy: defaultPolicy,
    mode: 'direct',
    invoice: invoiceOf(),
    invoiceIsFresh: false,
    target: inr(1000),
    rounds: [roundOf()],
    attempts: [],
    facts: factsOf(),
    recordedPaymentIds: [],
    unverifiedRecords: [],
    recordedByUs: 0,
    writtenBack: false,
    writeBackTried: false,
    closing: undefined,
    openedAt: opened,
    quietLooks: 0,
    ...change,
  };
}

/** Business time that many minutes after the opening. */
export function minutes(count: number): number {
  return opened + count * MINUTE;
}
