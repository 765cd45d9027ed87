import { cancellationSignal } from '@temporalio/activity';
import type { Activities, IssuedPaymentRequest, PaymentRequestInput } from '../contracts/activities.js';
import { receiptFor } from '../contracts/receipt.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import type { RazorpayInvoice } from '../providers/razorpay/schemas.js';
import { toProviderRefusal, valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { ownNotes, whyForeign } from './ownership.js';
import { startStopwatch, type Stopwatch } from './stopwatch.js';
import { failure } from './to-application-failure.js';

const payable: readonly string[] = ['issued', 'partially_paid', 'paid'];

/**
 * Razorpay: one issued invoice for the round, however often this is tried, and though two tries overlap. `POST
 * /v1/invoices` has no key and a second invoice bills the customer twice; a draft bills nobody. So a draft is made, and
 * of all drafts, those of lost answers and of other tries too, every try issues the same one: the oldest. The others are
 * deleted. No write begins late in a try. Nobody is notified yet.
 */
export function issuePaymentRequest(dependencies: ActivityDependencies): Activities['issuePaymentRequest'] {
  return async (input) => {
    const stopwatch = startStopwatch();
    const { razorpay } = connectionOf(dependencies, input.connection);
    const receipt = receiptFor(input.connection, input.invoiceId, input.round);
    const round: RoundToIssue = { razorpay, stopwatch, input, receipt };
    const found = await list(round);
    if (found.standing !== undefined) return adopt(found.standing, input, receipt);
    if (found.drafts.some((draft) => whyOther(draft, input, receipt) === undefined)) {
      return issueOldest(round, found.drafts);
    }
    refuseLate(stopwatch);
    const created = await razorpay.createInvoiceDraft(draftOf(input, receipt));
    if (!created.ok) return { kind: 'refused', refusal: toProviderRefusal(created.refusal) };
    // Another try may have made, or even issued, one since the list was read.
    const { standing, drafts } = await list(round);
    if (standing !== undefined) return adopt(standing, input, receipt);
    const listed = drafts.some(({ id }) => id === created.value.id);
    return issueOldest(round, listed ? drafts : [created.value, ...drafts]);
  };
}

/** What one try works with. */
interface RoundToIssue {
  readonly razorpay: RazorpayClient;
  readonly stopwatch: Stopwatch;
  readonly input: PaymentRequestInput;
  readonly receipt: string;
}

interface Listed {
  /** One that can be paid already. */
  readonly standing: RazorpayInvoice | undefined;
  /** Newest first. */
  readonly drafts: readonly RazorpayInvoice[];
}

async function list({ razorpay, receipt }: RoundToIssue): Promise<Listed> {
  const listed = await razorpay.invoicesByReceipt(receipt, cancellationSignal());
  const found = valueOf(listed, `invoices of receipt ${receipt}`);
  return {
    // Newest first: the oldest payable one is the one the customer may have seen.
    standing: found.filter(({ status }) => payable.includes(status)).at(-1),
    drafts: found.filter(({ status }) => status === 'draft'),
  };
}

function refuseLate(stopwatch: Stopwatch): void {
  if (stopwatch.isLate()) throw failure('PROVIDER_UNAVAILABLE', 'earlier calls took too long; wrote no more');
}

/** @param drafts just listed, newest first */
async function issueOldest(
  round: RoundToIssue,
  drafts: readonly RazorpayInvoice[],
): Promise<IssuedPaymentRequest> {
  const { razorpay, stopwatch, input, receipt } = round;
  const oldest = drafts.filter((draft) => whyOther(draft, input, receipt) === undefined).at(-1);
  for (const spare of drafts.filter((draft) => draft !== oldest)) {
    refuseLate(stopwatch);
    // A refusal means that it is no draft any more; the list of the next try shows what it became.
    const deleted = await razorpay.deleteInvoice(spare.id);
    if (!deleted.ok) throw failure('PROVIDER_UNAVAILABLE', `draft ${spare.id} changed meanwhile`);
  }
  if (oldest === undefined) throw failure('PROVIDER_ANSWER_UNREADABLE', `no draft for receipt ${receipt}`);
  refuseLate(stopwatch);
  const answer = await razorpay.issueInvoice(oldest.id);
  if (answer.ok) return adopt(answer.value, input, receipt);
  // Refused because somebody issued it meanwhile, or for good.
  const now = valueOf(await razorpay.fetchInvoice(oldest.id, cancellationSignal()), `invoice ${oldest.id}`);
  if (payable.includes(now.status)) return adopt(now, input, receipt);
  return { kind: 'refused', refusal: toProviderRefusal(answer.refusal) };
}

function adopt(invoice: RazorpayInvoice, input: PaymentRequestInput, receipt: string): IssuedPaymentRequest {
  const why = whyOther(invoice, input, receipt);
  if (why !== undefined) return { kind: 'foreign_invoice', razorpayInvoiceId: invoice.id, why };
  const { id, order_id: orderId, short_url: shortUrl } = invoice;
  if (orderId === undefined || shortUrl === undefined) {
    throw failure('PROVIDER_ANSWER_UNREADABLE', `invoice ${id} is issued without an order or a page`);
  }
  return { kind: 'issued', razorpayInvoiceId: id, orderId, shortUrl };
}

function whyOther(invoice: RazorpayInvoice, input: PaymentRequestInput, receipt: string): string | undefined {
  const why = whyForeign(invoice, { of: input, round: input.round, receipt, amount: input.amount });
  if (why !== undefined) return why;
  return invoice.customer_id === input.customerId
    ? undefined
    : `it is for customer ${String(invoice.customer_id)}`;
}

function draftOf(
  input: PaymentRequestInput,
  receipt: string,
): Parameters<RazorpayClient['createInvoiceDraft']>[0] {
  const { amount, currency } = input.amount;
  return {
    type: 'invoice',
    draft: '1',
    customer_id: input.customerId,
    currency,
    line_items: [{ name: `Invoice ${input.invoiceId}`, amount, currency, quantity: 1 }],
    description: `Invoice ${input.invoiceId}`,
    receipt,
    expire_by: input.expireBy,
    sms_notify: 0,
    email_notify: 0,
    notes: ownNotes(input, input.round),
  };
}
