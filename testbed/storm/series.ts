import { z } from 'zod';
import { httpFaultKinds } from '../simulator/faults/fault-injector.js';
import { webhookFaultKinds } from '../simulator/faults/webhook-faults.js';
import { countUp, toRecord, type Tally } from './tally.js';
import { troubleKinds } from './troubles.js';

const counts = z.record(z.string(), z.int().nonnegative());

/** What `npm run storm -- --json` prints, as far as it is added up. */
export const stormCountsSchema = z.object({
  ...{ seed: z.int(), invoices: z.int(), violations: z.array(z.unknown()) },
  ...{ faults: counts, kills: counts, outcomes: counts, lateCases: counts },
});

export type StormCounts = z.infer<typeof stormCountsSchema>;

/** Storms one after another, added up. */
export interface Series {
  readonly seeds: readonly number[];
  readonly invoices: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly kills: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly lateCases: Readonly<Record<string, number>>;
  /** Seeds in which a promise was broken. */
  readonly violated: readonly number[];
  /** Kinds of fault that hit less often than a series of twenty must show. */
  readonly rare: readonly string[];
}

/** What every kind of fault must hit, over twenty seeds. */
const ENOUGH = 20;

/** Names of every kind of fault that a storm counts, also of those that did not hit. */
const faultKinds: readonly string[] = [
  ...httpFaultKinds,
  ...webhookFaultKinds.map((kind) => `webhook_${kind}`),
  ...troubleKinds,
];

/** Adds the reports of a series up. */
export function addUp(reports: readonly StormCounts[]): Series {
  const sumOf = (pick: (report: StormCounts) => Readonly<Record<string, number>>): Record<string, number> => {
    const tally: Tally = new Map();
    for (const report of reports)
      for (const [key, count] of Object.entries(pick(report))) countUp(tally, key, count);
    return toRecord(tally);
  };
  const faults = sumOf((report) => report.faults);
  return {
    seeds: reports.map(({ seed }) => seed),
    invoices: reports.reduce((sum, { invoices }) => sum + invoices, 0),
    faults,
    kills: sumOf(({ kills }) => kills),
    outcomes: sumOf(({ outcomes }) => outcomes),
    lateCases: sumOf(({ lateCases }) => lateCases),
    violated: reports.filter(({ violations }) => violations.length > 0).map(({ seed }) => seed),
    rare: faultKinds.filter((kind) => (faults[kind] ?? 0) < ENOUGH),
  };
}

/** As the table of `docs/rainy-day.md`. */
export function toTable({ faults, kills, outcomes, lateCases }: Series): string {
  const groups = { fault: faults, 'from outside': kills, 'late case': lateCases, outcome: outcomes };
  const rows = Object.entries(groups).flatMap(([group, tally]) =>
    Object.entries(tally).map(([name, count]) => `| ${group} | \`${name}\` | ${String(count)} |`),
  );
  return ['| what | name | times |', '| --- | --- | ---: |', ...rows, ''].join('\n');
}
