import { afterAll, beforeAll, expect } from 'vitest';
import { receiptFor } from '../../../contracts/receipt.js';
import type {
  CardForm,
  InvoiceRequest,
  PaymentForm,
  SubmitPaymentRequest,
} from '../../../contracts/requests.js';
import type { CollectionResult, CollectionView, SubmitPaymentAnswer } from '../../../contracts/collection.js';
import type {
  OrderEntity,
  PaymentEntity,
  RefundEntity,
} from '../../../testbed/simulator/razorpay/entities.js';
import type { InvoiceEntity } from '../../../testbed/simulator/razorpay/invoice-entity.js';
import type { LedgerEntry } from '../../../testbed/simulator/togai/entities.js';
import type { SeedInvoice } from '../../../testbed/simulator/seed-togai.js';
import { keySecret, setStage, type Stage, type StageOptions } from '../../support/stage.js';

/** One stage for a test file. Polling starts after a second, so that a test without hints ends soon. */
export function useStage(options: StageOptions = {}): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await setStage({ ...options, policy: { firstLookSeconds: 1, ...options.policy } });
  });
  afterAll(() => stage?.close());
  return () => {
    if (!stage) throw new Error('The stage is set before the first test');
    return stage;
  };
}

let people = 0;

/** Somebody with an e-mail and a phone that nobody else in this process has. */
export function person(): { readonly name: string; readonly email: string; readonly phone: string } {
  people += 1;
  return {
    name: `Gaurav Kumar ${people}`,
    email: `gaurav${people}@example.com`,
    phone: `+9198765${String(10_000 + people)}`,
  };
}

export interface Billed extends InvoiceRequest {
  readonly accountId: string;
}

/** An invoice of ₹500 for a new account, unless told otherwise. */
export async function bill(
  { togai, connection }: Stage,
  invoice: Partial<SeedInvoice> & { readonly razorpayCustomerId?: string } = {},
): Promise<Billed> {
  const { razorpayCustomerId, ...rest } = invoice;
  const currency = invoice.currency ?? 'INR';
  const accountId =
    invoice.accountId ??
    (await togai.account({
      ...person(),
      currency,
      ...(razorpayCustomerId === undefined ? {} : { razorpayCustomerId }),
    }));
  const invoiceId = await togai.invoice({ amount: 50_000, currency, ...rest, accountId });
  return { connection, invoiceId, accountId };
}

/** What the setting says that names the account's customer; Verifone's terminals leave ids there that are none of Razorpay's. */
export function nameCustomer({ simulator }: Stage, { accountId }: Billed, customerId: string): void {
  const settings = simulator.togai.store.settingsByEntity.get(`ACCOUNT/${accountId}`) ?? [];
  const setting = settings.find(({ id }) => id === 'RazorPayCustomerId');
  if (!setting) throw new Error('The account has a customer');
  setting.value = customerId;
}

/** The two fields by which the client library names an invoice. */
export function ref({ connection, invoiceId }: InvoiceRequest): InvoiceRequest {
  return { connection, invoiceId };
}

const payer = { email: 'gaurav@example.com', contact: '+919876543210', ip: '192.0.2.1' };

export const netbanking: PaymentForm = { ...payer, method: 'netbanking', bank: 'HDFC' };

export const intent: PaymentForm = { ...payer, method: 'upi', upi: { flow: 'intent' } };

export function collectFrom(vpa: string): PaymentForm {
  return { ...payer, method: 'upi', upi: { flow: 'collect', vpa } };
}

/** Razorpay's test card that succeeds, or another number. */
export function card(number = '4111111111111111', change: Partial<CardForm> = {}): PaymentForm {
  const details: CardForm = {
    number,
    ...{ name: 'Gaurav Kumar', expiry_month: '12', expiry_year: '40', cvv: '123' },
    ...change,
  };
  return {
    ...payer,
    ...{ method: 'card', card: details, authentication: { authentication_channel: 'browser' } },
    browser: {
      ...{ java_enabled: false, javascript_enabled: true, timezone_offset: -330, color_depth: 24 },
      ...{ screen_width: 1920, screen_height: 1080 },
    },
  };
}

export type NextActions = Extract<SubmitPaymentAnswer, { status: 'next_actions' }>;

/** Submits an attempt that Razorpay is expected to take. */
export async function pay(
  { orchestrator }: Stage,
  invoice: InvoiceRequest,
  attemptId: string,
  payment: PaymentForm = netbanking,
  more: Partial<SubmitPaymentRequest> = {},
): Promise<NextActions> {
  const answer = await orchestrator.submitPayment({ ...ref(invoice), attemptId, payment, ...more });
  if (answer.status !== 'next_actions') throw new Error(`${attemptId}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Address of a next action. */
export function urlOf({ next }: Pick<NextActions, 'next'>, action: string): string {
  const url = next.find((candidate) => candidate.action === action)?.url;
  if (url === undefined) throw new Error(`No ${action} in ${JSON.stringify(next)}`);
  return url;
}

/** The customer answers the bank's page; nothing is posted to the merchant. */
export async function atTheBank(
  { customer }: Stage,
  answer: NextActions,
  outcome: 'success' | 'failure' | 'cancel',
): Promise<void> {
  await customer.followRedirect(urlOf(answer, 'redirect'), outcome, { post: false });
}

/** What a webhook would do: makes the collection look now. */
export async function hint({ orchestrator }: Stage, invoice: InvoiceRequest): Promise<void> {
  await orchestrator.sendHint(ref(invoice), { evidence: 'webhook', event: 'test' });
}

/** The end of a collection, within 40 s. */
export async function outcomeOf({ orchestrator }: Stage, invoice: InvoiceRequest): Promise<CollectionResult> {
  const result = await orchestrator.waitForOutcome({ ...ref(invoice), timeoutMs: 40_000 });
  if (result === undefined) {
    const state = await orchestrator.getState(ref(invoice));
    throw new Error(`${invoice.invoiceId} did not end: ${JSON.stringify(state)}`);
  }
  return result;
}

/** What only Togai itself can do to an invoice; amounts are decimals in major units. */
export async function inTogai(
  { simulator }: Stage,
  { invoiceId }: InvoiceRequest,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  const answer = await fetch(`${simulator.url}/_simulator/togai/invoices/${invoiceId}`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) },
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** The collection as soon as it looks like this. @param patience milliseconds */
export async function until(
  { orchestrator }: Stage,
  invoice: InvoiceRequest,
  expected: Readonly<Record<string, unknown>>,
  patience = 20_000,
): Promise<CollectionView> {
  await expect
    .poll(() => orchestrator.getState(ref(invoice)), { timeout: patience, interval: 100 })
    .toMatchObject(expected);
  return orchestrator.getState(ref(invoice));
}

/** What the simulated providers themselves know of an invoice. Amounts in subunits. */
export interface Books {
  readonly orders: readonly OrderEntity[];
  /** Payment requests. */
  readonly requests: readonly InvoiceEntity[];
  readonly payments: readonly PaymentEntity[];
  readonly refunds: readonly RefundEntity[];
  readonly captured: number;
  /** Captured and not refunded. */
  readonly kept: number;
  /** Togai's status of the invoice. */
  readonly togai: string | undefined;
  /** Writes of ours that reached Togai's books. */
  readonly writes: readonly LedgerEntry[];
}

export function booksOf({ simulator }: Stage, { connection, invoiceId }: InvoiceRequest): Books {
  const { state } = simulator.razorpay;
  const receipts = [1, 2, 3].map((round) => receiptFor(connection, invoiceId, round));
  const requests = [...state.invoices.values()]
    .map(({ entity }) => entity)
    .filter(({ receipt }) => receipt !== null && receipts.includes(receipt));
  const orders = [...state.orders.values()].filter(
    ({ entity, invoiceId: requestId }) =>
      (entity.receipt !== null && receipts.includes(entity.receipt)) ||
      requests.some(({ id }) => id === requestId),
  );
  const payments = orders.flatMap((order) => order.payments.map(({ entity }) => entity));
  const refunds = [...state.refunds.values()]
    .map(({ entity }) => entity)
    .filter(({ payment_id }) => payments.some(({ id }) => id === payment_id));
  const captured = payments
    .filter((payment) => payment.captured)
    .reduce((sum, { amount }) => sum + amount, 0);
  const refunded = refunds
    .filter(({ status, payment_id }) => status !== 'failed' && isCaptured(payments, payment_id))
    .reduce((sum, { amount }) => sum + amount, 0);
  const invoice = simulator.togai.store.invoices.get(invoiceId);
  const ledger = simulator.togai.store.ledger.filter((entry) => entry.invoiceId === invoiceId);
  return {
    ...{ orders: orders.map(({ entity }) => entity), requests, payments, refunds, captured },
    kept: captured - refunded,
    togai: invoice?.status,
    writes: ledger.filter(({ by }) => by !== 'control'),
  };
}

/** Razorpay's own return of an authorization is a refund, too, but no money of ours. */
function isCaptured(
  payments: readonly { readonly id: string; readonly captured: boolean }[],
  id: string,
): boolean {
  return payments.some((payment) => payment.id === id && payment.captured);
}

const authorization = `Basic ${Buffer.from(`rzp_test_Stage000000001:${keySecret}`).toString('base64')}`;

/** A call to Razorpay that is not the product's. */
export async function atRazorpay({ simulator }: Stage, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${simulator.razorpayUrl}${path}`, {
    ...{ method: 'POST', body: JSON.stringify(body) },
    headers: { authorization, 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
