import { cancellationSignal } from '@temporalio/activity';
import type { Activities, IssuedPaymentRequest, PaymentRequestInput } from '../contracts/activities.js';
import { receiptFor } from '../contracts/receipt.js';
import type { RazorpayClient } from '../providers/razorpay/client.js';
import type { RazorpayInvoice } from '../providers/razorpay/schemas.js';
import { toProviderRefusal, valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { ownNotes, whyForeign } from './ownership.js';
import { failure } from './to-application-failure.js';

const payable: readonly string[] = ['issued', 'partially_paid', 'paid'];

/**
 * Razorpay: one issued invoice for the round, however often this is tried. `POST /v1/invoices` has no key and a second
 * invoice bills the customer twice; a draft bills nobody. So a draft is made, spare ones of lost answers are deleted,
 * and one is issued. Nobody is notified yet.
 */
export function issuePaymentRequest(dependencies: ActivityDependencies): Activities['issuePaymentRequest'] {
  return async (input) => {
    const { razorpay } = connectionOf(dependencies, input.connection);
    const receipt = receiptFor(input.connection, input.invoiceId, input.round);
    const listed = await razorpay.invoicesByReceipt(receipt, cancellationSignal());
    const found = valueOf(listed, `invoices of receipt ${receipt}`);

    // Newest first: the oldest payable one is the one the customer may have seen.
    const standing = found.filter(({ status }) => payable.includes(status)).at(-1);
    if (standing !== undefined) return adopt(standing, input, receipt);

    const drafts = found.filter((invoice) => invoice.status === 'draft');
    const [usable, ...others] = drafts.filter((draft) => whyOther(draft, input, receipt) === undefined);
    for (const spare of [
      ...others,
      ...drafts.filter((draft) => whyOther(draft, input, receipt) !== undefined),
    ]) {
      // A refusal means that it is no draft any more; the list of the next try shows what it became.
      const deleted = await razorpay.deleteInvoice(spare.id);
      if (!deleted.ok) throw failure('PROVIDER_UNAVAILABLE', `draft ${spare.id} changed meanwhile`);
    }
    const draft =
      usable === undefined ? await razorpay.createInvoiceDraft(draftOf(input, receipt)) : undefined;
    if (draft?.ok === false) return { kind: 'refused', refusal: toProviderRefusal(draft.refusal) };
    const id = draft?.value.id ?? usable?.id;
    if (id === undefined) throw failure('PROVIDER_ANSWER_UNREADABLE', `no draft for receipt ${receipt}`);
    return issue(razorpay, id, input, receipt);
  };
}

async function issue(
  razorpay: RazorpayClient,
  id: string,
  input: PaymentRequestInput,
  receipt: string,
): Promise<IssuedPaymentRequest> {
  const answer = await razorpay.issueInvoice(id);
  if (answer.ok) return adopt(answer.value, input, receipt);
  // Refused because somebody issued it meanwhile, or for good.
  const now = valueOf(await razorpay.fetchInvoice(id, cancellationSignal()), `invoice ${id}`);
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
