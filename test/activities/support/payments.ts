import { MockActivityEnvironment } from '@temporalio/testing';
import { ensureCustomer } from '../../../activities/ensure-customer.js';
import { makePayment, type PaymentToMake } from '../../../activities/make-payment.js';
import type {
  CreatedPayment,
  CreateOrderWithPaymentInput,
  TriedPayment,
} from '../../../contracts/activities.js';
import type { BillingAccount } from '../../../contracts/billing.js';
import type { PaymentSubmission, Round } from '../../../contracts/collection.js';
import { defaultPolicy } from '../../../contracts/policy.js';
import type { World } from './world.js';

/** The run that every activity of these tests belongs to. */
export const thisRun = new MockActivityEnvironment().context.info.workflowExecution?.runId;

/** An account of Togai, mapped to what Razorpay takes. */
export const account: BillingAccount = {
  accountId: 'ACC1',
  togaiCustomerId: 'CUST1',
  status: 'ACTIVE',
  originalName: 'Asha & Söhne',
  name: 'Asha and Sohne',
  email: 'asha@example.com',
  contact: '+919876543210',
  customerIdSetting: undefined,
};

/** A first attempt by netbanking, for an invoice that Togai need not know. */
export async function netbanking(world: World): Promise<PaymentToMake> {
  const customer = await world.inActivity(({ razorpay }) => ensureCustomer(razorpay, account));
  if (customer.kind !== 'customer') throw new Error(customer.reason);
  return {
    connection: 'main',
    invoiceId: 'inv.1.a',
    round: 1,
    attemptId: 'attempt-1',
    amount: { amount: 50_000, currency: 'INR', exponent: 2 },
    kept: 0,
    customerId: customer.customerId,
    orderId: undefined,
    searched: false,
    mayHaveBeenSent: false,
    isLate: () => false,
    retryBy: 'id',
    order: undefined,
    policy: defaultPolicy,
    payment: {
      method: 'netbanking',
      bank: 'HDFC',
      email: 'asha@example.com',
      contact: '9876543210',
      ip: '192.168.0.103',
    },
  };
}

/** A first attempt by netbanking for an invoice that is due in Togai, of an account whose customer is known. */
export async function dueByNetbanking(world: World): Promise<PaymentToMake> {
  const payment = await netbanking(world);
  const accountId = await world.togai.account({
    id: account.accountId,
    name: account.originalName,
    email: 'asha@example.com',
    phone: '+91 98765 43210',
    currency: 'INR',
    razorpayCustomerId: payment.customerId,
  });
  const invoiceId = await world.togai.invoice({ accountId, amount: 50_000, currency: 'INR' });
  return { ...payment, invoiceId };
}

/** Makes a payment without asking Togai. */
export function pay(world: World, payment: PaymentToMake): Promise<CreatedPayment> {
  return world.inActivity((connection) => makePayment(connection, world.vault, payment));
}

/** The same, of which nothing is expected but that order and payment are made. */
export async function paid(
  world: World,
  payment: PaymentToMake,
): Promise<Extract<CreatedPayment, { kind: 'created' }>> {
  const created = await pay(world, payment);
  if (created.kind !== 'created') throw new Error(JSON.stringify(created));
  return created;
}

/** What a caller's submission of this payment says. */
export function submissionOf({ attemptId, payment, order }: PaymentToMake): PaymentSubmission {
  return {
    attemptId,
    payment,
    order,
    contentHash: `hash of ${attemptId}`,
    orderHash: undefined,
    retryOf: undefined,
    replace: false,
  };
}

/** The same payment as a workflow that knows the round asks `createOrderWithPayment` for it. */
export function inRound(payment: PaymentToMake): CreateOrderWithPaymentInput {
  const { connection, invoiceId, round, orderId, amount, kept, policy, retryBy, searched } = payment;
  return {
    connection,
    invoiceId,
    submission: submissionOf(payment),
    round: roundOf(orderId, { round, amount, partialPayment: payment.order?.partial_payment ?? false }),
    policy: { ...policy, retryBy },
    recordedByUs: 0,
    kept,
    searchedInRun: searched ? thisRun : undefined,
  };
}

/** The same payment as the first thing a workflow asks for: it knows of no round and no policy yet. */
export function asFirst(payment: PaymentToMake): CreateOrderWithPaymentInput {
  return { ...inRound(payment), round: undefined, policy: undefined };
}

/** Runs `createOrderWithPayment` for a known round; the result alone. */
export async function tried(world: World, payment: PaymentToMake): Promise<TriedPayment['result']> {
  return (await world.run('createOrderWithPayment', inRound(payment))).result;
}

/** A round for 500 rupees. */
export function roundOf(orderId: string | undefined, change: Partial<Round> = {}): Round {
  return {
    round: 1,
    mode: 'direct',
    amount: { amount: 50_000, currency: 'INR', exponent: 2 },
    orderId,
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
