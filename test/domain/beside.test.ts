import { describe, expect, test } from 'vitest';
import type { HeldReason } from '../../contracts/held-reasons.js';
import { defaultPolicy } from '../../contracts/policy.js';
import { DAY } from '../../domain/clock.js';
import { decideBeside } from '../../domain/decide-beside.js';
import { nextLookWhileHeld } from '../../domain/decide-waiting.js';
import { askedFor } from '../../domain/merchant-refunds.js';
import type { Situation } from '../../domain/situation.js';
import { factsOf, invoiceOf, minutes, paymentOf, roundOf, situationOf } from './situations.js';

const policy = { ...defaultPolicy, writeBack: 'record_payment' } as const;
const rounds = [roundOf({ capture: 'manual', manualExpiryMinutes: 720 })];
const part = paymentOf('pay-1', { amount: 600 });
const rest = paymentOf('pay-2', { amount: 400, status: 'authorized' });
const now = minutes(60);

/** A part is captured, the rest is authorized, and a person is asked about the part. */
function partly(change: Partial<Situation> = {}): Situation {
  return situationOf({ policy, rounds, facts: factsOf(part, rest), invoiceIsFresh: true, ...change });
}

describe('while a person is asked about a part', () => {
  test.each<HeldReason>([
    'write_back_unverified',
    'write_back_refused',
    'partial_needs_record_payment',
    'disputed',
  ])('the rest is captured (%s)', (held) => {
    expect(decideBeside(partly(), held, now)).toEqual({
      ...{ kind: 'capture', payment: rest, reason: 'authorized_and_due' },
    });
  });

  test('on the word of a fresh invoice only', () => {
    const stale = partly({ invoiceIsFresh: false });
    expect(decideBeside(stale, 'write_back_unverified', now)).toMatchObject({ kind: 'read_invoice' });
  });

  test('after the collection has expired too, since nobody has said that it is not to be paid', () => {
    const closing = { because: 'expired', since: minutes(30) } as const;
    expect(decideBeside(partly({ closing }), 'write_back_unverified', now)?.kind).toBe('capture');
    const late = partly({ openedAt: minutes(0) - policy.expireAfterDays * DAY });
    expect(decideBeside(late, 'write_back_unverified', now)?.kind).toBe('capture');
  });
});

describe('nothing is captured', () => {
  test.each<HeldReason>(['capture_refused', 'order_mismatch', 'payment_amount_differs', 'refund_pending'])(
    'while the whole invoice is in question (%s)',
    (held) => {
      expect(decideBeside(partly(), held, now)).toBeUndefined();
    },
  );

  const page = {
    ...{ round: 1, razorpayInvoiceId: 'page-1', orderId: 'order-1', shortUrl: undefined },
    status: 'cancelled',
  } as const;
  const wish = { refundId: 'goodwill', paymentId: 'pay-1', amount: undefined };
  test.each<[string, Partial<Situation>]>([
    ['beyond what is due', { facts: factsOf(part, { ...rest, amount: 401 }) }],
    ['of an invoice that is not due any more', { invoice: invoiceOf('VOID') }],
    ['of a cancelled collection', { closing: { because: 'cancelled', since: now } }],
    ['of one that is paid', { writtenBack: true }],
    [
      'of an expired collection that by policy takes nothing more',
      {
        policy: { ...policy, capturedWhileClosing: 'refund' },
        closing: { because: 'expired', since: minutes(30) },
      },
    ],
    [
      'of one whose payment request the merchant has cancelled',
      {
        rounds: rounds.map((round) => ({ ...round, razorpayInvoiceId: 'page-1' })),
        facts: { ...factsOf(part, rest), razorpayInvoices: [page] },
      },
    ],
    [
      'of one whose money the merchant wants back',
      { merchantRefunds: [askedFor({ ...wish, reason: 'goodwill', speed: undefined }, now)] },
    ],
  ])('%s', (_, change) => {
    expect(decideBeside(partly(change), 'write_back_unverified', now)).toBeUndefined();
  });
});

describe('the next look while a person is asked', () => {
  test('is tomorrow', () => {
    expect(nextLookWhileHeld(situationOf(), now)).toBe(now + DAY);
  });

  test.each(['created', 'authorized', 'failed'] as const)(
    'comes before an authorization lapses, or would: %s',
    (status) => {
      const situation = partly({ facts: factsOf(part, { ...rest, status }) });
      expect(nextLookWhileHeld(situation, now)).toBe(minutes(715));
      expect(nextLookWhileHeld(situation, minutes(715))).toBe(minutes(715 + 715));
    },
  );

  test('comes before one lapses that nobody has told us of', () => {
    expect(nextLookWhileHeld(partly({ facts: factsOf(part) }), now)).toBe(now + 715 * 60_000);
  });
});
