import { cancellationSignal } from '@temporalio/activity';
import type {
  Activities,
  CreateOrderWithPaymentInput,
  InvoiceRead,
  TriedPayment,
} from '../contracts/activities.js';
import type { BillingInvoice } from '../contracts/billing.js';
import { razorpayIdPatterns } from '../contracts/ids.js';
import type { Money } from '../contracts/money.js';
import type { Policy } from '../contracts/policy.js';
import { refuseSubmission } from '../domain/admission.js';
import { collectability, isRecordable } from '../domain/collectable.js';
import { downtimeOf, isHolding } from '../domain/downtimes.js';
import { isSame } from '../domain/money.js';
import { connectionOf } from './connection.js';
import type { ActivityConnection, ActivityDependencies } from './dependencies.js';
import { discover } from './discover.js';
import { wasPutBack } from './earlier-tries.js';
import { makePayment } from './make-payment.js';
import { precedesReset } from './precedes-reset.js';
import { readWithPolicy } from './read-invoice.js';
import { startStopwatch } from './stopwatch.js';
import { syncAccount } from './sync-customer.js';
import { thisRun } from './this-run.js';

const notTried = { kind: 'not_tried' } as const;

/**
 * Both: order and payment in one call, right after the invoice was read: an order is made only for what is due now. An
 * account without a customer gets one instead, as policy says; whatever else stands in the way is left to the workflow.
 * Nothing protects the call from being executed twice, so it is to be tried once; what a reset makes Temporal do again is
 * looked for, and not sent.
 * @throws OUTCOME_UNKNOWN, INVOICE_NOT_FOUND, and the other codes of reads, which say that no payment was made
 */
export function createOrderWithPayment(
  dependencies: ActivityDependencies,
): Activities['createOrderWithPayment'] {
  return async (input): Promise<TriedPayment> => {
    const stopwatch = startStopwatch();
    const connection = connectionOf(dependencies, input.connection);
    // Unless the policy holds, no payment waits for it: it is there when the payment was made, or not known after a second.
    const downtimes = connection.downtimes.now();
    const [read, left, mayBeSent] = await Promise.all([
      readWithPolicy(connection, input.invoiceId),
      input.round ? false : leftByAnEarlierRun(connection, input),
      mayHaveBeenSent(input),
    ]);
    const amount = amountToPay(input, read);
    if (!amount || left) return { ...read, result: notTried };
    const { invoice } = read;
    const policy = input.policy ?? read.policy;
    const customerId = invoice.customerIdSetting ?? '';
    if (!razorpayIdPatterns.customer.test(customerId))
      return { ...read, result: await withoutCustomer(connection, invoice, policy) };
    const { submission, round } = input;
    if (policy.downtimes === 'hold' && input.heldLongEnough !== true) {
      const downtime = downtimeOf(submission.payment, (await downtimes) ?? []);
      if (downtime && isHolding(downtime)) return { ...read, result: { kind: 'held_by_downtime', downtime } };
    }
    const { attemptId, order, payment, retryOf } = submission;
    const byReceipt =
      retryOf?.id === undefined && (retryOf?.receipt !== undefined || policy.retryBy === 'receipt');
    const result = await makePayment(connection, dependencies.vault, {
      ...{
        connection: input.connection,
        invoiceId: input.invoiceId,
        attemptId,
        amount,
        kept: input.kept - (input.keptBeside ?? 0),
        customerId,
        order,
        payment,
      },
      ...{ round: round?.round ?? 1, orderId: round?.orderId, retryBy: byReceipt ? 'receipt' : 'id', policy },
      isLate: () => stopwatch.isLate(),
      searched: !round || (round.orderId === undefined && input.searchedInRun === thisRun()),
      mayHaveBeenSent: mayBeSent,
    });
    const downtime = downtimeOf(payment, (await downtimes) ?? []);
    return { ...read, result, ...(downtime && { downtime }) };
  };
}

/** What is due now, if that is what the payment is for. */
function amountToPay(
  { submission, round, policy, recordedByUs, keptBeside = 0 }: CreateOrderWithPaymentInput,
  read: InvoiceRead,
): Money | undefined {
  const verdict = collectability(read.invoice, recordedByUs);
  if (!isRecordable(read.invoice, policy ?? read.policy)) return undefined;
  if (verdict.kind !== 'collect') return undefined;
  const { target } = verdict;
  if (round) {
    const rest = { ...target, amount: target.amount - keptBeside };
    return isSame(rest, round.amount) ? rest : undefined;
  }
  // The workflow refuses by the same rules, and tells the caller; here nothing else is known yet.
  const nothingKnown = {
    kept: 0,
    attempts: [],
    facts: { orders: [], razorpayInvoices: [], foreignOrders: [] },
  };
  const situation = {
    ...nothingKnown,
    policy: policy ?? read.policy,
    target,
    round: undefined,
    receipt: undefined,
  };
  return refuseSubmission(submission, situation) ? undefined : target;
}

/** The customer is made sure of before anything is ordered for it; the payment then is another call. */
async function withoutCustomer(
  connection: ActivityConnection,
  invoice: BillingInvoice,
  policy: Policy,
): Promise<TriedPayment['result']> {
  if (!mayBeSynced(invoice) || policy.withoutCustomer === 'hold') return notTried;
  return { kind: 'customer', sync: await syncAccount(connection, invoice.ownerId) };
}

function mayBeSynced({ customerIdSetting, ownerType }: BillingInvoice): boolean {
  return (customerIdSetting ?? '') === '' && ownerType === 'account';
}

/**
 * A step that a reset of its run repeats, or whose update came before that: the run that was cut off may have sent it; or a
 * run that was stopped.
 */
async function mayHaveBeenSent({ mayPrecedeReset, wasTaken }: CreateOrderWithPaymentInput): Promise<boolean> {
  if (wasTaken || wasPutBack()) return true;
  return mayPrecedeReset !== undefined && (await precedesReset(mayPrecedeReset));
}

/** A run that was terminated, or reset, may have left orders or payment requests; they are looked at first. */
async function leftByAnEarlierRun(
  { razorpay }: ActivityConnection,
  { connection, invoiceId }: CreateOrderWithPaymentInput,
): Promise<boolean> {
  const of = { connection, invoiceId, rounds: [], duplicates: [], discover: true };
  const found = await discover(razorpay, of, cancellationSignal());
  return found.orders.length + found.razorpayInvoices.length + found.foreignOrders.length > 0;
}
