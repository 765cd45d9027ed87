import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import type { RefundFact } from '../../contracts/facts.js';
import type { MerchantRefund } from '../../contracts/refund.js';
import { HOUR } from '../../domain/clock.js';
import { decide } from '../../domain/decide.js';
import { afterLook, askedFor } from '../../domain/merchant-refunds.js';
import type { Decision } from '../../domain/situation.js';
import { countingCases } from './support/cases.js';
import { factsOf, inr, invoiceOf, opened, paymentOf, situationOf } from './situations.js';

const check = countingCases('merchantRefunds');
const mostSteps = 24;

interface Made extends RefundFact {
  readonly paymentId: string;
  readonly listed: boolean;
}

/** What may happen between two looks of a paid invoice, each to the wish or the refund whose turn it is. */
const event = fc.oneof(
  fc.record({
    kind: fc.constant('ask' as const),
    paymentId: fc.constantFrom('pay-0', 'pay-0', 'pay-1'),
    amount: fc.constantFrom(undefined, 100, 200, 300),
  }),
  fc.record({
    kind: fc.constantFrom('fail', 'fail', 'withdraw', 'withdraw', 'forget', 'list', 'look'),
    which: fc.nat(3),
  }),
  fc.record({ kind: fc.constant('bill' as const), target: fc.constantFrom(1000, 800, 1200) }),
);

/** What Razorpay answers to a refund that is sent: made, made and not listed yet, or no balance. */
const answers = fc.array(fc.constantFrom('made', 'made', 'unlisted', 'refused'), {
  minLength: 1,
  maxLength: 6,
});

const anyStory = fc.record({
  surplus: fc.constantFrom(0, 0, 200, 1000),
  events: fc.array(event, { maxLength: 14 }),
  answers,
  changes: fc.boolean(),
});

class Story {
  private refunds: Made[] = [];
  private wishes: MerchantRefund[] = [];
  private target = 1000;
  private now = opened;
  private asked = 0;
  private sent = 0;
  lowest = 1000;

  constructor(
    private readonly surplus: number,
    private readonly answers: readonly string[],
  ) {}

  happen(told: typeof event extends fc.Arbitrary<infer T> ? T : never): void {
    this.now += 2 * HOUR;
    if (told.kind === 'ask') this.ask(told.paymentId, told.amount);
    else if (told.kind === 'bill') this.bill(told.target);
    else if (told.kind === 'fail') this.fail(told.which);
    else if (told.kind === 'withdraw') this.withdraw(told.which);
    else if (told.kind === 'forget') this.wishes = [];
    else if (told.kind === 'list') this.list();
    this.look();
  }

  /** Nobody wants anything any more, and Razorpay has listed everything. */
  end(): Decision {
    this.list();
    this.refunds = this.refunds.map((refund) => ({
      ...refund,
      status: refund.status === 'failed' ? 'failed' : 'processed',
    }));
    this.wishes = [];
    return this.look();
  }

  get kept(): number {
    return 1000 + this.surplus - this.back(({ status }) => status !== 'failed');
  }

  get wantedBack(): number {
    return this.back(({ status, merchant }) => status !== 'failed' && merchant !== undefined);
  }

  private back(which: (refund: Made) => boolean): number {
    return this.refunds.filter(which).reduce((sum, { amount }) => sum + amount, 0);
  }

  private ask(paymentId: string, amount: number | undefined): void {
    const refundId = `wish-${(this.asked += 1)}`;
    this.wishes.push(
      askedFor({ refundId, paymentId, amount, reason: undefined, speed: undefined }, this.now),
    );
  }

  private bill(target: number): void {
    this.target = target;
    this.lowest = Math.min(this.lowest, target);
  }

  private fail(which: number): void {
    const pending = this.refunds.filter(({ status, merchant }) => status === 'pending' && merchant);
    const failing = pending[which % Math.max(1, pending.length)];
    this.refunds = this.refunds.map((refund) =>
      refund === failing ? { ...refund, status: 'failed' } : refund,
    );
  }

  private withdraw(which: number): void {
    const unsent = this.wishes.filter(
      ({ standing, razorpayRefundId }) => standing === 'accepted' && razorpayRefundId === undefined,
    );
    const taken = unsent[which % Math.max(1, unsent.length)];
    this.wishes = this.wishes.filter((wish) => wish !== taken);
  }

  private list(): void {
    this.refunds = this.refunds.map((refund) => ({ ...refund, listed: true }));
  }

  private look(): Decision {
    for (let step = 0; step < mostSteps; step += 1) {
      const facts = this.facts();
      this.wishes = afterLook(this.wishes, { facts, target: inr(this.target), now: this.now });
      const decision = decide(
        situationOf({
          ...{ facts, target: inr(this.target), merchantRefunds: this.wishes },
          ...{ invoice: invoiceOf('PAID'), writtenBack: true, refundMarkTried: true },
        }),
        this.now,
      );
      if (decision.kind === 'refund') this.make(decision.payment.paymentId, decision.amount, undefined, true);
      else if (decision.kind === 'refund_for_merchant') this.answer(decision);
      else return decision;
    }
    throw new Error(`No end after ${mostSteps} steps`);
  }

  private answer({
    refund,
    payment,
    amount,
    share,
  }: Extract<Decision, { kind: 'refund_for_merchant' }>): void {
    const answer = this.answers[(this.sent += 1) % this.answers.length];
    const { refundId } = refund.wish;
    const change =
      answer === 'refused'
        ? { retryAt: this.now + HOUR }
        : {
            razorpayRefundId: this.make(payment.paymentId, amount, { refundId, ...share }, answer === 'made'),
          };
    this.wishes = this.wishes.map((wish) => (wish === refund ? { ...wish, ...change } : wish));
  }

  private make(paymentId: string, amount: number, merchant: Made['merchant'], listed: boolean): string {
    const razorpayRefundId = `rfnd-${this.refunds.length}`;
    const status = merchant ? 'pending' : 'processed';
    this.refunds.push({ razorpayRefundId, paymentId, amount, status, merchant, listed });
    return razorpayRefundId;
  }

  private facts() {
    const amounts = this.surplus > 0 ? [1000, this.surplus] : [1000];
    return factsOf(
      ...amounts.map((amount, index) => {
        const refunds = this.refunds.filter(
          ({ paymentId, listed }) => listed && paymentId === `pay-${index}`,
        );
        const refunded = refunds
          .filter(({ status }) => status !== 'failed')
          .reduce((sum, refund) => sum + refund.amount, 0);
        const status = refunded === amount ? 'refunded' : 'captured';
        return paymentOf(`pay-${index}`, { amount, status, refunded, refunds, after: index });
      }),
    );
  }
}

test('whatever becomes of the wishes, nothing goes back but what the merchant wanted and what was too much', () => {
  check('merchantRefunds', anyStory, ({ surplus, events, answers: given, changes }) => {
    const story = new Story(surplus, given);
    for (const told of events) if (changes || told.kind !== 'bill') story.happen(told);
    const end = story.end();
    const { kept, wantedBack, lowest } = story;
    ok(kept >= lowest - wantedBack, `${kept} are kept of ${lowest}, and ${wantedBack} were wanted back`);
    ok(end.kind === 'finish', `is decided: ${end.kind}`);
    ok(changes || kept <= 1000, 'keeps no surplus');
  });
});
