import type { Clock } from '../../platform/clock.js';

/** Wall-clock milliseconds between two counts. */
const EVERY_MS = 250;

/** Whose calls are counted, and what they are held against. */
export interface Rate {
  readonly provider: 'razorpay' | 'togai';
  readonly perSecond: number;
}

/** Tells how many calls one worker process has made to a provider since it was started. */
export type CallCounter = (provider: Rate['provider']) => Promise<number>;

/** What was asked of a provider since the watch began. */
export interface RateWatch {
  /** Calls so far. */
  calls(): Promise<Calls>;
  /** Ends the watch. @returns the stretch that was furthest above the rate, and the calls of the busiest second */
  stop(): { readonly busiest: Stretch; readonly peakPerSecond: number };
}

export interface Calls {
  readonly all: number;
  /** In the order of the worker processes. */
  readonly byWorker: readonly number[];
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

/** Counts the calls to a provider as the product's worker processes report them, all together. */
export async function watchRate(
  workers: readonly CallCounter[],
  clock: Clock,
  rate: Rate,
): Promise<RateWatch> {
  const read = (): Promise<number[]> => Promise.all(workers.map((callsTo) => callsTo(rate.provider)));
  const [startedAt, before] = [clock.now(), await read()];
  const counts: Count[] = [{ seconds: 0, calls: 0 }];
  const take = async (): Promise<Calls> => {
    const byWorker = (await read()).map((calls, index) => calls - (before[index] ?? 0));
    const all = byWorker.reduce((sum, calls) => sum + calls, 0);
    counts.push({ seconds: (clock.now() - startedAt) / 1_000, calls: all });
    return { all, byWorker };
  };
  let underWay: Promise<Calls> | undefined;
  // One at a time: a count whose answers come late must not stand behind a newer one.
  const count = (): Promise<Calls> => (underWay ??= take().finally(() => (underWay = undefined)));
  // A worker that is gone fails whoever asks for the calls; a run that fails leaves nobody to stop the watch.
  const timer = setInterval(() => void count().catch(() => undefined), EVERY_MS).unref();
  return {
    calls: async () => {
      // Its answers may be older than the latest call.
      await underWay;
      return count();
    },
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
