import type { Clock } from '../../platform/clock.js';
import { openStage } from '../stage/stage.js';
import { startBenchWorker } from './bench-worker.js';
import { contenders } from './contenders.js';
import { measure, type Measurement } from './measure.js';
import { toReport, type BenchReport } from './report.js';

export interface BenchOptions {
  /** Wall time. */
  readonly clock: Clock;
  readonly invoices: number;
  readonly rounds: number;
  /** Invoices collected at the same time. */
  readonly concurrency: number;
  /** SQLite file of a server of our own; in memory without it. */
  readonly dbFilename?: string;
  readonly log: (line: string) => void;
}

/** Invoices of each contender before anything is measured, so that code and connections are warm. */
const WARM_UP = 10;

/** Far above what one machine does: what is measured is the flow, not the limits. */
const LIMITS = { razorpay: 10_000, togai: 10_000, both: 10_000 };

/** Runs every contender in every round, the next one first each time, on one server. */
export async function runBench(options: BenchOptions): Promise<BenchReport> {
  const { clock, invoices, rounds, concurrency, log, dbFilename } = options;
  const stage = await openStage({
    ...{ clock, log, timeScale: 1, limits: LIMITS, togaiRequestsPerSecond: null },
    ...(dbFilename === undefined ? {} : { dbFilename }),
  });
  try {
    const benchWorker = await startBenchWorker(stage);
    try {
      const field = contenders(stage, clock);
      for (const [index, contender] of field.entries()) {
        const label = `warm.${String(index)}`;
        await measure(stage, clock, contender, { label, concurrency, invoices: Math.min(WARM_UP, invoices) });
      }
      log('Warm; measuring');
      const results = new Map<string, Measurement[]>(field.map(({ name }) => [name, []]));
      for (let round = 1; round <= rounds; round += 1) {
        const first = (round - 1) % field.length;
        for (const contender of [...field.slice(first), ...field.slice(0, first)]) {
          const label = `round${String(round)}.${String(field.indexOf(contender))}`;
          const measured = await measure(stage, clock, contender, { invoices, concurrency, label });
          results.get(contender.name)?.push(measured);
          log(
            `round ${String(round)}  ${contender.name}: ${measured.perSecond.toFixed(1)}/s, submit p50 ${measured.submitP50Ms.toFixed(0)} ms`,
          );
        }
      }
      return toReport(results, stage.server.persistence);
    } finally {
      await benchWorker.stop();
    }
  } finally {
    await stage.close();
  }
}
