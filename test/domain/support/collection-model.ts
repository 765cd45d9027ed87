import { isOpenStatus, targetOf } from '../../../domain/collectable.js';
import type { BillingInvoice } from '../../../contracts/billing.js';
import type { AttemptRecord } from '../../../contracts/collection.js';
import type { HeldReason } from '../../../contracts/held-reasons.js';
import { MINUTE } from '../../../domain/clock.js';
import { decide } from '../../../domain/decide.js';
import { decideBeside } from '../../../domain/decide-beside.js';
import { nextLookWhileHeld } from '../../../domain/decide-waiting.js';
import { pollReadsInvoice } from '../../../domain/polling.js';
import { mayBeRecorded } from '../../../domain/recorded.js';
import type { Decision, Situation } from '../../../domain/situation.js';
import { allPayments, keptOf, keptPaymentIds } from '../../../domain/sums.js';
import { attemptOf, inr, opened } from '../situations.js';
import type { History, Schedule } from './history.js';
import type { RazorpayModel } from './razorpay-model.js';
import type { TogaiModel } from './togai-model.js';

export interface World {
  readonly razorpay: RazorpayModel;
  readonly togai: TogaiModel;
}

/** Called before a decision is carried out, to check it against the world as it is. */
export type Judge = (decision: Decision, situation: Situation, minute: number, world: World) => void;

/** How one look ended: when to look next, in minutes, or for good. */
export interface LookEnd {
  readonly decision: Decision;
  readonly next: number;
}

/** Steps that one look may take before it waits; far above what a sane one takes. */
const mostSteps = 30;
const refundTries = 3;

/** What a person is asked about is other money than the rest. */
const leavesRestDue: readonly (HeldReason | undefined)[] = [
  undefined,
  'write_back_unverified',
  'partial_needs_record_payment',
];

/**
 * One run of the loop without Temporal: look, decide, act until there is something to wait for. It mirrors
 * `workflows/collection/`: what that does with activities, this does with the models.
 */
export class CollectionModel {
  private invoice: BillingInvoice;
  private target: number;
  private invoiceIsFresh = false;
  private quietLooks = 0;
  private heldFor: HeldReason | undefined;
  private writtenBack = false;
  private writeBackTried = false;
  private recordedPaymentIds: readonly string[] = [];
  private recordedByUs = 0;
  private missingRecords: readonly string[] = [];
  private closing: Situation['closing'];
  private facts: Situation['facts'];
  private readonly tries = new Map<string, number>();

  constructor(
    private readonly history: History,
    private readonly schedule: Schedule,
    private readonly world: World,
    private readonly openedAt: number,
    private readonly judge: Judge,
  ) {
    this.invoice = world.togai.invoice(openedAt);
    this.facts = world.razorpay.facts(openedAt);
    this.target = history.total;
    if (isOpenStatus(this.invoice.status)) this.followInvoice();
    else if (this.invoice.status === 'PAID') this.takeOver();
  }

  /** A run that opens on a paid invoice: the note of an earlier one, and Togai's list of payments, tell whose doing it is. */
  private takeOver(): void {
    const { markedPaid, recorded } = this.world.togai;
    this.writtenBack = markedPaid > 0 || recorded.size > 0;
    this.recordedPaymentIds = [...recorded.keys()];
    this.recordedByUs = [...recorded.values()].reduce((sum, amount) => sum + amount, 0);
    if (this.writtenBack) this.followInvoice();
  }

  /** @param hinted something made us look; otherwise this is a poll */
  look(minute: number, hinted: boolean): LookEnd {
    this.see(minute);
    const poll = !hinted && pollReadsInvoice(this.quietLooks, this.history.policy);
    if (this.heldFor !== undefined || poll) this.readInvoice(minute);
    this.noteCancel(minute);
    for (let step = 1; step <= mostSteps; step += 1) {
      const situation = this.situation(minute);
      const decision = decide(situation, opened + minute * MINUTE);
      this.judge(decision, situation, minute, this.world);
      this.heldFor = undefined;
      if (decision.kind === 'finish') return { decision, next: minute };
      if (decision.kind === 'wait') return { decision, next: (decision.until - opened) / MINUTE };
      if (decision.kind === 'hold') return this.hold(decision.held, minute);
      if (this.schedule.twice) this.carryOut(decision, minute);
      const end = this.carryOut(decision, minute);
      if (end) return end;
    }
    throw new Error(`No end after ${mostSteps} steps of one look`);
  }

  /** Nobody has said that this invoice is not to be collected. */
  get isWanted(): boolean {
    if (!leavesRestDue.includes(this.heldFor)) return false;
    if (this.closing === undefined) return true;
    return this.closing.because === 'expired' && this.history.policy.capturedWhileClosing === 'keep';
  }

  private see(minute: number): void {
    const facts = this.world.razorpay.facts(minute);
    this.quietLooks = facts === this.facts ? this.quietLooks + 1 : 0;
    this.facts = facts;
    this.invoiceIsFresh = false;
    if (this.closing && !this.closing.captured)
      this.closing = { ...this.closing, captured: keptPaymentIds(facts) };
  }

  private noteCancel(minute: number): void {
    const { cancelAt } = this.history;
    if (cancelAt === undefined || minute < cancelAt || cancelAt < this.openedAt) return;
    if (this.closing) return;
    this.closing = { because: 'cancelled', since: opened + minute * MINUTE };
    this.see(minute);
  }

  private readInvoice(minute: number): void {
    this.invoice = this.world.togai.invoice(minute);
    this.invoiceIsFresh = true;
    const { status } = this.invoice;
    const isToldByList = this.history.policy.writeBack === 'record_payment';
    if ((status === 'PAID' || status === 'VOID') && (isToldByList || this.world.togai.markedPaid > 0))
      this.writeBackTried = true;
    if (!this.writtenBack && isOpenStatus(this.invoice.status)) this.followInvoice();
  }

  private followInvoice(): void {
    const { amounts } = this.invoice;
    if (amounts.kind === 'exact') this.target = targetOf(amounts, this.recordedByUs).amount;
  }

  /** @returns the end of the look, or undefined when there is more to decide */
  private carryOut(decision: Decision, minute: number): LookEnd | undefined {
    const { world } = this;
    switch (decision.kind) {
      case 'read_invoice':
        this.readInvoice(minute);
        return undefined;
      case 'close':
        this.closing = { because: decision.because, since: opened + minute * MINUTE };
        this.quietLooks = 0;
        this.see(minute);
        return undefined;
      case 'reopen':
        this.closing = undefined;
        this.see(minute);
        return undefined;
      case 'capture':
        world.razorpay.capture(decision.payment.paymentId, minute);
        this.see(minute);
        return undefined;
      case 'refund':
        return this.refund(decision, minute);
      case 'mark_paid':
        return this.markPaid(minute);
      case 'record_payment':
        return this.record(decision, minute);
      default:
        throw new Error(`Nothing to carry out for ${decision.kind}`);
    }
  }

  private refund(decision: Extract<Decision, { kind: 'refund' }>, minute: number): LookEnd | undefined {
    const { paymentId, refunded } = decision.payment;
    const tries = this.tries.get(paymentId) ?? 0;
    const { razorpay } = this.world;
    if (razorpay.refund(paymentId, decision.reason, tries, decision.amount, minute, refunded) === 'failed') {
      this.tries.set(paymentId, tries + 1);
      if (tries + 1 < refundTries) return { decision, next: minute + 60 };
      return this.hold('refund_refused', minute);
    }
    this.see(minute);
    return undefined;
  }

  private markPaid(minute: number): LookEnd | undefined {
    const { togai } = this.world;
    const result = togai.markPaid(this.invoice, minute);
    if (result === 'marked' || (result === 'was_paid' && togai.markedPaid > 0)) {
      this.writeBackTried = true;
      this.writtenBack = true;
      return undefined;
    }
    this.writeBackTried = false;
    return result === 'was_paid' ? this.hold('paid_elsewhere', minute) : this.changed(minute);
  }

  private record(
    { payment }: Extract<Decision, { kind: 'record_payment' }>,
    minute: number,
  ): LookEnd | undefined {
    const { paymentId } = payment;
    if (this.recordedPaymentIds.includes(paymentId)) return undefined;
    const { togai } = this.world;
    const recorded = togai.record(paymentId, keptOf(payment), this.invoice, minute);
    if (recorded === 'unverified') return this.hold('write_back_unverified', minute);
    if (recorded === 'changed') {
      if (mayBeRecorded(this.situation(minute), payment))
        this.missingRecords = [...this.missingRecords, paymentId];
      return this.changed(minute);
    }
    this.recordedPaymentIds = [...this.recordedPaymentIds, paymentId];
    this.recordedByUs += recorded;
    this.invoice = togai.invoice(minute);
    const settled = this.writtenBack ? this.target : 0;
    this.followInvoice();
    this.target = Math.max(settled, this.target);
    this.writtenBack = this.invoice.status === 'PAID';
    return undefined;
  }

  /** The write-back found another invoice than was expected: it is collected for what it says now, or held. */
  private changed(minute: number): LookEnd | undefined {
    this.invoice = this.world.togai.invoice(minute);
    if (this.writtenBack) return undefined;
    this.followInvoice();
    const goesOn = isOpenStatus(this.invoice.status) || this.invoice.status === 'VOID';
    if (goesOn) return undefined;
    return this.hold(this.invoice.status === 'PAID' ? 'paid_elsewhere' : 'invoice_changed', minute);
  }

  /** A person is asked; what is captured beside it makes us look at once. */
  private hold(held: HeldReason, minute: number): LookEnd {
    this.heldFor = held;
    const decision = { kind: 'hold', held, detail: this.invoice.status } as const;
    const now = opened + minute * MINUTE;
    for (;;) {
      const situation = this.situation(minute);
      const beside = decideBeside(situation, held, now);
      if (!beside) return { decision, next: (nextLookWhileHeld(situation, now) - opened) / MINUTE };
      this.judge(beside, situation, minute, this.world);
      this.carryOut(beside, minute);
      if (beside.kind === 'capture') return { decision, next: minute };
    }
  }

  private situation(minute: number): Situation {
    const { policy, rounds } = this.history;
    return {
      policy,
      mode: 'direct',
      invoice: this.invoice,
      invoiceIsFresh: this.invoiceIsFresh,
      target: inr(this.target),
      rounds,
      attempts: this.attempts(minute),
      facts: this.facts,
      recordedPaymentIds: this.recordedPaymentIds,
      unverifiedRecords: [],
      missingRecords: this.missingRecords,
      recordedByUs: this.recordedByUs,
      writtenBack: this.writtenBack,
      writeBackTried: this.writeBackTried,
      closing: this.closing,
      openedAt: opened + this.openedAt * MINUTE,
      quietLooks: this.quietLooks,
    };
  }

  private attempts(minute: number): readonly AttemptRecord[] {
    const { payments, attemptsLostForGood, policy } = this.history;
    const seen = new Set(allPayments(this.facts).map(({ paymentId }) => paymentId));
    const submitted = payments
      .filter(({ attempt, createdAt }) => attempt !== 'none' && createdAt <= minute)
      .map(({ paymentId, createdAt, attempt }) => ({ paymentId, at: createdAt, lost: attempt === 'lost' }));
    const lost = attemptsLostForGood
      .filter((at) => at <= minute)
      .map((at) => ({ paymentId: `never-${at}`, at, lost: true }));
    return [...submitted, ...lost].map(({ paymentId, at, lost }) => {
      const isKnown = !lost || seen.has(paymentId);
      const patience = at + policy.unknownAfterMinutes;
      return attemptOf({
        attemptId: `attempt-of-${paymentId}`,
        // A run that comes after the end of another finds its attempts at Razorpay.
        contentHash: at < this.openedAt ? undefined : 'hash',
        submittedAt: opened + at * MINUTE,
        paymentId: isKnown ? paymentId : undefined,
        standing: isKnown ? 'known' : minute < patience ? 'searching' : 'unknown',
      });
    });
  }
}
