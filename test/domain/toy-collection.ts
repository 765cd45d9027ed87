import type { BillingInvoice } from '../../contracts/billing.js';
import type { RazorpayFacts } from '../../contracts/facts.js';
import type { Policy } from '../../contracts/policy.js';
import { DAY, MINUTE } from '../../domain/clock.js';
import { decide } from '../../domain/decide.js';
import { pollReadsInvoice } from '../../domain/polling.js';
import type { Decision, Situation } from '../../domain/situation.js';
import { keptOf } from '../../domain/sums.js';
import { inr, opened, roundOf, situationOf } from './situations.js';
import type { ToyWorld } from './toy-world.js';

export interface CollectionPlan {
  readonly policy: Policy;
  readonly target: number;
  /** Looks that hints cause, in minutes after the opening; any other look is a poll. */
  readonly hints: readonly number[];
  /** Every side effect is carried out twice, as after a lost answer. */
  readonly twice: boolean;
  /** Somebody cancels at this minute. */
  readonly cancelAt: number | undefined;
}

export interface Ending {
  readonly decision: Decision;
  readonly at: number;
  readonly looks: number;
}

/** Called before a decision is carried out, to check it against the world as it is. */
export type Judge = (decision: Decision, situation: Situation, now: number) => void;

const mostStepsPerLook = 12;
const mostLooks = 400;

/**
 * The loop of the workflow without Temporal: looks, decides, carries out, waits. What is held looks again every day, and
 * has ended when nothing changes any more.
 */
export function collect(world: ToyWorld, plan: CollectionPlan, judge: Judge): Ending {
  const collection = new ToyCollection(world, plan, judge);
  for (let looks = 1; looks <= mostLooks; looks += 1) {
    const last = collection.lookAndFollow();
    const heldForGood = last.kind === 'hold' && collection.now > opened + 60 * DAY;
    if (last.kind === 'finish' || heldForGood) return { decision: last, at: collection.now, looks };
    collection.sleep(last);
  }
  throw new Error(`No end after ${mostLooks} looks`);
}

class ToyCollection {
  now = opened;
  private invoice: BillingInvoice;
  private invoiceIsFresh = false;
  private facts: RazorpayFacts | undefined;
  private quietLooks = 0;
  private held = false;
  private hinted = false;
  private writtenBack = false;
  private recordedPaymentIds: readonly string[] = [];
  private closing: Situation['closing'];

  constructor(
    private readonly world: ToyWorld,
    private readonly plan: CollectionPlan,
    private readonly judge: Judge,
  ) {
    this.invoice = world.invoice(this.now);
  }

  /** @returns the decision that ends the look: wait, hold or finish */
  lookAndFollow(): Decision {
    const facts = this.world.facts(this.now);
    this.quietLooks = JSON.stringify(facts) === JSON.stringify(this.facts) ? this.quietLooks + 1 : 0;
    this.facts = facts;
    this.invoiceIsFresh = false;
    const poll = !this.hinted && pollReadsInvoice(this.quietLooks, this.plan.policy);
    if (this.held || poll) this.readInvoice();
    const { cancelAt } = this.plan;
    if (cancelAt !== undefined && this.now >= opened + cancelAt * MINUTE)
      this.closing ??= { because: 'cancelled', since: this.now };
    for (let step = 1; step <= mostStepsPerLook; step += 1) {
      const situation = this.situation();
      const decision = decide(situation, this.now);
      this.judge(decision, situation, this.now);
      this.held = decision.kind === 'hold';
      if (decision.kind === 'wait' || decision.kind === 'hold' || decision.kind === 'finish') return decision;
      if (this.plan.twice) this.carryOut(decision);
      const held = this.carryOut(decision);
      if (held) return held;
    }
    throw new Error(`No end after ${mostStepsPerLook} steps of one look`);
  }

  sleep(decision: Decision): void {
    const until = decision.kind === 'wait' ? decision.until : this.now + DAY;
    const hints = this.plan.hints.map((hint) => opened + hint * MINUTE).filter((hint) => hint > this.now);
    const next = Math.min(until, ...hints);
    this.hinted = next !== until;
    this.now = next;
  }

  private readInvoice(): void {
    this.invoice = this.world.invoice(this.now);
    this.invoiceIsFresh = true;
  }

  private carryOut(decision: Decision): Decision | undefined {
    const { world, now } = this;
    switch (decision.kind) {
      case 'read_invoice':
        this.readInvoice();
        return undefined;
      case 'close':
        this.closing = { because: decision.because, since: now };
        return undefined;
      case 'capture':
        world.capture(decision.payment.paymentId, now);
        this.facts = world.facts(now);
        this.invoiceIsFresh = false;
        return undefined;
      case 'refund':
        world.refund(decision.payment.paymentId, decision.reason, decision.amount);
        this.facts = world.facts(now);
        return undefined;
      case 'mark_paid':
        if (!world.markPaid(now)) return this.changed();
        this.writtenBack = true;
        return undefined;
      case 'record_payment': {
        const { paymentId } = decision.payment;
        if (!world.record(paymentId, keptOf(decision.payment), now)) return this.changed();
        this.recordedPaymentIds = [...new Set([...this.recordedPaymentIds, paymentId])];
        this.readInvoice();
        this.writtenBack = this.invoice.status === 'PAID';
        return undefined;
      }
      default:
        throw new Error(`Nothing to carry out for ${decision.kind}`);
    }
  }

  private changed(): Decision {
    this.held = true;
    this.readInvoice();
    return { kind: 'hold', held: 'invoice_changed', detail: this.invoice.status };
  }

  private situation(): Situation {
    const { policy, target } = this.plan;
    const { invoice, invoiceIsFresh, recordedPaymentIds, writtenBack, closing, quietLooks } = this;
    return situationOf({
      ...{ policy, invoice, invoiceIsFresh, recordedPaymentIds, writtenBack, closing, quietLooks },
      target: inr(target),
      facts: this.facts ?? this.world.facts(this.now),
      rounds: [roundOf({ capture: policy.capture })],
    });
  }
}
