import { expect, test } from 'vitest';
import { defaultPolicy } from '../../contracts/policy.js';
import { DAY, MINUTE } from '../../domain/clock.js';
import { decide } from '../../domain/decide.js';
import { factsOf, invoiceOf, opened, paymentOf, roundOf, situationOf } from './situations.js';

const expiry = opened + 30 * DAY;
const late = paymentOf('pay-1', { status: 'authorized', after: 30 * DAY - 60 * MINUTE });
const common = { rounds: [roundOf({ capture: 'manual' })], facts: factsOf(late), invoiceIsFresh: true };
const closing = { because: 'expired', since: expiry } as const;

test('what was authorized before the expiry, or while the expired collection closes, is captured', () => {
  expect(decide(situationOf(common), expiry)).toMatchObject({ kind: 'close', because: 'expired' });
  const closed = situationOf({ ...common, closing });
  expect(decide(closed, expiry)).toMatchObject({ kind: 'capture', payment: late });
  expect(decide(closed, expiry + DAY)).toMatchObject({ kind: 'capture', payment: late });
  const stale = situationOf({ ...common, closing, invoiceIsFresh: false });
  expect(decide(stale, expiry)).toMatchObject({ kind: 'read_invoice' });
});

test('but not for an invoice that was voided', () => {
  const situation = situationOf({ ...common, closing, invoice: invoiceOf('VOID') });
  expect(decide(situation, expiry + DAY)).toMatchObject({ kind: 'wait', state: 'closing' });
});

test('a poll comes before an authorization that nobody told of could lapse', () => {
  const policy = { ...defaultPolicy, longestLookMinutes: 1440 };
  const wait = (manualExpiryMinutes: number, automaticExpiryMinutes = 12) =>
    decide(
      situationOf({
        policy,
        rounds: [roundOf({ manualExpiryMinutes, automaticExpiryMinutes })],
        quietLooks: 40,
      }),
      opened,
    );
  expect(wait(720)).toMatchObject({ kind: 'wait', until: opened + 715 * MINUTE });
  expect(wait(7200)).toMatchObject({ kind: 'wait', until: opened + DAY });
  // Past the automatic period nothing would be left to take.
  expect(wait(720, 720)).toMatchObject({ kind: 'wait', until: opened + DAY });
});
