import { setTimeout as wait } from 'node:timers/promises';
import { clockKinds, clockOf } from './clock-troubles.js';
import { createDraws } from './draws.js';
import { countUp, type Tally } from './tally.js';
import type { World } from './world.js';

/** Waits for the next refunds, payments or changes of an invoice. */
const armedKinds = ['refund_refused', 'refund_failed', 'bank_reversal', 'lost_update'] as const;
/** Begins and ends. */
const lastingKinds = ['downtime', 'togai_outage'] as const;

export const troubleKinds = [...armedKinds, ...lastingKinds, ...clockKinds] as const;
/** What goes wrong at the banks, and at a provider as a whole: no single call's fault. */
export type TroubleKind = (typeof troubleKinds)[number];

export interface Trouble {
  readonly kind: TroubleKind;
  /** Real milliseconds from the storm's beginning. */
  readonly atMs: number;
  /** How many of the next refunds, payments or changes of an invoice; of what lasts a while, none. */
  readonly count: number;
  /** Business minutes of a downtime or an outage. */
  readonly minutes: number;
  /** Real milliseconds that the providers' clock is out of step, at most. */
  readonly shiftMs: number;
  readonly severity: 'high' | 'medium';
  readonly method: 'netbanking' | 'upi';
}

/** One of each kind in every stretch of this length, and at least two. Real milliseconds. */
const STRETCH_MS = 15_000;

/** Real milliseconds of a clock that is upset, at most; twice as long until it is in step again. */
const SHIFT_MS = 800;

/** The same for the same seed and duration. */
export function drawTroubles(seed: number, durationMs: number): Trouble[] {
  const stretches = Math.max(2, Math.round(durationMs / STRETCH_MS));
  const each = Math.floor(durationMs / stretches);
  return troubleKinds
    .flatMap((kind) => {
      const draws = createDraws(seed, `troubles by ${kind}`);
      return Array.from({ length: stretches }, (_, index) => ({
        ...{ kind, atMs: index * each + draws.whole(0, each - 1) },
        // Three refunds of one payment that fail are for a person: no more than one waits at a time.
        count: kind === 'refund_refused' ? draws.whole(1, 3) : 1,
        minutes: draws.whole(30, 180),
        shiftMs: draws.whole(SHIFT_MS / 4, SHIFT_MS),
        severity: draws.pick(['high', 'medium'] as const),
        method: draws.pick(['netbanking', 'upi'] as const),
      }));
    })
    .sort((a, b) => a.atMs - b.atMs);
}

/** Makes each in its time. What no refund or payment has met yet waits for the next one. */
export async function trouble(world: World, planned: readonly Trouble[], tally: Tally): Promise<void> {
  const begun = performance.now();
  const upsetClock = clockOf(world);
  await Promise.all(
    planned.map(async (one) => {
      await wait(Math.max(0, one.atMs - (performance.now() - begun)));
      const { kind } = one;
      if (isOneOf(armedKinds, kind)) return arm(world, kind, one.count, tally);
      countUp(tally, kind);
      if (isOneOf(clockKinds, kind)) return upsetClock(kind, one.shiftMs);
      const end = kind === 'downtime' ? beginDowntime(world, one) : beginOutage(world);
      await wait((one.minutes * 60_000) / world.timeScale);
      end();
    }),
  );
}

function isOneOf<K extends TroubleKind>(kinds: readonly K[], kind: TroubleKind): kind is K {
  return kinds.some((one) => one === kind);
}

function beginDowntime({ simulator: { razorpay } }: World, { method, severity }: Trouble): () => void {
  const instrument = method === 'netbanking' ? { bank: 'HDFC' } : { flow: 'intent' };
  const { id } = razorpay.startDowntime({ method, instrument, severity });
  return () => void razorpay.changeDowntime(id, { status: 'resolved' });
}

/** Togai's gateway answers, and nobody is behind it. */
function beginOutage({ simulator: { faults } }: World): () => void {
  return faults.add({ provider: 'togai', kind: 'server_error_html', times: Number.MAX_SAFE_INTEGER });
}

/** The next so many meet it, instead of what waits still. What was met is counted. */
function arm(
  { simulator: { razorpay, togai } }: World,
  kind: (typeof armedKinds)[number],
  count: number,
  tally: Tally,
): void {
  const { state } = razorpay;
  switch (kind) {
    case 'refund_refused':
      countUp(tally, kind, count - state.refundRefusals);
      return razorpay.refuseNextRefunds(count);
    case 'refund_failed':
      countUp(tally, kind, count - state.refundFailures);
      return razorpay.failNextRefunds(count);
    case 'bank_reversal':
      countUp(tally, kind, count - state.bankReversals);
      return razorpay.reverseNextPayments(count);
    case 'lost_update':
      countUp(tally, kind, count - togai.store.lostUpdates);
      return togai.loseNextUpdates(count);
  }
}

/** No more of it. */
export function endTroubles(world: World, tally: Tally): void {
  for (const kind of armedKinds) arm(world, kind, 0, tally);
}
