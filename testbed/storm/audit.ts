import type { Policy } from '../../contracts/policy.js';
import { checkLapses } from './audit-lapses.js';
import { checkHeld, checkToldIsKept } from './audit-held.js';
import { checkPayablePages, checkRounds } from './audit-doubles.js';
import { checkNotices, checkPages } from './audit-pages.js';
import { checkRecordedIsKept, checkRecords } from './audit-records.js';
import type { Span } from './away.js';
import type { AccountBooks, InvoiceBooks } from './books.js';
import { breach, type Breach } from './breach.js';
import { HELD_AT_MOST_PERCENT } from './held-list.js';
import {
  billedAt,
  capturedUntil,
  givenBack,
  goalAt,
  keptUntil,
  sum,
  wantedBack,
  wasCovered,
} from './sums.js';

/** How Temporal says that a collection stands after the calm. */
export type End =
  | {
      readonly kind: 'ended';
      readonly outcome: string;
      /** Why it ended so, e.g. `cancelled`; read of `partially_paid` only. */
      readonly reason?: string | undefined;
      /** Subunits that it says are kept; left out when it says nothing. */
      readonly amountPaid?: number | undefined;
    }
  | { readonly kind: 'held'; readonly reason: string }
  /** Still running, and not held. */
  | { readonly kind: 'open'; readonly state: string }
  /** Failed, timed out, or never started. */
  | { readonly kind: 'broken'; readonly status: string };

/** What was agreed with the business, before the storm and in it. */
export interface Agreed {
  readonly writeBack: Policy['writeBack'];
  /** Ids of refunds that the merchant asked for, and that were not refused. */
  readonly refundIds: readonly string[];
  /** When somebody outside cancelled the collection; Unix milliseconds. */
  readonly cancelledAt: number | undefined;
  /** Somebody outside has reset the collection to an earlier step. */
  readonly wasReset: boolean;
  /** Business milliseconds in which a product that runs surely captures what is authorized. */
  readonly enoughMs: number;
  /** Business milliseconds that a call may be on its way to a provider, which knows nothing of it yet. */
  readonly onItsWayMs: number;
  /** When nobody could look after what was authorized at that time. */
  readonly away: (authorizedAt: number) => readonly Span[];
}

/** Every promise about one invoice, by the providers' own books. A held one waits for a person, so its sums may stand open. */
export function auditInvoice(books: InvoiceBooks, end: End, agreed: Agreed): Breach[] {
  const held = end.kind === 'held';
  return [
    ...checkEnd(end),
    ...checkAttempts(books),
    ...checkRounds(books),
    ...checkPayablePages(books),
    ...checkPaidMarks(books, agreed),
    ...checkOneWay(books, agreed),
    ...checkRecords(books),
    ...checkRefunds(books),
    ...checkMerchantRefunds(books, agreed, held),
    ...checkLapses(books, end, agreed),
    ...checkNotices(books, agreed.wasReset),
    ...(held ? checkWaiting(books, end.reason, agreed) : checkSums(books, end, agreed)),
  ];
}

function checkWaiting(books: InvoiceBooks, reason: string, { writeBack }: Agreed): Breach[] {
  return [...checkHeld(books, reason, writeBack), ...checkToldIsKept(books)];
}

function checkSums(books: InvoiceBooks, end: End, agreed: Agreed): Breach[] {
  return [
    ...checkKept(books, agreed),
    ...checkPaidIffKept(books, agreed),
    ...checkPaidByHand(books),
    ...checkOutcome(books, end),
    ...checkAmountPaid(books, end),
    ...checkWhoseMark(books, end),
    ...checkNothingIsDue(books),
    ...(end.kind === 'ended' ? checkPages(books) : []),
    ...(agreed.writeBack === 'record_payment' ? checkRecordedIsKept(books) : []),
  ];
}

/** Everything ends, or waits for a person. */
function checkEnd(end: End): Breach[] {
  if (end.kind === 'open') return [breach('ends', `is still open: ${end.state}`)];
  if (end.kind === 'broken') return [breach('ends', `has no outcome: ${end.status}`)];
  return [];
}

/** An attempt id is one payment, whatever was lost, killed or asked again. */
function checkAttempts({ payments }: InvoiceBooks): Breach[] {
  const ids = payments.flatMap(({ attemptId }) => attemptId ?? []);
  return [...new Set(ids)]
    .map((attemptId) => ({ attemptId, times: ids.filter((id) => id === attemptId).length }))
    .filter(({ times }) => times > 1)
    .map(({ attemptId, times }) => breach('one_payment', `${attemptId} became ${times} payments`));
}

/**
 * No paid mark without money, and one write-back at most. A write that changed nothing is none. Togai's PATCH cannot be bound
 * to what was read before it: one that was on its way when the invoice was voided nobody could call back.
 */
function checkPaidMarks(books: InvoiceBooks, { onItsWayMs }: Agreed): Breach[] {
  const marks = marksOf(books);
  const wasOnItsWay = (at: number): boolean => at - (books.voidedAt ?? -Infinity) <= onItsWayMs;
  return [
    ...marks
      .filter(({ at }) => keptUntil(books, at) < billedAt(books, at))
      .map(({ at }) =>
        breach(
          'paid_without_money',
          `marked PAID when ${keptUntil(books, at)} of ${billedAt(books, at)} were kept`,
        ),
      ),
    ...marks
      .filter(({ from }) => from !== 'DUE' && from !== 'PARTIALLY_PAID')
      .filter(({ at }) => !wasOnItsWay(at))
      .map(({ from }) => breach('overwritten', `marked PAID what Togai said was ${from}`)),
    ...(marks.length > 1 ? [breach('one_write_back', `marked PAID ${marks.length} times`)] : []),
  ];
}

function marksOf({ togai }: InvoiceBooks): InvoiceBooks['togai'] {
  return togai.filter(({ by, kind, to }) => by !== 'control' && kind === 'status' && to === 'PAID');
}

/** Money reaches Togai as the policy says, and never both ways. */
function checkOneWay(books: InvoiceBooks, { writeBack }: Agreed): Breach[] {
  const [patched, recorded] = [marksOf(books).length, books.records.length];
  if (writeBack === 'mark_paid' && recorded > 0)
    return [breach('one_way', `${recorded} payments were recorded where invoices are marked`)];
  if (writeBack === 'record_payment' && patched > 0)
    return [breach('one_way', 'was marked PAID where payments are recorded')];
  return [];
}

/** Nothing, all that is to stay, or the parts that Togai was told of. */
function checkKept(books: InvoiceBooks, { writeBack }: Agreed): Breach[] {
  const [kept, goal] = [keptUntil(books), goalAt(books)];
  const parts = sum(books.records) - sum(wantedBack(books));
  if (kept === 0 || kept === goal) return [];
  if (writeBack === 'record_payment' && kept === parts && kept < goal) return [];
  return [breach('kept', `${kept} are kept, neither 0 nor ${goal}`)];
}

/** Paid in Togai exactly when the money was there; what the merchant wanted back had been. */
function checkPaidIffKept(books: InvoiceBooks, { writeBack }: Agreed): Breach[] {
  const { togaiStatus, paidByHandAt } = books;
  if (paidByHandAt !== undefined && togaiStatus === 'PAID') return [];
  const isRefunded = wantedBack(books).length > 0 && keptUntil(books) === 0;
  const said = isRefunded && writeBack === 'mark_paid' ? 'REFUND_INITIATED' : 'PAID';
  const isRight = wasCovered(books)
    ? togaiStatus === said
    : togaiStatus !== 'PAID' && togaiStatus !== 'REFUND_INITIATED';
  if (isRight) return [];
  return [
    breach(
      'paid_iff_kept',
      `${keptUntil(books)} of ${billedAt(books)} are kept and Togai says ${togaiStatus}`,
    ),
  ];
}

/** What was captured for an invoice that somebody else had marked paid is for a person to judge: it is not simply kept. */
function checkPaidByHand(books: InvoiceBooks): Breach[] {
  const { paidByHandAt } = books;
  if (paidByHandAt === undefined || keptUntil(books) === 0 || keptUntil(books, paidByHandAt) > 0) return [];
  return [breach('paid_by_hand', `${keptUntil(books)} came later and are kept, and no person was asked`)];
}

/** The collection says what became of the money. A run that was started after the invoice was paid finds nothing to collect. */
function checkOutcome(books: InvoiceBooks, end: End): Breach[] {
  if (end.kind !== 'ended') return [];
  const { outcome } = end;
  const expected = outcomeOf(books);
  const isRight =
    expected === undefined
      ? !withMoney.includes(outcome)
      : outcome === expected || isLaterRun(books, outcome);
  return isRight ? [] : [breach('outcome', `ended ${outcome} with ${keptUntil(books)} kept`)];
}

/** What an operator reads is what is there. A run that looked at no payment says nothing of money. */
function checkAmountPaid(books: InvoiceBooks, end: End): Breach[] {
  if (end.kind !== 'ended' || end.amountPaid === undefined || !withMoney.includes(end.outcome)) return [];
  const kept = keptUntil(books);
  return end.amountPaid === kept
    ? []
    : [breach('amount_paid', `says that ${end.amountPaid} are kept, and ${kept} are`)];
}

/** An invoice that somebody else marked paid was not paid by our money, however much of it is there. */
function checkWhoseMark(books: InvoiceBooks, end: End): Breach[] {
  const isPaid = end.kind === 'ended' && end.outcome === 'paid' && books.togaiStatus === 'PAID';
  if (!isPaid || marksOf(books).length > 0 || books.records.length > 0) return [];
  return [breach('whose_mark', 'ended paid, and Togai says PAID by nothing we wrote')];
}

const withMoney: readonly string[] = ['paid', 'refunded', 'partially_paid'];

function isLaterRun(books: InvoiceBooks, outcome: string): boolean {
  return wasCovered(books) && outcome === 'nothing_to_collect';
}

/** Undefined when there is no money that the outcome has to tell of. */
function outcomeOf(books: InvoiceBooks): string | undefined {
  if (wasCovered(books)) return goalAt(books) < billedAt(books) ? 'refunded' : 'paid';
  return keptUntil(books) > 0 ? 'partially_paid' : undefined;
}

/** Exactly one refund for each surplus, and none else. For an invoice that was voided any money is too much. */
function checkRefunds(books: InvoiceBooks): Breach[] {
  const found: Breach[] = [];
  const [all, wanted] = [givenBack(books), wantedBack(books)];
  const ours = all.filter(({ merchantRefundId }) => merchantRefundId === undefined);
  const due = books.voidedAt === undefined ? goalAt(books) : 0;
  const surplus = Math.max(0, capturedUntil(books) - sum(wanted) - due);
  if (sum(ours) > surplus)
    found.push(breach('refunds', `${sum(ours)} were refunded for a surplus of ${surplus}`));
  for (const { id, amount } of books.payments) {
    const own = ours.filter(({ paymentId }) => paymentId === id);
    const back = sum(all.filter(({ paymentId }) => paymentId === id));
    if (own.length > 1) found.push(breach('one_refund', `${id} was refunded ${own.length} times`));
    if (back > amount) found.push(breach('refunds', `${back} of ${amount} were refunded of ${id}`));
  }
  return found;
}

/** What the merchant wanted back went back once, and nothing that nobody wanted. */
function checkMerchantRefunds(books: InvoiceBooks, { refundIds }: Agreed, held: boolean): Breach[] {
  const made = wantedBack(books).map(({ merchantRefundId }) => merchantRefundId);
  const twice = made.filter((id, index) => made.indexOf(id) !== index);
  const missing = held ? [] : refundIds.filter((id) => !made.includes(id));
  return [
    ...twice.map((id) => breach('one_merchant_refund', `the merchant's ${id} was made again`)),
    ...missing.map((id) => breach('merchant_refund', `the merchant's ${id} was accepted, and never made`)),
  ];
}

/** No authorized money may wait for nobody after the end. */
function checkNothingIsDue(books: InvoiceBooks): Breach[] {
  return books.payments
    .filter(({ status }) => status === 'authorized')
    .map(({ id }) => breach('forgotten', `${id} is authorized and nobody looks after it any more`));
}

/** One customer for each account. */
export function auditAccount({ accountId, customerIds }: AccountBooks): Breach[] {
  if (customerIds.length <= 1) return [];
  return [breach('one_customer', `${accountId} has the customers ${customerIds.join(', ')}`)];
}

/** What looks after customers, stray payments and connections ends as well: only collections may be held here. */
export function auditOthers(openWorkflowIds: readonly string[]): Breach[] {
  return openWorkflowIds.map((workflowId) => breach('ends', `${workflowId} is still open`));
}

/** Holding everything is no way to pass. */
export function auditHeld(held: number, invoices: number): Breach[] {
  if (held * 100 <= invoices * HELD_AT_MOST_PERCENT) return [];
  return [
    breach('held_share', `${held} of ${invoices} are held, more than ${HELD_AT_MOST_PERCENT} in a hundred`),
  ];
}
