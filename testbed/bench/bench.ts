import type { Clock } from '../../platform/clock.js';
import { openStage } from '../stage/stage.js';
import { startBenchWorker } from './bench-worker.js';
import { contenders, type Contender } from './contenders.js';
import { collectSome, toMeasurement, type Measurement, type Stint } from './measure.js';
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

/** Invoices of each contender before anything is measured: Node takes hundreds of invoices to compile what runs often. */
const WARM_UP = 200;

/** Far above what one machine does: what is measured is the flow, not the limits. */
const LIMITS = { razorpay: 10_000, togai: 10_000, both: 10_000 };

/** Other work on the machine comes and goes within a minute: a round's invoices are taken in turns of so many, so that all feel it. */
const TURN = 20;

function inTurns(invoices: number): number[] {
  const turns = Math.ceil(invoices / TURN);
  return Array.from({ length: turns }, (_, index) => Math.floor((invoices + index) / turns));
}

/** Runs every contender in turns in every round, the next one first each time, on one server. */
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
      const turn = (contender: Contender, label: string, count: number): Promise<Stint> =>
        collectSome(stage, clock, contender, {
          label: `${label}.${String(field.indexOf(contender))}`,
          ...{ concurrency, invoices: count },
        });
      for (const contender of field) await turn(contender, 'warm', Math.min(WARM_UP, invoices));
      log('Warm; measuring');
      const results = new Map<string, Measurement[]>(field.map(({ name }) => [name, []]));
      for (let round = 1; round <= rounds; round += 1) {
        const stints = new Map<Contender, Stint[]>(field.map((contender) => [contender, []]));
        for (const [index, count] of inTurns(invoices).entries()) {
          const first = (round - 1 + index) % field.length;
          for (const contender of [...field.slice(first), ...field.slice(0, first)])
            stints
              .get(contender)
              ?.push(await turn(contender, `round${String(round)}.${String(index)}`, count));
        }
        for (const [{ name }, taken] of stints) {
          const measured = toMeasurement(taken);
          results.get(name)?.push(measured);
          log(
            `round ${String(round)}  ${name}: ${measured.perSecond.toFixed(1)}/s, submit p50 ${measured.submitP50Ms.toFixed(0)} ms`,
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
