import { describe, expect, test } from 'vitest';
import type { InvoiceStatus } from '../../contracts/billing.js';
import type { ClosingCause } from '../../contracts/collection.js';
import type { RazorpayInvoiceStatus } from '../../contracts/facts.js';
import { defaultPolicy } from '../../contracts/policy.js';
import { DAY, MINUTE } from '../../domain/clock.js';
import { decide } from '../../domain/decide.js';
import {
  attemptOf,
  factsOf,
  inr,
  invoiceOf,
  minutes,
  opened,
  paymentOf,
  roundOf,
  situationOf,
} from './situations.js';

const late = defaultPolicy.lateWindowDays * DAY;
const closing = (because: ClosingCause) => ({ because, since: opened });
/** What Togai says of an invoice whose collection closes. */
const invoiceWhen = (because: ClosingCause) =>
  invoiceOf(because === 'paid' ? 'PAID' : because === 'voided' ? 'VOID' : 'DUE');

describe('closing begins', () => {
  test('when the invoice was paid elsewhere', () => {
    expect(decide(situationOf({ invoice: invoiceOf('PAID') }), minutes(1))).toEqual({
      kind: 'close',
      because: 'paid',
      reason: 'paid_elsewhere',
    });
  });

  test('but a person is asked when it was our mark, and nothing is kept', () => {
    const situation = situationOf({ invoice: invoiceOf('PAID'), paidByUs: true });
    expect(decide(situation, minutes(1))).toMatchObject({ kind: 'hold', held: 'paid_without_money' });
  });

  test.each<[InvoiceStatus, string]>([
    ['VOID', 'togai_says_void'],
    ['MERGED', 'togai_says_merged'],
    ['DRAFT', 'togai_says_draft'],
    ['UN_COLLECTIBLE', 'togai_says_un_collectible'],
    ['REFUND_INITIATED', 'togai_says_refund_initiated'],
    ['REFUND_COMPLETED', 'togai_says_refund_completed'],
  ])('when Togai says %s', (status, reason) => {
    const situation = situationOf({ invoice: invoiceOf(status) });
    expect(decide(situation, minutes(1))).toEqual({ kind: 'close', because: 'voided', reason });
  });

  test('when nobody paid in time, to the millisecond', () => {
    const end = opened + 30 * DAY;
    expect(decide(situationOf(), end - 1)).toMatchObject({ kind: 'wait', until: end });
    expect(decide(situationOf(), end)).toEqual({
      kind: 'close',
      because: 'expired',
      reason: 'nobody_paid_in_time',
    });
  });

  test.each<[RazorpayInvoiceStatus, ClosingCause, string]>([
    ['expired', 'expired', 'payment_request_expired'],
    ['cancelled', 'cancelled', 'payment_request_cancelled'],
    ['deleted', 'cancelled', 'payment_request_cancelled'],
  ])('when the payment request is %s', (status, because, reason) => {
    const request = { round: 1, razorpayInvoiceId: 'rinv-1', orderId: 'order-1', shortUrl: undefined };
    const situation = situationOf({
      mode: 'payment_request',
      invoiceIsFresh: true,
      rounds: [roundOf({ mode: 'payment_request', razorpayInvoiceId: 'rinv-1' })],
      facts: { ...factsOf(), razorpayInvoices: [{ ...request, status }] },
    });
    expect(decide(situation, minutes(1))).toEqual({ kind: 'close', because, reason });
    expect(decide({ ...situation, invoiceIsFresh: false }, minutes(1)).kind).toBe('read_invoice');
    // One that we have withdrawn makes room for the next, also when the amount has changed back.
    const [round] = situation.rounds;
    const withdrawn = { ...situation, rounds: round ? [{ ...round, withdrawn: true }] : [] };
    expect(decide(withdrawn, minutes(1)).kind).toBe('wait');
    // The request of an earlier round says nothing of the last one.
    const later = roundOf({ round: 2, mode: 'payment_request', razorpayInvoiceId: 'rinv-2' });
    expect(decide({ ...situation, rounds: [...situation.rounds, later] }, minutes(1)).kind).toBe('wait');
    // One for another amount makes room for the next.
    expect(decide({ ...situation, target: inr(900) }, minutes(1)).kind).toBe('wait');
    // A direct round after it has no request, and hides none.
    const direct = roundOf({ round: 2, orderId: 'order-2' });
    const mixed = { ...situation, rounds: [...situation.rounds, direct] };
    expect(decide(mixed, minutes(1))).toMatchObject({ kind: 'close', because });
  });
});

describe('closing ends', () => {
  test.each<[ClosingCause, string, string]>([
    ['cancelled', 'cancelled', 'cancelled'],
    ['expired', 'expired', 'nobody_paid_in_time'],
    ['voided', 'nothing_to_collect', 'invoice_voided'],
    ['paid', 'nothing_to_collect', 'invoice_paid'],
  ])('%s with %s at once when nothing is under way', (because, outcome, reason) => {
    const situation = situationOf({ closing: closing(because), invoice: invoiceWhen(because) });
    expect(decide(situation, minutes(1))).toEqual({ kind: 'finish', outcome, reason });
  });

  test.each<ClosingCause>(['cancelled', 'expired', 'voided', 'paid'])(
    '%s with partially_paid when a recorded part is kept',
    (because) => {
      const situation = situationOf({
        policy: { ...defaultPolicy, writeBack: 'record_payment' },
        facts: factsOf(paymentOf('pay-1', { amount: 400 })),
        recordedPaymentIds: ['pay-1'],
        ...{ closing: closing(because), invoice: invoiceWhen(because) },
      });
      expect(decide(situation, opened + late + DAY)).toEqual({
        kind: 'finish',
        outcome: 'partially_paid',
        reason: because,
      });
    },
  );

  test('with partially_paid and the reason of the end before it, when that was a cancellation', () => {
    const situation = situationOf({
      policy: { ...defaultPolicy, writeBack: 'record_payment' },
      facts: factsOf(paymentOf('pay-1', { amount: 400 })),
      recordedPaymentIds: ['pay-1'],
      closing: { ...closing('expired'), wasCancelled: true },
      late: true,
    });
    expect(decide(situation, opened + late + DAY)).toEqual({
      kind: 'finish',
      outcome: 'partially_paid',
      reason: 'cancelled',
    });
  });

  test('with paid when the money comes after all', () => {
    const situation = situationOf({ closing: closing('cancelled'), facts: factsOf(paymentOf('pay-1')) });
    expect(decide(situation, minutes(1)).kind).toBe('mark_paid');
    expect(decide({ ...situation, writtenBack: true }, minutes(1))).toMatchObject({ outcome: 'paid' });
  });
});

describe('closing is taken back', () => {
  const facts = factsOf(paymentOf('pay-1', { status: 'authorized' }));

  test.each<ClosingCause>(['paid', 'voided'])(
    'when the invoice was %s by mistake, and is due again',
    (because) => {
      const situation = situationOf({ closing: closing(because), facts, invoiceIsFresh: true });
      expect(decide(situation, minutes(1))).toEqual({ kind: 'reopen', reason: 'invoice_is_due_again' });
      expect(decide({ ...situation, invoiceIsFresh: false }, minutes(1)).kind).toBe('read_invoice');
      const paidElsewhere = { ...situation, invoice: invoiceWhen(because) };
      expect(decide(paidElsewhere, minutes(1)).kind).toBe('wait');
    },
  );

  test.each<ClosingCause>(['cancelled', 'expired', 'refunded'])('never when it was %s', (because) => {
    const situation = situationOf({ closing: closing(because), invoiceIsFresh: true });
    expect(decide(situation, minutes(1)).kind).toBe('finish');
  });
});

describe('closing waits', () => {
  const causes: readonly ClosingCause[] = ['cancelled', 'expired', 'voided', 'paid'];
  const underWay = [
    ['a created payment', { facts: factsOf(paymentOf('p', { status: 'created' })) }, late + MINUTE],
    ['a pending payment', { facts: factsOf(paymentOf('p', { status: 'pending' })) }, late + MINUTE],
    ['an authorized payment', { facts: factsOf(paymentOf('p', { status: 'authorized' })) }, late + MINUTE],
    ['a failed payment, which may turn', { facts: factsOf(paymentOf('p', { status: 'failed' })) }, late],
    ['an attempt being sent', { attempts: [attemptOf({ standing: 'submitting' })] }, late + MINUTE],
    ['an attempt that is searched', { attempts: [attemptOf({ standing: 'searching' })] }, late + MINUTE],
    ['an attempt that is unknown', { attempts: [attemptOf({ standing: 'unknown' })] }, late + MINUTE],
    ['a payment not seen yet', { attempts: [attemptOf({ paymentId: 'pay-9' })] }, late + MINUTE],
  ] as const;

  test.each(causes.flatMap((cause) => underWay.map((row) => [cause, ...row] as const)))(
    '%s: for %s, as long as it may bring money',
    (because, _, change, window) => {
      const invoice = invoiceWhen(because);
      const situation = situationOf({ ...change, invoice, closing: closing(because), quietLooks: 30 });
      const end = opened + window;
      expect(decide(situation, end - 1)).toEqual({
        kind: 'wait',
        state: 'closing',
        until: end,
        reason: 'money_may_still_arrive',
      });
      expect(decide(situation, end).kind).toBe('finish');
    },
  );

  test.each([false, true])(
    'for authorized money until Razorpay gives it back, however short the late window is (paid: %s)',
    (writtenBack) => {
      const situation = situationOf({
        policy: { ...defaultPolicy, lateWindowDays: 1 },
        facts: factsOf(paymentOf('p', { status: 'authorized' })),
        closing: writtenBack ? undefined : closing('cancelled'),
        ...{ writtenBack, quietLooks: 30 },
      });
      const givenBack = minutes(7200 + 1);
      expect(decide(situation, opened + 2 * DAY).kind).toBe('wait');
      expect(decide(situation, givenBack - 1)).toMatchObject({
        kind: 'wait',
        state: 'closing',
        until: givenBack,
      });
      expect(decide(situation, givenBack).kind).toBe('finish');
    },
  );

  test('with the polling gaps of any wait', () => {
    const change = { facts: factsOf(paymentOf('p', { status: 'failed' })), closing: closing('cancelled') };
    expect(decide(situationOf(change), minutes(1))).toMatchObject({ until: minutes(1.5) });
    expect(decide(situationOf({ ...change, quietLooks: 1 }), minutes(1))).toMatchObject({
      until: minutes(2),
    });
  });

  test('not for attempts that were refused and have no payment', () => {
    const attempts = [attemptOf({ standing: 'refused' })];
    expect(decide(situationOf({ attempts, closing: closing('cancelled') }), minutes(1)).kind).toBe('finish');
  });

  test('until the youngest of several can bring nothing any more', () => {
    const facts = factsOf(
      paymentOf('p1', { status: 'failed' }),
      paymentOf('p2', { status: 'failed', after: 60_000 }),
      paymentOf('p3', { status: 'created', after: 30_000 }),
      paymentOf('p4', { status: 'created' }),
    );
    const situation = situationOf({ facts, closing: closing('cancelled'), quietLooks: 30 });
    const end = opened + late + MINUTE + 30_000;
    expect(decide(situation, end - 1).kind).toBe('wait');
    expect(decide(situation, end).kind).toBe('finish');
  });
});

describe('a paid collection', () => {
  const paid = { writtenBack: true, invoice: invoiceOf('PAID') };
  const captured = paymentOf('pay-1');

  test('switches off a page that can still be paid, and ends when it cannot', () => {
    const page = { round: 1, razorpayInvoiceId: 'rinv-1', orderId: 'order-2', shortUrl: undefined };
    const withPage = (status: RazorpayInvoiceStatus) =>
      situationOf({ ...paid, facts: { ...factsOf(captured), razorpayInvoices: [{ ...page, status }] } });
    expect(decide(withPage('issued'), minutes(1))).toMatchObject({ kind: 'close', because: 'paid' });
    const closed = { ...withPage('issued'), closing: closing('paid') };
    expect(decide(closed, minutes(1))).toMatchObject({
      ...{ kind: 'wait', state: 'closing', reason: 'payment_request_still_payable' },
    });
    for (const status of ['paid', 'cancelled', 'expired'] as const)
      expect(decide(withPage(status), minutes(1))).toMatchObject({ kind: 'finish', outcome: 'paid' });
  });

  test('guards an attempt that may still succeed', () => {
    const facts = factsOf(captured, paymentOf('pay-2', { status: 'created' }));
    const situation = situationOf({ ...paid, facts, quietLooks: 30 });
    expect(decide(situation, opened + late + MINUTE - 1)).toEqual({
      kind: 'wait',
      state: 'closing',
      until: opened + late + MINUTE,
      reason: 'another_attempt_may_still_succeed',
    });
    expect(decide(situation, opened + late + MINUTE)).toMatchObject({ kind: 'finish', outcome: 'paid' });
  });

  test('polls while it guards', () => {
    const facts = factsOf(captured, paymentOf('pay-2', { status: 'created' }));
    expect(decide(situationOf({ ...paid, facts }), minutes(1))).toMatchObject({ until: minutes(1.5) });
  });

  test('does not wait for a failed attempt', () => {
    const facts = factsOf(captured, paymentOf('pay-2', { status: 'failed' }));
    expect(decide(situationOf({ ...paid, facts }), minutes(1)).kind).toBe('finish');
  });
});
