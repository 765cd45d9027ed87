import type {
  CarriedHold,
  ConnectionRefusal,
  Probed,
  ProbeRequest,
  Release,
} from '../contracts/connection-hold.js';
import { HOUR, MINUTE } from './clock.js';

/**
 * What holds a connection is mended by people, and each probe of a payment is a customer who is refused: soon enough for a
 * slip that was corrected at once, seldom enough for one that takes days.
 */
const FIRST_GAP = 10 * MINUTE;
const LONGEST_GAP = HOUR;

/** A connection that was just refused. */
export function beginHold({ reason, detail }: ConnectionRefusal, now: number): CarriedHold {
  return {
    ...{ reason, detail, since: now, refusals: 0, probes: 0, hinted: 0 },
    ...{ nextProbe: now + FIRST_GAP, gap: FIRST_GAP },
    ...{ lastProbe: undefined, release: undefined, hintNext: undefined },
  };
}

/**
 * Another refusal. One that comes while collections are told to go on holds the connection again. Refused credentials stand
 * before every other reason: nothing can be tried until they are accepted.
 */
export function withRefusal(hold: CarriedHold, refusal: ConnectionRefusal, now: number): CarriedHold {
  const refusals = hold.refusals + 1;
  if (hold.release) return { ...beginHold(refusal, now), refusals, hinted: hold.hinted };
  const isGraver = refusal.reason === 'connection_refused' && hold.reason !== 'connection_refused';
  return isGraver
    ? { ...hold, refusals, reason: refusal.reason, detail: refusal.detail }
    : { ...hold, refusals };
}

/** A payment can tell whether the account takes payments; whether key and token are accepted is asked without one. */
export function isTriedByPayment({ reason }: CarriedHold): boolean {
  return reason !== 'connection_refused';
}

/** True when one payment may be tried. */
export function mayProbe(hold: CarriedHold, now: number): boolean {
  return !hold.release && isTriedByPayment(hold) && now >= hold.nextProbe;
}

/** Leave for one payment: until the gap is over nobody else gets any, whatever becomes of this one. */
export function withProbe(hold: CarriedHold, { probe, invoiceId }: ProbeRequest, now: number): CarriedHold {
  return { ...afterProbe(hold, now), lastProbe: { probe, invoiceId, at: now, end: undefined } };
}

/** A probe was begun; the next one comes later than this one did. */
export function afterProbe(hold: CarriedHold, now: number): CarriedHold {
  return {
    ...hold,
    probes: hold.probes + 1,
    nextProbe: now + hold.gap,
    gap: Math.min(2 * hold.gap, LONGEST_GAP),
  };
}

/** What came of a leave. One that nothing was sent under is given to the next; an old one changes nothing. */
export function withProbed(hold: CarriedHold, { probe, end }: Probed, now: number): CarriedHold {
  const { lastProbe } = hold;
  if (hold.release || lastProbe?.probe !== probe || lastProbe.end !== undefined) return hold;
  if (end === 'unused')
    return {
      ...hold,
      nextProbe: now,
      gap: hold.nextProbe - lastProbe.at,
      probes: hold.probes - 1,
      lastProbe: undefined,
    };
  const ended = { ...hold, lastProbe: { ...lastProbe, end } };
  if (end !== 'accepted') return ended;
  return withRelease(ended, { by: 'probe', why: `a payment of ${lastProbe.invoiceId} was taken`, at: now });
}

/** The first word stands. */
export function withRelease(hold: CarriedHold, release: Release): CarriedHold {
  return hold.release ? hold : { ...hold, release };
}
