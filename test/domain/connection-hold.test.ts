import { describe, expect, test } from 'vitest';
import { connectionHeldReasons, type CarriedHold } from '../../contracts/connection-hold.js';
import { HOUR, MINUTE } from '../../domain/clock.js';
import {
  afterProbe,
  beginHold,
  mayProbe,
  withProbe,
  withProbed,
  withRefusal,
  withRelease,
} from '../../domain/connection-hold.js';
import { neverSent } from '../../domain/never-sent.js';
import { reasonGroups } from '../../providers/razorpay/error-reasons.js';

const now = 1_000_000;
const inactive = { reason: 'merchant_not_activated', detail: 'not activated' } as const;
const refused = { reason: 'connection_refused', detail: '401' } as const;
const request = { probe: 'one', invoiceId: 'inv.1' };
const release = { by: 'operator', why: 'mended', at: now } as const;

test('the gaps double from ten minutes to an hour', () => {
  const gaps: number[] = [];
  let at = now;
  for (let hold = beginHold(inactive, now); gaps.length < 5; hold = afterProbe(hold, at)) {
    gaps.push(hold.nextProbe - at);
    at = hold.nextProbe;
  }
  expect(gaps).toEqual([10 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, HOUR]);
});

describe('leave', () => {
  const due = now + 10 * MINUTE;
  const given = withProbe(beginHold(inactive, now), request, due);

  test('is there after the gap, once, and never while credentials are refused or the hold is released', () => {
    expect(mayProbe(beginHold(inactive, now), due - 1)).toBe(false);
    expect(mayProbe(beginHold(inactive, now), due)).toBe(true);
    expect(mayProbe(given, due + 10 * MINUTE - 1)).toBe(false);
    expect(mayProbe(given, due + 10 * MINUTE)).toBe(true);
    expect(mayProbe(beginHold(refused, now), due)).toBe(false);
    expect(mayProbe(withRelease(beginHold(inactive, now), release), due)).toBe(false);
  });

  test('that was used and taken releases; that was refused does not', () => {
    const { release: by } = withProbed(given, { probe: 'one', end: 'accepted' }, due + 1);
    expect(by).toEqual({ by: 'probe', why: 'a payment of inv.1 was taken', at: due + 1 });
    for (const end of ['refused', 'inconclusive'] as const) {
      const ended = withProbed(given, { probe: 'one', end }, due + 1);
      expect(ended).toMatchObject({ release: undefined, lastProbe: { end }, nextProbe: given.nextProbe });
      expect(withProbed(ended, { probe: 'one', end: 'accepted' }, due + 2)).toBe(ended);
    }
  });

  test('that nothing was sent under is there at once, and the gap does not grow', () => {
    const back = withProbed(given, { probe: 'one', end: 'unused' }, due + 1);
    expect(back).toMatchObject({ probes: 0, nextProbe: due + 1, gap: 10 * MINUTE, lastProbe: undefined });
  });

  test('of an earlier gap, or of another hold, changes nothing', () => {
    const next = withProbe(given, { ...request, probe: 'two' }, given.nextProbe);
    expect(withProbed(next, { probe: 'one', end: 'accepted' }, now)).toBe(next);
    const other = beginHold(inactive, now);
    expect(withProbed(other, { probe: 'one', end: 'accepted' }, now)).toBe(other);
  });
});

test('refused credentials stand before every other reason', () => {
  const both = withRefusal(beginHold(inactive, now), refused, now + 1);
  expect(both).toMatchObject({ reason: 'connection_refused', since: now, refusals: 1 });
  expect(withRefusal(both, inactive, now + 2)).toMatchObject({ reason: 'connection_refused', refusals: 2 });
});

test('a refusal during the release holds again, from its beginning; the first word of a release stands', () => {
  const hold: CarriedHold = { ...beginHold(inactive, now), hinted: 3, hintNext: 'page' };
  const released = withRelease(hold, release);
  expect(withRelease(released, { ...release, why: 'again' })).toBe(released);
  expect(withRefusal(released, inactive, now + 5)).toMatchObject({
    ...{
      release: undefined,
      since: now + 5,
      nextProbe: now + 5 + 10 * MINUTE,
      hinted: 3,
      hintNext: undefined,
    },
  });
});

test('every reason of Razorpay that concerns the connection can hold it', () => {
  const wide = reasonGroups
    .filter(({ concerns }) => concerns === 'connection')
    .flatMap(({ reasons }) => reasons);
  expect(wide.length).toBeGreaterThan(0);
  expect(wide.filter((reason) => !connectionHeldReasons.some((known) => known === reason))).toEqual([]);
});

test('what a held connection answers concerns the connection, and is safe to show', () => {
  expect(neverSent('CONNECTION_HELD', 'acme')).toMatchObject({
    ...{ code: 'CONNECTION_HELD', concerns: 'connection', class: 'fix_integration' },
    customerText: 'The seller cannot take payments right now. Your money is not touched.',
  });
});
