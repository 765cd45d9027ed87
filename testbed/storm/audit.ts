import type { AccountBooks, InvoiceBooks } from './books.js';
import { HELD_AT_MOST_PERCENT, heldForGoodReason } from './held-list.js';

/** How Temporal says that a collection stands after the calm. */
export type End =
  | { readonly kind: 'ended'; readonly outcome: string }
  | { readonly kind: 'held'; readonly reason: string }
  /** Still running, and not held. */
  | { readonly kind: 'open'; readonly state: string }
  /** Failed, timed out, or never started. */
  | { readonly kind: 'broken'; readonly status: string };

/** A promise that was not kept. */
export interface Breach {
  /** Which check found it. */
  readonly check: string;
  readonly what: string;
}

/** Captured minus refunds that did not fail, in subunits; until a time, or to the end of the books. */
export function keptUntil({ payments, refunds }: InvoiceBooks, at = Number.POSITIVE_INFINITY): number {
  const captured = payments.filter(({ capturedAt }) => capturedAt !== undefined && capturedAt <= at);
  const back = refunds.filter((refund) => refund.ours && !refund.failed && refund.at <= at);
  return sum(captured) - sum(back);
}

/** Every promise about one invoice, by the providers' own books. A held one waits for a person, so its sums may stand open. */
export function auditInvoice(books: InvoiceBooks, end: End): Breach[] {
  const held = end.kind === 'held';
  return [
    ...checkEnd(end),
    ...checkAttempts(books),
    ...checkPaidMarks(books),
    ...checkRefunds(books),
    ...(wasCancelled(end) ? [] : checkLapses(books)),
    ...(held ? [] : [...checkKept(books), ...checkPaidIffKept(books, end), ...checkNothingIsDue(books)]),
  ];
}

/** Everything ends; only a few may wait for a person, and only for a published cause. */
function checkEnd(end: End): Breach[] {
  if (end.kind === 'open') return [breach('ends', `is still open: ${end.state}`)];
  if (end.kind === 'broken') return [breach('ends', `has no outcome: ${end.status}`)];
  if (end.kind === 'held' && !Object.hasOwn(heldForGoodReason, end.reason))
    return [breach('held', `is held because of ${end.reason}, which is not on the list`)];
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

/** No paid mark without money, and one write-back at most. A write that changed nothing is none. */
function checkPaidMarks(books: InvoiceBooks): Breach[] {
  const marks = books.togai.filter(
    ({ by, kind, to }) => by !== 'control' && kind === 'status' && to === 'PAID',
  );
  return [
    ...marks
      .filter(({ at }) => keptUntil(books, at) < books.target)
      .map(({ at }) =>
        breach('paid_without_money', `marked PAID when ${keptUntil(books, at)} of ${books.target} were kept`),
      ),
    ...marks
      .filter(({ from }) => from !== 'DUE' && from !== 'PARTIALLY_PAID')
      .map(({ from }) => breach('overwritten', `marked PAID what Togai said was ${from}`)),
    ...(marks.length > 1 ? [breach('one_write_back', `marked PAID ${marks.length} times`)] : []),
  ];
}

function checkKept(books: InvoiceBooks): Breach[] {
  const kept = keptUntil(books);
  if (kept === 0 || kept === books.target) return [];
  return [breach('kept', `${kept} are kept, neither 0 nor ${books.target}`)];
}

/** Paid in Togai exactly when the money is there. */
function checkPaidIffKept(books: InvoiceBooks, end: End): Breach[] {
  const covered = keptUntil(books) >= books.target;
  const paid = books.togaiStatus === 'PAID';
  const found: Breach[] = [];
  if (covered !== paid)
    found.push(
      breach(
        'paid_iff_kept',
        `${keptUntil(books)} of ${books.target} are kept and Togai says ${books.togaiStatus}`,
      ),
    );
  if (end.kind === 'ended' && covered !== (end.outcome === 'paid') && !isLaterRun(end.outcome, covered))
    found.push(breach('outcome', `ended ${end.outcome} with ${keptUntil(books)} kept`));
  return found;
}

/** A run that was started after the invoice was paid finds nothing to collect. */
function isLaterRun(outcome: string, covered: boolean): boolean {
  return covered && outcome === 'nothing_to_collect';
}

/** Exactly one refund for each surplus, and none else. For an invoice that was voided any money is too much. */
function checkRefunds(books: InvoiceBooks): Breach[] {
  const found: Breach[] = [];
  const ours = books.refunds.filter(({ ours: asked, failed }) => asked && !failed);
  const surplus = Math.max(
    0,
    sum(books.payments.filter(({ capturedAt }) => capturedAt !== undefined)) -
      (books.voidedAt === undefined ? books.target : 0),
  );
  if (sum(ours) > surplus)
    found.push(breach('refunds', `${sum(ours)} were refunded for a surplus of ${surplus}`));
  for (const { id, amount } of books.payments) {
    const own = ours.filter(({ paymentId }) => paymentId === id);
    if (own.length > 1) found.push(breach('one_refund', `${id} was refunded ${own.length} times`));
    if (sum(own) > amount) found.push(breach('refunds', `${sum(own)} of ${amount} were refunded of ${id}`));
  }
  return found;
}

/** Money that a customer had given for an invoice that is due must not go back because nobody took it. */
function checkLapses(books: InvoiceBooks): Breach[] {
  return books.refunds
    .filter(({ cause, at }) => cause.endsWith('not captured in time') && keptUntil(books, at) < books.target)
    .filter(({ at }) => books.voidedAt === undefined || at < books.voidedAt)
    .map(({ paymentId }) =>
      breach('lapsed', `${paymentId} was authorized, the invoice was due, and nobody captured`),
    );
}

/** The business wants no money any more: what is only authorized then is let go on purpose, and Razorpay gives it back. */
function wasCancelled(end: End): boolean {
  return end.kind === 'ended' && end.outcome === 'cancelled';
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

/** Holding everything is no way to pass. */
export function auditHeld(held: number, invoices: number): Breach[] {
  if (held * 100 <= invoices * HELD_AT_MOST_PERCENT) return [];
  return [
    breach('held_share', `${held} of ${invoices} are held, more than ${HELD_AT_MOST_PERCENT} in a hundred`),
  ];
}

function breach(check: string, what: string): Breach {
  return { check, what };
}

function sum(items: readonly { readonly amount: number }[]): number {
  return items.reduce((total, { amount }) => total + amount, 0);
}
