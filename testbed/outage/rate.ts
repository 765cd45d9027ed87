import type { Clock } from '../../platform/clock.js';
import type { Metrics } from '../../platform/telemetry/metrics.js';

/** Wall-clock milliseconds between two counts. */
const EVERY_MS = 250;

/** Whose calls are counted, and what they are held against. */
export interface Rate {
  readonly provider: 'razorpay' | 'togai';
  readonly perSecond: number;
}

/** What was asked of a provider since the watch began. */
export interface RateWatch {
  /** Calls so far. */
  calls(): Promise<number>;
  /** Ends the watch. @returns the stretch that was furthest above the rate, and the calls of the busiest second */
  stop(): { readonly busiest: Stretch; readonly peakPerSecond: number };
}

/** Calls between two counts; seconds since the watch began. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly calls: number;
}

interface Count {
  readonly seconds: number;
  readonly calls: number;
}

/** Counts the calls to a provider as the product reports them. */
export async function watchRate(metrics: Metrics, clock: Clock, rate: Rate): Promise<RateWatch> {
  const [startedAt, before] = [clock.now(), await callsTo(rate, metrics)];
  const counts: Count[] = [{ seconds: 0, calls: 0 }];
  const count = async (): Promise<number> => {
    const calls = (await callsTo(rate, metrics)) - before;
    counts.push({ seconds: (clock.now() - startedAt) / 1_000, calls });
    return calls;
  };
  const timer = setInterval(() => void count(), EVERY_MS);
  return {
    calls: count,
    stop: () => {
      clearInterval(timer);
      return {
        busiest: busiestOf(counts, rate),
        peakPerSecond: Math.max(
          ...counts.map(({ seconds, calls }) => {
            const secondAgo = counts.findLast((earlier) => earlier.seconds <= seconds - 1);
            return calls - (secondAgo?.calls ?? 0);
          }),
        ),
      };
    },
  };
}

/** The stretch with the most calls beyond what its time allows, wherever it begins: calls that were saved up count for nothing. */
export function busiestOf(counts: readonly Count[], { perSecond }: Pick<Rate, 'perSecond'>): Stretch {
  const above = ({ seconds, calls }: Count): number => calls - seconds * perSecond;
  let begin: Count = { seconds: 0, calls: 0 };
  let busiest: Stretch = { from: 0, until: 0, calls: 0 };
  for (const count of counts) {
    const stretch = { from: begin.seconds, until: count.seconds, calls: count.calls - begin.calls };
    const beyond = ({ from, until, calls }: Stretch): number => calls - (until - from) * perSecond;
    if (beyond(stretch) > beyond(busiest)) busiest = stretch;
    if (above(count) < above(begin)) begin = count;
  }
  return busiest;
}

async function callsTo({ provider }: Rate, { providerCalls }: Metrics): Promise<number> {
  const { values } = await providerCalls.get();
  return values
    .filter(({ labels }) => labels.provider === provider)
    .reduce((sum, { value }) => sum + value, 0);
}
