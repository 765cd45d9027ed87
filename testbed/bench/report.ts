import type { Measurement } from './measure.js';
import { median, rounded } from './statistics.js';

export interface Run extends Measurement {
  readonly name: string;
}

/** What `--json` prints. */
export interface BenchReport {
  readonly runs: readonly Run[];
  readonly persistence: string;
  readonly ratios: {
    readonly throughputVsFloor: number;
    readonly throughputVsNaive: number;
    readonly transitionsVsNaive: number;
    readonly submitVsFloor: number;
  };
}

/**
 * Medians over the rounds. The ratios are medians too, of each round's ratio: what slows the machine down for a minute slows
 * down both sides of it.
 */
export function toReport(
  rounds: ReadonlyMap<string, readonly Measurement[]>,
  persistence: string,
): BenchReport {
  const of = (name: string): readonly Measurement[] => {
    const found = rounds.get(name);
    if (found === undefined) throw new Error(`${name} is missing`);
    return found;
  };
  const ratio = (value: (measurement: Measurement) => number, against: string): number => {
    const theirs = of(against).map(value);
    const each = of('ours').map((measurement, round) => value(measurement) / (theirs[round] ?? Number.NaN));
    return rounded(median(each), 3);
  };
  return {
    runs: [...rounds].map(([name, measurements]) => ({ name, ...medians(measurements) })),
    persistence,
    ratios: {
      throughputVsFloor: ratio(({ perSecond }) => perSecond, 'floor'),
      throughputVsNaive: ratio(({ perSecond }) => perSecond, 'naive'),
      transitionsVsNaive: ratio(({ transitionsPerInvoice }) => transitionsPerInvoice, 'naive'),
      submitVsFloor: ratio(({ submitP50Ms }) => submitP50Ms, 'floor'),
    },
  };
}

function medians(measurements: readonly Measurement[]): Measurement {
  const of = (value: (measurement: Measurement) => number): number =>
    rounded(median(measurements.map(value)), 2);
  return {
    perSecond: of(({ perSecond }) => perSecond),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p95Ms: of(({ p95Ms }) => p95Ms),
    transitionsPerInvoice: of(({ transitionsPerInvoice }) => transitionsPerInvoice),
    eventsPerInvoice: of(({ eventsPerInvoice }) => eventsPerInvoice),
    historyBytesPerInvoice: of(({ historyBytesPerInvoice }) => historyBytesPerInvoice),
    submitP50Ms: of(({ submitP50Ms }) => submitP50Ms),
    providerCallsPerInvoice: of(({ providerCallsPerInvoice }) => providerCallsPerInvoice),
  };
}

/** The same for a person. */
export function toTable({ runs, persistence, ratios }: BenchReport): string {
  const head = ['', '/s', 'p50 ms', 'p95 ms', 'submit p50', 'transitions', 'events', 'bytes', 'calls'];
  const rows = runs.map((run) => [
    run.name,
    ...[run.perSecond, run.p50Ms, run.p95Ms, run.submitP50Ms].map((value) => value.toFixed(1)),
    ...[run.transitionsPerInvoice, run.eventsPerInvoice].map((value) => value.toFixed(1)),
    run.historyBytesPerInvoice.toFixed(0),
    run.providerCallsPerInvoice.toFixed(1),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return [
    '',
    ...[head, ...rows].map(line),
    '',
    `ours against naive: throughput × ${ratios.throughputVsNaive}, transitions × ${ratios.transitionsVsNaive}`,
    `ours against floor: throughput × ${ratios.throughputVsFloor}, submit p50 × ${ratios.submitVsFloor}`,
    `persistence: ${persistence}`,
    '',
  ].join('\n');
}
