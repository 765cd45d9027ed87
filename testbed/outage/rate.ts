import type { Clock } from '../../platform/clock.js';
import type { Metrics } from '../../platform/telemetry/metrics.js';

/** Wall-clock milliseconds between two counts. */
const EVERY_MS = 250;

/** What was asked of Razorpay since the watch began. */
export interface RateWatch {
  /** Calls so far. */
  calls(): Promise<number>;
  /** Ends the watch. @returns the worst moment, and the busiest second */
  stop(): { readonly worst: Moment; readonly peakPerSecond: number };
}

/** The count that was furthest above what the limit allows. */
export interface Moment {
  readonly seconds: number;
  readonly calls: number;
}

/** Counts the calls to Razorpay as the product reports them. @param perSecond the limit they are held against */
export async function watchRate(metrics: Metrics, clock: Clock, perSecond: number): Promise<RateWatch> {
  const [startedAt, before] = [clock.now(), await callsToRazorpay(metrics)];
  const counts: Moment[] = [{ seconds: 0, calls: 0 }];
  const count = async (): Promise<number> => {
    const calls = (await callsToRazorpay(metrics)) - before;
    counts.push({ seconds: (clock.now() - startedAt) / 1_000, calls });
    return calls;
  };
  const timer = setInterval(() => void count(), EVERY_MS);
  const above = ({ seconds, calls }: Moment): number => calls - seconds * perSecond;
  return {
    calls: count,
    stop: () => {
      clearInterval(timer);
      return {
        worst: counts.reduce((worst, moment) => (above(moment) > above(worst) ? moment : worst)),
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

async function callsToRazorpay({ providerCalls }: Metrics): Promise<number> {
  const { values } = await providerCalls.get();
  return values
    .filter(({ labels }) => labels.provider === 'razorpay')
    .reduce((sum, { value }) => sum + value, 0);
}
