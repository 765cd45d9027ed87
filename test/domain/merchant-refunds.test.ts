import { describe, expect, test } from 'vitest';
import type { RefundFact } from '../../contracts/facts.js';
import { defaultPolicy } from '../../contracts/policy.js';
import type { MerchantRefund } from '../../contracts/refund.js';
import { HOUR } from '../../domain/clock.js';
import { decide } from '../../domain/decide.js';
import {
  afterLook,
  answerOf,
  askedFor,
  isAtRazorpay,
  retryWhenShort,
  takenBack,
} from '../../domain/merchant-refunds.js';
import { recordedBefore } from '../../domain/recorded.js';
import { goalOf, shareOf } from '../../domain/refunded.js';
import { factsOf, inr, invoiceOf, minutes, opened, paymentOf, situationOf } from './situations.js';

const now = minutes(1);
const written = { invoice: invoiceOf('PAID'), writtenBack: true };

function wishOf(amount?: number, refundId = 'r-1', paymentId = 'pay-1') {
  return { refundId, paymentId, amount, reason: undefined, speed: undefined };
}

function made(amount: number, change: Partial<RefundFact> = {}): RefundFact {
  const merchant = { refundId: 'r-1', takes: amount, of: 1000 };
  return { razorpayRefundId: 'rfnd-1', amount, status: 'processed', merchant, ...change };
}

/** One wish after one look. */
function looked(
  wishes: readonly MerchantRefund[],
  ...payments: Parameters<typeof factsOf>
): readonly MerchantRefund[] {
  return afterLook(wishes, { facts: factsOf(...payments), target: inr(1000), now });
}

describe('a wish is judged by what a look found', () => {
  test.each([
    ['of all', undefined, { standing: 'accepted', amount: 1000 }],
    ['of a part', 400, { standing: 'accepted', amount: 400 }],
    ['of a subunit too much', 1001, { standing: 'refused', refusal: { code: 'REFUND_TOO_LARGE' } }],
    ['under the minimum', 99, { standing: 'refused', refusal: { code: 'REFUND_TOO_SMALL' } }],
  ])('%s', (_, amount, expected) => {
    expect(looked([askedFor(wishOf(amount), opened)], paymentOf('pay-1'))).toMatchObject([expected]);
  });

  test.each([
    ['unknown', [], 'PAYMENT_UNKNOWN'],
    ['not captured', [paymentOf('pay-1', { status: 'authorized' })], 'PAYMENT_NOT_CAPTURED'],
    ['given back', [paymentOf('pay-1', { status: 'refunded', refunded: 1000 })], 'REFUND_TOO_LARGE'],
  ] as const)('of a payment that is %s', (_, payments, code) => {
    expect(looked([askedFor(wishOf(), opened)], ...payments)).toMatchObject([
      { standing: 'refused', refusal: { code } },
    ]);
  });

  test('two at once never promise more than there is', () => {
    const wishes = [wishOf(600, 'a'), wishOf(600, 'b')].map((wish) => askedFor(wish, opened));
    expect(looked(wishes, paymentOf('pay-1'))).toMatchObject([
      { standing: 'accepted', amount: 600 },
      { standing: 'refused', refusal: { code: 'REFUND_TOO_LARGE' } },
    ]);
    // One is at Razorpay already: it is not counted twice.
    const payment = paymentOf('pay-1', { refunded: 300, refunds: [made(300)] });
    const [first] = looked([askedFor(wishOf(300), opened)], payment);
    expect(looked([first!, askedFor(wishOf(700, 'b'), opened)], payment)).toMatchObject([
      { standing: 'processed' },
      { standing: 'accepted', amount: 700 },
    ]);
  });

  test('what an earlier run made under the id is the refund asked for, and no other', () => {
    const payment = paymentOf('pay-1', { refunded: 400, refunds: [made(400, { status: 'pending' })] });
    const [same] = looked([askedFor(wishOf(400), opened)], payment);
    expect(answerOf(same!)).toMatchObject({ status: 'pending', amount: 400, razorpayRefundId: 'rfnd-1' });
    expect(looked([askedFor(wishOf(500), opened)], payment)).toMatchObject([
      { refusal: { code: 'REFUND_ID_REUSED' } },
    ]);
  });
});

describe('a wish that was taken back', () => {
  const [accepted] = looked([askedFor(wishOf(400), opened)], paymentOf('pay-1'));
  const withdrawn = takenBack(accepted!);
  const listed = (status: RefundFact['status']) =>
    paymentOf('pay-1', { refunded: status === 'failed' ? 0 : 400, refunds: [made(400, { status })] });

  test('stays so, also when Razorpay lists one that failed', () => {
    for (const payment of [paymentOf('pay-1'), listed('failed')])
      expect(looked([withdrawn], payment)).toEqual([withdrawn]);
  });

  test('and had been made all the same is followed', () => {
    expect(looked([withdrawn], listed('pending'))).toMatchObject([
      { standing: 'pending', amount: 400, razorpayRefundId: 'rfnd-1', refusal: undefined },
    ]);
    expect(looked([takenBack(askedFor(wishOf(500), opened))], listed('pending'))).toMatchObject([
      { standing: 'refused', refusal: { code: 'REFUND_ID_REUSED' } },
    ]);
  });

  test('can be taken back until Razorpay has answered with its id', () => {
    expect(isAtRazorpay(accepted!)).toBe(false);
    expect(isAtRazorpay({ ...accepted!, razorpayRefundId: 'rfnd-1' })).toBe(true);
    for (const status of ['pending', 'processed'] as const)
      expect(isAtRazorpay(looked([accepted!], listed(status))[0]!)).toBe(true);
  });
});

describe('what is decided', () => {
  const [accepted] = looked([askedFor(wishOf(400), opened)], paymentOf('pay-1'));
  const asking = (refund: MerchantRefund, ...payments: Parameters<typeof factsOf>) =>
    decide(situationOf({ ...written, merchantRefunds: [refund], facts: factsOf(...payments) }), now);

  test('one that was just asked for is looked at, an accepted one is sent, a sent one waited for', () => {
    const payment = paymentOf('pay-1');
    expect(asking(askedFor(wishOf(), opened), payment)).toMatchObject({ kind: 'wait', until: now });
    expect(asking(accepted!, payment)).toMatchObject({
      ...{ kind: 'refund_for_merchant', payment, amount: 400 },
    });
    expect(asking({ ...accepted!, razorpayRefundId: 'rfnd-1' }, payment)).toMatchObject({
      ...{ kind: 'wait', state: 'refunding' },
    });
    expect(asking({ ...accepted!, retryAt: now + HOUR }, payment)).toMatchObject({ kind: 'wait' });
  });

  test('one that failed is sent again an hour later, three times in all', () => {
    const failed = made(400, { status: 'failed' });
    const [again] = looked([accepted!], paymentOf('pay-1', { refunds: [failed] }));
    expect(again).toMatchObject({ standing: 'accepted', failures: 1, retryAt: now + HOUR });
    const thrice = paymentOf('pay-1', { refunds: [failed, failed, failed] });
    const [last] = looked([accepted!], thrice);
    expect(asking({ ...last!, retryAt: undefined }, thrice)).toMatchObject({
      ...{ kind: 'hold', held: 'refund_refused' },
    });
  });

  test('one that somebody else has made impossible waits for a person', () => {
    expect(asking(accepted!, paymentOf('pay-1', { refunded: 700 }))).toMatchObject({
      ...{ kind: 'hold', held: 'refund_refused' },
    });
  });

  test('one that Razorpay does not finish in 30 days waits for a person', () => {
    const refunds = [made(400, { status: 'pending' })];
    const facts = factsOf(paymentOf('pay-1', { refunded: 400, refunds }));
    const [pending] = afterLook([accepted!], { facts, target: inr(1000), now });
    const situation = situationOf({ ...written, merchantRefunds: [pending!], facts });
    expect(decide(situation, opened + 30 * 24 * HOUR - 1)).toMatchObject({ kind: 'wait' });
    expect(decide(situation, opened + 30 * 24 * HOUR)).toMatchObject({ held: 'refund_pending' });
  });
});

describe('what a refund takes of what was to stay', () => {
  const shares = (amount: number, ...payments: Parameters<typeof factsOf>) =>
    shareOf({ facts: factsOf(...payments), target: inr(1000) }, amount);

  test('all of itself, or nothing as far as it was too much anyway', () => {
    expect(shares(400, paymentOf('pay-1'))).toEqual({ takes: 400, of: 1000 });
    expect(shares(1000, paymentOf('pay-1'), paymentOf('pay-2'))).toEqual({ takes: 0, of: 1000 });
    expect(shares(300, paymentOf('pay-1', { amount: 1200 }))).toEqual({ takes: 100, of: 1000 });
  });

  test('of what was there, when less was paid than was due', () => {
    expect(shares(100, paymentOf('pay-1', { amount: 500 }))).toEqual({ takes: 100, of: 500 });
  });

  test('beside one that is made', () => {
    const payment = paymentOf('pay-1', { refunded: 400, refunds: [made(400)] });
    expect(shares(300, payment)).toEqual({ takes: 300, of: 1000 });
    const older = { ...made(400), merchant: { refundId: 'r-1', keep: 600 } };
    expect(shares(300, { ...payment, refunds: [older] })).toEqual({ takes: 300, of: 600 });
  });
});

describe('what is to stay', () => {
  const mark = (takes: number, of: number, status: RefundFact['status'] = 'processed') =>
    made(takes, { status, merchant: { refundId: `of-${of}`, takes, of } });
  const goal = (target: number, ...refunds: RefundFact[]) =>
    goalOf({ facts: factsOf(paymentOf('pay-1', { refunds })), target: inr(target) });

  test.each([
    ['all, without a refund', 1000, [], 1000],
    ['less what each takes', 1000, [mark(300, 1000), mark(200, 1000)], 500],
    ['all again, of one that failed', 1000, [mark(300, 1000, 'failed'), mark(200, 1000)], 800],
    ['no less, when the amount due was lowered to what was left', 800, [mark(200, 1000)], 800],
    ['no more, when it was raised', 1200, [mark(200, 1000)], 800],
    ['the most that refunds of different amounts allow', 900, [mark(100, 1000), mark(100, 700)], 800],
    ['the same, when one of them failed', 900, [mark(100, 1000, 'failed'), mark(100, 700)], 900],
    ['what was due, when all failed', 1000, [mark(100, 500, 'failed')], 1000],
    ['what an older version says', 1000, [{ ...made(400), merchant: { refundId: 'r', keep: 600 } }], 600],
    ['what both say', 1000, [{ ...made(400), merchant: { refundId: 'r', keep: 600 } }, mark(100, 600)], 500],
  ] as const)('%s', (_, target, refunds, expected) => {
    expect(goal(target, ...refunds)).toBe(expected);
  });

  test('a wish that is taken back, or forgotten, leaves no trace in one that was made beside it', () => {
    const payment = paymentOf('pay-1');
    const wishes = looked(
      [wishOf(300, 'a'), wishOf(200, 'b')].map((wish) => askedFor(wish, opened)),
      payment,
    );
    const merchantRefunds = wishes.map((refund) =>
      refund.wish.refundId === 'a' ? { ...refund, retryAt: now + HOUR } : refund,
    );
    const decision = decide(situationOf({ ...written, merchantRefunds, facts: factsOf(payment) }), now);
    if (decision.kind !== 'refund_for_merchant') throw new Error(decision.kind);
    const { amount, share } = decision;
    const facts = factsOf(
      paymentOf('pay-1', {
        refunded: 200,
        refunds: [made(amount, { merchant: { refundId: 'b', ...share } })],
      }),
    );
    for (const left of [wishes.map((wish) => ({ ...wish, standing: 'refused' as const })), undefined])
      expect(decide(situationOf({ ...written, merchantRefunds: left, facts }), now)).toMatchObject({
        ...{ kind: 'finish', outcome: 'refunded' },
      });
  });
});

describe('after the merchant gave money back', () => {
  const part = paymentOf('pay-1', { refunded: 400, refunds: [made(400)] });
  const all = paymentOf('pay-1', { status: 'refunded', refunded: 1000, refunds: [made(1000)] });
  const decided = (change: Parameters<typeof situationOf>[0]) => decide(situationOf(change), now);

  test('the collection ends as refunded, and Togai says so when nothing is left', () => {
    expect(decided({ ...written, facts: factsOf(part) })).toMatchObject({ outcome: 'refunded' });
    expect(decided({ ...written, facts: factsOf(all) })).toMatchObject({ kind: 'mark_refunded' });
    expect(decided({ ...written, facts: factsOf(all), refundMarkTried: true })).toMatchObject({
      ...{ outcome: 'refunded', reason: 'refunded_in_full' },
    });
    const policy = { ...defaultPolicy, writeBack: 'record_payment' as const };
    expect(decided({ ...written, policy, facts: factsOf(all) })).toMatchObject({ outcome: 'refunded' });
  });

  test('an invoice that is still due is neither captured for nor marked paid', () => {
    const late = paymentOf('pay-2', { status: 'authorized' });
    const policy = { ...defaultPolicy, capture: 'manual' as const };
    expect(decided({ policy, facts: factsOf(all, late), rounds: [] })).toMatchObject({
      ...{ kind: 'close', because: 'refunded' },
    });
    const closing = { because: 'expired', since: opened } as const;
    expect(decided({ policy, facts: factsOf(all, late), rounds: [], closing }).kind).toBe('wait');
  });

  test('money that comes after it goes back as surplus, not the part that stays', () => {
    const late = paymentOf('pay-2', { after: 1_000 });
    for (const first of [part, all])
      expect(decided({ ...written, facts: factsOf(first, late) })).toMatchObject({
        ...{ kind: 'refund', payment: late, amount: 1000 },
      });
    expect(decided({ facts: factsOf(all, late) })).toMatchObject({ kind: 'refund', amount: 1000 });
  });

  test('what stays of a payment that Togai knows nothing of waits for a person', () => {
    expect(decided({ facts: factsOf(part) })).toMatchObject({ kind: 'hold', held: 'invoice_changed' });
  });

  test('where an earlier run may have recorded it, Togai is searched before a person is asked', () => {
    const policy = { ...defaultPolicy, writeBack: 'record_payment' as const };
    const told = { policy, facts: factsOf(part), writeBackTried: true };
    const shown = { ...told, invoice: invoiceOf('PAID', 1000, 1000) };
    expect(decided(shown)).toMatchObject({ kind: 'record_payment', payment: part });
    for (const change of [{ missingRecords: ['pay-1'] }, { invoice: invoiceOf('PAID') }])
      expect(decided({ ...shown, ...change })).toMatchObject({ kind: 'hold', held: 'invoice_changed' });
  });

  test('what was recorded of it before is counted whole, as far as Togai shows it', () => {
    const counted = (payment: typeof part, paid = 1000, recordedByUs = 0): number =>
      recordedBefore(invoiceOf('PAID', 1000, paid), recordedByUs, payment);
    expect(counted(part)).toBe(1000);
    expect(counted(part, 700)).toBe(700);
    expect(counted(part, 1000, 200)).toBe(800);
    const [older, surplus, failed] = [
      made(400, { merchant: { refundId: 'r-1', keep: 600 } }),
      made(400, { merchant: { refundId: 'r-1', takes: 0, of: 600 } }),
      made(400, { status: 'failed' }),
    ].map((refund) => paymentOf('pay-1', { refunded: 400, refunds: [refund] }));
    expect([older, surplus, failed].map((payment) => payment && counted(payment))).toEqual([1000, 600, 600]);
  });

  test('a surplus given back changes nothing', () => {
    const surplus = paymentOf('pay-2', {
      status: 'refunded',
      refunded: 1000,
      refunds: [made(1000, { merchant: { refundId: 'r-1', takes: 0, of: 1000 } })],
    });
    expect(decided({ ...written, facts: factsOf(paymentOf('pay-1'), surplus) })).toMatchObject({
      outcome: 'paid',
    });
  });

  test('a refund that failed gave nothing back', () => {
    const failed = paymentOf('pay-1', { refunds: [made(1000, { status: 'failed' })] });
    expect(decided({ ...written, facts: factsOf(failed) })).toMatchObject({ outcome: 'paid' });
  });
});

test('a balance that is too low is tried again by policy, and not for ever', () => {
  const policy = { ...defaultPolicy, refundRetryMinutes: 10, refundRetryDays: 1 };
  expect(retryWhenShort(policy, now, now)).toBe(now + HOUR / 6);
  expect(retryWhenShort(policy, now, now + 24 * HOUR)).toBeUndefined();
  expect(retryWhenShort(defaultPolicy, now, now)).toBe(now + HOUR);
});
