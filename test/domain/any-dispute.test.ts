import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import type { DisputeFact, DisputeStatus } from '../../contracts/facts.js';
import { decide } from '../../domain/decide.js';
import { afterLook, askedFor } from '../../domain/merchant-refunds.js';
import type { Situation } from '../../domain/situation.js';
import { anySituation, follow } from './support/any-situation.js';
import { countingCases } from './support/cases.js';
import { opened } from './situations.js';

const check = countingCases('disputes');
/** As many as without disputes, which only take decisions away. */
const mostSteps = 24;

const paymentId = fc.constantFrom('pay-0', 'pay-1', 'pay-2', 'pay-3');

const disputes = fc.array(
  fc.record({
    paymentId,
    status: fc.constantFrom<DisputeStatus>('open', 'under_review', 'won', 'lost', 'lost', 'closed'),
    amount: fc.constantFrom(1000, 400, 1),
    deducted: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

const wishes = fc.array(
  fc.record({ paymentId, amount: fc.constantFrom(undefined, undefined, 400), at: fc.nat(60) }),
  { maxLength: 2 },
);

const anyDisputed = fc
  .record({ base: anySituation, disputes, wishes })
  .map(({ base: { situation, now }, ...all }) => {
    const facts = {
      ...situation.facts,
      disputes: all.disputes.map(({ deducted, ...dispute }, index): DisputeFact => ({
        ...{ ...dispute, disputeId: `disp-${index}`, currency: 'INR', createdAt: opened / 1000 },
        ...{ phase: undefined, reasonCode: undefined, respondBy: undefined },
        amountDeducted: dispute.status === 'lost' && deducted ? dispute.amount : 0,
      })),
    };
    const asked = all.wishes.map(({ paymentId: id, amount, at }, index) =>
      askedFor(
        { refundId: `r-${index}`, paymentId: id, amount, reason: undefined, speed: undefined },
        opened + at,
      ),
    );
    const merchantRefunds = afterLook(asked, { facts, target: situation.target, now });
    return { situation: { ...situation, facts, merchantRefunds } satisfies Situation, now };
  });

test('no payment is refunded whose dispute is open, under review or lost, and nothing ends before it is decided', () => {
  check('disputes', anyDisputed, ({ situation: start, now }) => {
    let situation: Situation = start;
    for (let step = 0; step < mostSteps; step += 1) {
      const decision = decide(situation, now);
      const { disputes: all = [] } = situation.facts;
      const isUndecided = all.some(({ status }) => status === 'open' || status === 'under_review');
      if (decision.kind === 'refund' || decision.kind === 'refund_for_merchant') {
        const of = all.filter((dispute) => dispute.paymentId === decision.payment.paymentId);
        ok(
          of.every(({ status }) => status === 'won' || status === 'closed'),
          'refunds nothing that a dispute may take or has taken',
        );
      }
      if (decision.kind === 'refund') ok(!isUndecided, 'sends no surplus back while a dispute is undecided');
      if (decision.kind === 'finish') ok(!isUndecided, 'ends nothing while a dispute is undecided');
      if (decision.kind === 'refund_for_merchant' || decision.kind === 'mark_refunded') return;
      if (decision.kind === 'wait' || decision.kind === 'hold' || decision.kind === 'finish') return;
      situation = follow(situation, decision, now);
    }
    throw new Error(`No end after ${mostSteps} steps`);
  });
});
