import type { CollectionOutcome, CollectionView } from '../../contracts/collection.js';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import type { InvoiceRequest } from '../../contracts/requests.js';
import { searchAttributeKeys } from '../../contracts/search-attributes.js';
import type { Stage } from '../stage/stage.js';
import { withinQuota } from '../stage/within-quota.js';
import type { Part } from './cast.js';

/** How one invoice ended, as `--json` prints it; amounts in subunits. */
export interface InvoiceReport {
  readonly invoiceId: string;
  readonly mode: string | null;
  readonly method: string | null;
  readonly state: string;
  readonly outcome: CollectionOutcome | null;
  readonly orderId: string | null;
  readonly paymentIds: readonly string[];
  readonly attempts: number;
  readonly amount: number;
  readonly amountPaid: number;
  readonly currency: string;
  readonly togaiStatus: string;
  readonly workflowId: string;
}

export interface Performance {
  readonly part: Part;
  readonly invoice: InvoiceReport;
  /** What is not as expected; empty when all is well. */
  readonly problems: readonly string[];
}

const CURRENCY = 'INR';
/** Wall-clock milliseconds. */
const OUTCOME_TIMEOUT_MS = 60_000;
/** Each waits for three seconds. */
const VIEW_TRIES = 5;

/** Bills one invoice in the simulated Togai, plays what happens to it, and reads how it ended from both sides. */
export async function perform(
  stage: Stage,
  part: Part,
  index: number,
  say: (line: string) => void,
): Promise<Performance> {
  const { connection, orchestrator, customer } = stage;
  const payer = {
    email: `${part.name.toLowerCase().replace(/\W+/g, '.')}@example.com`,
    contact: `+9198765432${String(10 + index)}`,
    ip: '192.0.2.10',
  };
  const invoiceId = await bill(stage, part, payer);
  say(`invoice ${invoiceId} is ${part.status ?? 'DUE'} in Togai`);
  const problems: string[] = [];
  try {
    await part.play({ connection, invoiceId, orchestrator, customer, payer, say });
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  const report = await readReport(stage, invoiceId, OUTCOME_TIMEOUT_MS);
  problems.push(...compare(part, report.invoice, report.orders));
  say(
    problems.length === 0
      ? `${String(report.invoice.outcome)}; Togai says ${report.invoice.togaiStatus}`
      : `NOT AS EXPECTED: ${problems.join('; ')}`,
  );
  return { part, problems, invoice: report.invoice };
}

async function bill(
  { togai, providers }: Stage,
  { name, amount, status, hasCustomer }: Part,
  { email, contact }: { readonly email: string; readonly contact: string },
): Promise<string> {
  let razorpayCustomerId: string | undefined;
  if (hasCustomer) {
    const answer = await providers.razorpay.createCustomer({
      ...{ name, email, contact, fail_existing: '0', notes: {} },
    });
    if (!answer.ok) throw new Error(`Razorpay made no customer: ${answer.refusal.description}`);
    razorpayCustomerId = answer.value.id;
  }
  const accountId = await togai.account({
    ...{ name, email, phone: contact, currency: CURRENCY },
    ...(razorpayCustomerId === undefined ? {} : { razorpayCustomerId }),
  });
  return togai.invoice({
    accountId,
    amount,
    currency: CURRENCY,
    ...(status === undefined ? {} : { status }),
  });
}

/** On a machine that is busy the worker may not answer in time; what Temporal's server tells instead names no orders. */
async function readView(
  orchestrator: Stage['orchestrator'],
  request: InvoiceRequest,
): Promise<CollectionView> {
  for (let tries = 1; ; tries += 1) {
    const view = await orchestrator.getState(request);
    if (view.mode !== undefined || tries === VIEW_TRIES) return view;
  }
}

async function readReport(
  { orchestrator, client, providers, connection }: Stage,
  invoiceId: string,
  timeoutMs: number,
): Promise<{ readonly invoice: InvoiceReport; readonly orders: number }> {
  const workflowId = invoicePaymentWorkflowId(connection, invoiceId);
  const result = await orchestrator.waitForOutcome({ connection, invoiceId, timeoutMs });
  const { typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
  const view = await readView(orchestrator, { connection, invoiceId });
  const billed = await withinQuota(() => providers.billing.readInvoiceAlone(invoiceId));
  if (!billed.ok) throw new Error(`Togai does not show ${invoiceId}: ${billed.refusal.message}`);
  const { amounts, status } = billed.value;
  if (amounts.kind !== 'exact') throw new Error(`The amount of ${invoiceId} is ${amounts.kind}`);
  return {
    orders: view.rounds.length,
    invoice: {
      ...{ invoiceId, workflowId, togaiStatus: status },
      mode: view.mode ?? null,
      method: typedSearchAttributes.get(searchAttributeKeys.method) ?? null,
      state: view.state,
      outcome: result?.outcome ?? null,
      orderId: view.rounds.at(-1)?.orderId ?? null,
      paymentIds: view.paymentIds,
      attempts: view.attempts.length,
      amount: amounts.total.amount,
      amountPaid: view.amountPaid,
      currency: amounts.total.currency,
    },
  };
}

function compare({ expected, amount }: Part, invoice: InvoiceReport, orders: number): string[] {
  const facts = [
    ['outcome', invoice.outcome, expected.outcome],
    ["Togai's status", invoice.togaiStatus, expected.togaiStatus],
    ['attempts', invoice.attempts, expected.attempts],
    ['orders', orders, expected.orders],
    ['payments', invoice.paymentIds.length, expected.payments],
    ['amount', invoice.amount, amount],
    ['amount paid', invoice.amountPaid, expected.outcome === 'paid' ? amount : 0],
  ] as const;
  return facts
    .filter(([, found, wanted]) => found !== wanted)
    .map(([what, found, wanted]) => `${what}: ${String(found)} instead of ${String(wanted)}`);
}
