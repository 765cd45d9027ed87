import type {
  AttemptRecord,
  BusinessTime,
  CarriedCollection,
  CollectionResult,
  CollectionView,
  Evidence,
  Hint,
  InvoicePaymentInput,
  PaidMark,
  Round,
  SubmitPaymentAnswer,
} from '../../contracts/collection.js';
import type { HeldReason } from '../../contracts/held-reasons.js';
import { openAttempts } from '../../domain/admission.js';
import { businessNow, DAY, realDelay } from '../../domain/clock.js';
import { nextLookWhileHeld } from '../../domain/decide-waiting.js';
import { failedPayments, withNext } from '../../domain/failed-payments.js';
import { nextReminder } from '../../domain/reminders.js';
import type { Decision } from '../../domain/situation.js';
import { allPayments, kept, wasCaptured } from '../../domain/sums.js';
import { activitiesOf, type ConnectionActivities } from '../activity-options.js';
import { heldSince } from '../held-since.js';
import { learnDisputes, shownDisputes } from './disputes.js';
import { learnOrder } from './unknown-orders.js';
import type { PendingSubmission } from './pending-submission.js';

/** What is said of a payment when it was captured; refunds and failures have words of their own. */
const newsOfCapture: readonly string[] = [
  'payment.authorized',
  'payment.captured',
  'payment.settled',
  'order.paid',
  'invoice.paid',
  'callback.success',
];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One invoice's collection: what is carried from run to run, and what was noted since. Handlers only write notes. */
export class Collection {
  readonly connection: string;
  readonly invoiceId: string;
  readonly time: BusinessTime;
  readonly activities: ConnectionActivities;
  readonly data: Mutable<CarriedCollection>;
  readonly hints: Hint[] = [];
  /** Hints that came in this run, also those that could change nothing. */
  hintsNoted = 0;
  readonly submissions: PendingSubmission[] = [];
  /** Nobody could say yet what a cancellation is to end: the next look asks again. */
  cancelWaits = false;
  /** Orders are searched by receipt: a run does not know what an earlier one, a reset, or a lost answer left behind. */
  discover: boolean;
  /** An earlier run is known to have begun it. */
  readonly wasBegun: boolean;
  /** This run has searched at least once. */
  hasSearched = false;
  /** This very run has searched them, and nothing was lost since. */
  searched = false;
  /** Set when the collection has its outcome: who still arrives is told so. */
  result: CollectionResult | undefined;
  /** The last step was a local activity: the task that ran it must not close the run. */
  lastLookWasLocal = false;
  invoiceIsFresh = false;
  /** A mark of ours that the invoice was last read with; taken in before anything is decided. */
  mark: PaidMark | undefined;
  /** When what is known was asked for, by the workers' clocks; undefined when an older version of them read it. */
  lookedAt: number | undefined;
  invoiceReadAt: number | undefined;
  /** Writes in a row that came too late for what they rest on. */
  staleWrites = 0;
  /** Payments whose refunds differ from what was counted: they are listed, whatever Razorpay sums up. */
  refundsToList: readonly string[] = [];
  /** The merchant's refund whose request is under way, and whether somebody has taken it back meanwhile. */
  refundUnderWay: { readonly refundId: string; isTakenBack: boolean } | undefined;
  /** Providers' news alone has made us look, neither a person nor the clock. */
  isOnlyTold = false;
  /** OTPs and callbacks whose answers are under way, by calls of their own: the run stays open as long. */
  answering = 0;
  /** The loop waits for news, or has not begun: what arrives now is its next step. */
  isFree = true;

  constructor(input: InvoicePaymentInput, wallMs: number) {
    this.connection = input.connection;
    this.invoiceId = input.invoiceId;
    this.time = input.time ?? { startMs: wallMs, timeScale: 1 };
    this.activities = activitiesOf(input.connection);
    this.discover = true;
    this.wasBegun = input.begun === true || input.late === true;
    this.data = input.carried ? { ...input.carried } : begin(input, businessNow(this.time, wallMs));
  }

  /** Business time, Unix milliseconds. */
  now(): number {
    return businessNow(this.time, Date.now());
  }

  /** Real milliseconds until a business time. */
  realDelay(until: number): number {
    return realDelay(this.time, Date.now(), until);
  }

  note(hint: Hint): void {
    this.hintsNoted += 1;
    this.addEvidence(hint.evidence);
    if (hint.orderId !== undefined) learnOrder(this, hint.orderId);
    if (hint.disputeId !== undefined) learnDisputes(this.data, [hint.disputeId]);
    if (hint.refundId !== undefined) this.data.refundFailed = true;
    if (!this.canChangeNothing(hint)) this.hints.push(hint);
  }

  /**
   * News of a capture that the last look has seen; or `payment.authorized` while Razorpay will still capture by itself: the
   * look after its expiry is scheduled anyway.
   */
  private canChangeNothing({ event, paymentId }: Hint): boolean {
    if (this.data.held) return false;
    const seen = allPayments(this.data.facts).find((payment) => payment.paymentId === paymentId);
    if (seen && wasCaptured(seen) && newsOfCapture.includes(event)) return true;
    if (event !== 'payment.authorized') return false;
    const attempt = this.data.attempts.find((known) => known.paymentId === paymentId);
    const round = this.data.rounds.find((known) => known.round === attempt?.round);
    if (!attempt || round?.capture !== 'automatic') return false;
    return this.now() < attempt.submittedAt + round.automaticExpiryMinutes * 60_000;
  }

  attempt(attemptId: string): AttemptRecord | undefined {
    return this.data.attempts.find((attempt) => attempt.attemptId === attemptId);
  }

  putAttempt(record: AttemptRecord): void {
    const others = this.data.attempts.filter(({ attemptId }) => attemptId !== record.attemptId);
    this.data.attempts = [...others, record];
  }

  currentRound(): Round | undefined {
    return this.data.rounds.at(-1);
  }

  /** One entry a round; a second order of a round stays in the facts. */
  putRound(round: Round): void {
    const others = this.data.rounds.filter((known) => known.round !== round.round);
    this.data.rounds = [...others, round].sort((a, b) => a.round - b.round);
  }

  /** Rounds of which an answer was lost: an order of theirs may show itself late, also beside the one that is known. */
  lostRounds(): number[] {
    const lost = this.data.attempts.filter(
      ({ standing }) => standing === 'searching' || standing === 'unknown',
    );
    return [...new Set(lost.map(({ round }) => round))];
  }

  paymentIds(): string[] {
    const known = this.data.attempts.flatMap(({ paymentId }) => paymentId ?? []);
    return [...new Set([...known, ...allPayments(this.data.facts).map(({ paymentId }) => paymentId)])];
  }

  orderIds(): string[] {
    const known = this.data.rounds.flatMap(({ orderId }) => orderId ?? []);
    return [...new Set([...known, ...this.data.facts.orders.map(({ orderId }) => orderId)])];
  }

  record(decision: Decision): void {
    const reason = 'reason' in decision ? decision.reason : decision.held;
    this.data.lastVerdict = { decision: decision.kind, reason, evidence: this.data.evidence, at: this.now() };
  }

  waitFor(state: CarriedCollection['state'], what: string, until: number): undefined {
    Object.assign(this.data, { state, waitingFor: what, nextLook: until, held: undefined });
  }

  /**
   * A person decides; we look again every day, before an authorization lapses, and whenever somebody gives a hint. A step that
   * meets the same question again has asked it since it was first shown, whatever was decided before that step.
   */
  hold(reason: HeldReason, detail: string): undefined {
    const now = this.now();
    const { held } = this.data;
    const since = held?.reason === reason ? held.since : Date.parse(heldSince(reason, now));
    const { policy } = this.data;
    Object.assign(this.data, {
      state: 'held',
      waitingFor: reason,
      nextLook: policy ? nextLookWhileHeld({ ...this.data, policy }, now) : now + DAY,
      held: { reason, detail, since },
    });
  }

  lookNow(): void {
    this.data.nextLook = this.now();
  }

  /** Nothing is known yet, and a payment waits: reading the invoice and making the payment is then one step. */
  opensWithPayment(): boolean {
    const { data } = this;
    const nothingKnown = this.discover && !data.ready && data.looks === 0 && data.attempts.length === 0;
    return (
      nothingKnown && data.mode === 'direct' && this.submissions.length > 0 && !data.held && this.lookIsDue()
    );
  }

  /** The next step makes the payment that was just submitted; nothing that an outage could hold up comes before it. */
  paysNext(): boolean {
    const { data } = this;
    if (!this.isFree || this.submissions.length > 1) return false;
    const isPlain =
      data.ready && !data.held && !data.closing && !this.mustDiscover() && data.cancelReason === undefined;
    return this.opensWithPayment() || (isPlain && openAttempts(data.attempts, data.facts).length === 0);
  }

  /** What was there before has to be known before anything is added to it. */
  mustDiscover(): boolean {
    return this.discover && this.data.ready && !this.hasSearched && this.lookIsDue();
  }

  /** A submission waits behind an attempt that may have ended since the last look. */
  mustLookFirst(): boolean {
    const pending = this.submissions[0];
    if (!pending || pending.looked || !this.data.ready) return false;
    pending.looked = true;
    return openAttempts(this.data.attempts, this.data.facts).length > 0;
  }

  takeHints(): Hint[] {
    const hints = this.hints.splice(0);
    const known = this.orderIds();
    // A call of a terminated run may reach Razorpay after this run has searched: its customer then pays an unknown order.
    this.discover ||= hints.some(({ orderId }) => orderId !== undefined && !known.includes(orderId));
    return hints;
  }

  lookIsDue(): boolean {
    return this.hints.length > 0 || this.now() >= this.data.nextLook;
  }

  /** Submissions are answered when the collection is ready, or at once while it waits for a person. */
  hasSubmission(): boolean {
    return this.submissions.length > 0 && (this.data.ready || this.data.held !== undefined);
  }

  cancelIsDue(): boolean {
    // An attempt whose answer was lost before the invoice was known is looked for first.
    const { ready, attempts, cancelReason, closing } = this.data;
    const canSearch = attempts.length === 0 && (!this.cancelWaits || this.lookIsDue());
    return cancelReason !== undefined && closing === undefined && (ready || canSearch);
  }

  /** As its caller is told it now. */
  told(answer: SubmitPaymentAnswer): SubmitPaymentAnswer {
    return withNext({ ...this.data, ended: this.result !== undefined }, answer);
  }

  view(): CollectionView {
    const { data } = this;
    const ended = this.result !== undefined;
    const next = ended ? undefined : nextReminder(data, this.now());
    const failures = failedPayments({ ...data, ended });
    return {
      connection: this.connection,
      invoiceId: this.invoiceId,
      accountId: data.invoice?.ownerId,
      mode: data.mode,
      state: this.result ? 'ended' : data.state,
      outcome: this.result?.outcome,
      outcomeReason: this.result?.reason,
      held: data.held,
      amountDue: data.target,
      amountPaid: kept(data.facts),
      rounds: data.rounds,
      attempts: data.attempts.map((attempt) => ({ ...attempt, answer: this.told(attempt.answer) })),
      paymentIds: this.paymentIds(),
      ...(failures.length > 0 && { failures }),
      ...(data.merchantRefunds && { refunds: data.merchantRefunds }),
      ...shownDisputes(this),
      waitingFor: data.waitingFor,
      nextLook: data.nextLook,
      lastVerdict: data.lastVerdict,
      looks: data.looks,
      reminders: data.reminders ?? [],
      nextReminder: next?.at,
      ...(next?.downtime && { reminderDowntime: next.downtime }),
    };
  }

  addEvidence(evidence: Evidence): void {
    if (!this.data.evidence.includes(evidence)) this.data.evidence = [...this.data.evidence, evidence];
  }
}

function begin(input: InvoicePaymentInput, now: number): CarriedCollection {
  return {
    openedAt: now,
    mode: input.mode,
    late: input.late,
    policy: undefined,
    invoice: undefined,
    ready: false,
    customerId: undefined,
    target: undefined,
    rounds: [],
    attempts: [],
    facts: { orders: [], razorpayInvoices: [], foreignOrders: [] },
    recordedPaymentIds: [],
    unverifiedRecords: [],
    recordedByUs: 0,
    writtenBack: false,
    writeBackTried: false,
    refundTries: {},
    closing: undefined,
    state: 'opening',
    waitingFor: 'the_invoice_in_togai',
    held: undefined,
    nextLook: now,
    looks: 0,
    quietLooks: 0,
    lastVerdict: undefined,
    evidence: [],
  };
}
