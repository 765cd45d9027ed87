import type { PaymentFact, RazorpayFacts } from '../../../contracts/facts.js';
import { MINUTE, SECOND } from '../../../domain/clock.js';
import { opened, paymentOf } from '../situations.js';
import type { History, PaymentPlan } from './history.js';

/** Razorpay settles a refund this long after it accepted it, in minutes. */
const refundSettles = 60;

interface Refund {
  readonly key: string;
  readonly paymentId: string;
  readonly cause: string;
  readonly amount: number;
  readonly requestedAt: number;
  readonly fails: boolean;
}

/** A small Razorpay: payments follow their plan, captures and refunds are carried out once each. */
export class RazorpayModel {
  /** Payments captured at our request. */
  readonly captured = new Set<string>();
  readonly refunds: Refund[] = [];
  private readonly seen = new Map<string, { by: PaymentFact['status']; fact: PaymentFact }>();
  private lastFacts: RazorpayFacts | undefined;

  constructor(private readonly history: History) {}

  /** What a look sees. The same object as long as nothing changed. @param minute after the opening */
  facts(minute: number): RazorpayFacts {
    let changed = this.lastFacts === undefined;
    for (const plan of this.history.payments) {
      if (plan.createdAt > minute) {
        changed = this.seen.delete(plan.paymentId) || changed;
        continue;
      }
      const status = this.statusOf(plan, minute);
      const refunded = status === 'refunded' ? plan.amount : this.sentBack(plan.paymentId, minute);
      const known = this.seen.get(plan.paymentId);
      if (known?.by === status && known.fact.refunded === refunded) continue;
      this.seen.set(plan.paymentId, { by: status, fact: this.fact(plan, status, refunded) });
      changed = true;
    }
    if (changed || !this.lastFacts) this.lastFacts = this.newFacts();
    return this.lastFacts;
  }

  /** Like Razorpay's: only an authorized payment is captured. */
  capture(paymentId: string, minute: number): void {
    const plan = this.history.payments.find((known) => known.paymentId === paymentId);
    if (plan && this.statusOf(plan, minute) === 'authorized') this.captured.add(paymentId);
  }

  /** Like Razorpay's: the same key is the same refund. @returns how it stands now */
  refund(
    paymentId: string,
    cause: string,
    tries: number,
    amount: number,
    minute: number,
    refundedBefore: number,
  ): 'pending' | 'failed' {
    // The list tells of more than was counted: nothing is sent, and the next look counts it.
    if (this.sentBack(paymentId, minute) !== refundedBefore) return 'pending';
    let [number, failures] = [0, tries];
    const keyOf = (): string => `${paymentId} ${cause} ${number}`;
    for (let known = this.ofKey(keyOf()); known; known = this.ofKey(keyOf())) {
      const failed = hasFailed(known, minute);
      if (failed && failures === 0) return 'failed';
      if (failed) failures -= 1;
      number += 1;
    }
    const key = keyOf();
    const fails = this.refunds.length < this.history.failingRefunds;
    this.refunds.push({ key, paymentId, cause, amount, requestedAt: minute, fails });
    return 'pending';
  }

  private ofKey(key: string): (typeof this.refunds)[number] | undefined {
    return this.refunds.find((refund) => refund.key === key);
  }

  /** Subunits of refunds that were made until then, and had not failed. */
  sentBack(paymentId: string, minute: number): number {
    let sum = 0;
    for (const refund of this.refunds) {
      const isMade = refund.paymentId === paymentId && refund.requestedAt <= minute;
      if (isMade && !hasFailed(refund, minute)) sum += refund.amount;
    }
    return sum;
  }

  /**
   * The next minute after `minute` at which something happens that an ended collection is told of: an authorization, a
   * capture, a refund that fails; undefined when nothing will.
   */
  nextNews(minute: number): number | undefined {
    const planned = this.history.payments.flatMap(({ authorizedAt = 0 }) => [authorizedAt, authorizedAt + 1]);
    const failing = this.refunds.filter(({ fails }) => fails);
    const settling = failing.map(({ requestedAt }) => requestedAt + refundSettles);
    const later = [...planned, ...settling].filter((moment) => moment > minute);
    return later.length === 0 ? undefined : Math.min(...later);
  }

  /** From this minute on an authorization that nobody captured goes back by itself. */
  lapsesAt({ createdAt, round }: PaymentPlan): number {
    return createdAt + this.roundOf(round).manualExpiryMinutes;
  }

  statusOf(plan: PaymentPlan, minute: number): PaymentFact['status'] {
    const { paymentId, failsAt, authorizedAt, createdAt, round } = plan;
    if (this.captured.has(paymentId)) return 'captured';
    if (authorizedAt !== undefined && minute >= authorizedAt) {
      const { capture, automaticExpiryMinutes } = this.roundOf(round);
      if (capture === 'automatic' && authorizedAt < createdAt + automaticExpiryMinutes)
        return minute < authorizedAt + 1 ? 'authorized' : 'captured';
      return minute < this.lapsesAt(plan) ? 'authorized' : 'refunded';
    }
    return failsAt !== undefined && minute >= failsAt ? 'failed' : 'created';
  }

  private newFacts(): RazorpayFacts {
    const orders = this.history.rounds.map(({ round, orderId = '', amount, partialPayment }) => ({
      ...{ round, orderId, amount: amount.amount, currency: amount.currency, partialPayment },
      payments: [...this.seen.values()].map(({ fact }) => fact).filter((fact) => fact.orderId === orderId),
    }));
    return { orders, razorpayInvoices: [], foreignOrders: [] };
  }

  private fact(plan: PaymentPlan, by: PaymentFact['status'], refunded: number): PaymentFact {
    const { paymentId, amount, currency, differsByFeeOrOffer, createdAt, round } = plan;
    return paymentOf(paymentId, {
      ...{ amount, currency, differsByFeeOrOffer, refunded },
      orderId: this.roundOf(round).orderId ?? '',
      createdAt: (opened + createdAt * MINUTE) / SECOND,
      status: refunded === amount ? 'refunded' : by,
    });
  }

  private roundOf(round: number): History['rounds'][number] {
    const found = this.history.rounds.find((known) => known.round === round);
    if (!found) throw new Error(`No round ${round}`);
    return found;
  }
}

function hasFailed({ fails, requestedAt }: Refund, minute: number): boolean {
  return fails && minute >= requestedAt + refundSettles;
}
