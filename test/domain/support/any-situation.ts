import fc from 'fast-check';
import type { PaymentFact } from '../../../contracts/facts.js';
import { keptOf } from '../../../domain/sums.js';
import type { Decision, Situation } from '../../../domain/situation.js';
import { attemptOf, factsOf, inr, invoiceOf, minutes, paymentOf, situationOf } from '../situations.js';
import { maybe, policies, rounds, total } from './arbitraries.js';

const minute = fc.integer({ min: -10, max: 9_000 });

const payment = fc.record({
  amount: fc.constantFrom(1000, 600, 400, 1),
  status: fc.constantFrom('created', 'pending', 'authorized', 'captured', 'failed', 'refunded'),
  /** Of the amount, sent back. */
  back: fc.constantFrom(0, 0, 0, 1, 400),
  after: minute,
  orderId: fc.constantFrom('order-1', 'order-2', 'order-3'),
  currency: fc.constantFrom(...Array<string>(12).fill('INR'), 'USD'),
  differsByFeeOrOffer: fc.constantFrom(...Array<boolean>(12).fill(false), true),
});

const facts = fc.array(payment, { maxLength: 4 }).map((all) =>
  factsOf(
    ...all.map(({ after, back, ...fact }, index): PaymentFact => {
      const refunded = fact.status === 'refunded' ? fact.amount : Math.min(back, fact.amount - 1);
      const isCaptured = fact.status === 'captured' || fact.status === 'refunded';
      return paymentOf(`pay-${index}`, {
        ...fact,
        after: after * 60_000,
        refunded: isCaptured ? refunded : 0,
      });
    }),
  ),
);

/** Anything a look may find, also what no history leads to: `decide` must not depend on having been sane before. */
export const anySituation = fc
  .record({
    policy: policies,
    second: fc.constantFrom('automatic', 'manual'),
    facts,
    status: fc.constantFrom('DUE', 'DUE', 'PARTIALLY_PAID', 'PAID', 'VOID', 'MERGED', 'REFUND_COMPLETED'),
    paid: fc.constantFrom(0, 0, 400),
    invoiceIsFresh: fc.boolean(),
    attempt: maybe(fc.record({ at: minute, standing: fc.constantFrom('searching', 'known', 'unknown') })),
    recorded: fc.subarray(['pay-0', 'pay-1', 'pay-2']),
    markedPaymentIds: maybe(fc.subarray(['pay-0', 'pay-1', 'pay-2'])),
    unverifiedRecords: fc.constantFrom([], [], ['pay-3']),
    recordedByUs: fc.constantFrom(0, 400, total),
    writtenBack: fc.boolean(),
    writeBackTried: fc.boolean(),
    paidByUs: fc.constantFrom(undefined, true),
    closing: maybe(
      fc.record({
        because: fc.constantFrom('cancelled', 'voided', 'paid', 'expired'),
        at: minute,
        captured: fc.constantFrom([], ['pay-0']),
      }),
    ),
    quietLooks: fc.integer({ min: 0, max: 40 }),
    page: fc.constantFrom(undefined, undefined, 'issued', 'paid', 'expired', 'cancelled'),
    now: fc.oneof(minute, fc.constantFrom(0, 12, 13, 720, 4_320, 7_200)),
  })
  .map(({ second, status, paid, attempt, recorded, closing, page, now, ...plain }) => {
    const [first, ...others] = rounds(plain.policy, second);
    const requested = page === undefined ? first : first && { ...first, razorpayInvoiceId: 'page-1' };
    const situation: Situation = situationOf({
      ...{ ...plain, recordedPaymentIds: recorded, rounds: [...(requested ? [requested] : []), ...others] },
      invoice: invoiceOf(status, total, paid),
      target: inr(total - paid),
      attempts: attempt ? [attemptOf({ standing: attempt.standing, submittedAt: minutes(attempt.at) })] : [],
      closing: closing && {
        ...{ because: closing.because, since: minutes(closing.at), captured: closing.captured },
      },
      facts: {
        ...plain.facts,
        razorpayInvoices:
          page === undefined
            ? []
            : [
                {
                  round: 1,
                  razorpayInvoiceId: 'page-1',
                  status: page,
                  orderId: 'order-1',
                  shortUrl: undefined,
                },
              ],
      },
    });
    return { situation, now: minutes(now) };
  });

/** What is known after a decision was carried out, in a world where everything succeeds and nothing else happens. */
export function follow(situation: Situation, decision: Decision, now: number): Situation {
  switch (decision.kind) {
    case 'read_invoice':
      return { ...situation, invoiceIsFresh: true };
    case 'close':
      return { ...situation, closing: { because: decision.because, since: now }, quietLooks: 0 };
    case 'reopen':
      return { ...situation, closing: undefined };
    case 'mark_paid':
      return { ...situation, writtenBack: true };
    case 'record_payment':
      return recorded(situation, decision.payment);
    case 'capture':
      return { ...changed(situation, decision.payment, { status: 'captured' }), invoiceIsFresh: false };
    case 'refund': {
      const refunded = decision.payment.refunded + decision.amount;
      const isAll = refunded === decision.payment.amount;
      return changed(situation, decision.payment, { refunded, status: isAll ? 'refunded' : 'captured' });
    }
    default:
      throw new Error(`Nothing to carry out for ${decision.kind}`);
  }
}

function recorded(situation: Situation, { paymentId }: PaymentFact): Situation {
  const recordedPaymentIds = [...situation.recordedPaymentIds, paymentId];
  const payments = situation.facts.orders.flatMap((order) => order.payments);
  const sum = payments
    .filter((payment) => recordedPaymentIds.includes(payment.paymentId))
    .reduce((all, payment) => all + keptOf(payment), 0);
  return { ...situation, recordedPaymentIds, writtenBack: sum >= situation.target.amount };
}

function changed(situation: Situation, { paymentId }: PaymentFact, change: Partial<PaymentFact>): Situation {
  const orders = situation.facts.orders.map((order) => ({
    ...order,
    payments: order.payments.map((payment) =>
      payment.paymentId === paymentId ? { ...payment, ...change } : payment,
    ),
  }));
  return { ...situation, facts: { ...situation.facts, orders } };
}
