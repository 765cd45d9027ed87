import { setTimeout as wait } from 'node:timers/promises';
import { defaultPolicy, type Policy } from '../../contracts/policy.js';
import type { Clock } from '../../platform/clock.js';
import { allSettled } from '../stage/all-settled.js';
import { httpFaultKinds } from '../simulator/faults/fault-injector.js';
import { webhookFaultKinds } from '../simulator/faults/webhook-faults.js';
import { auditAccount, auditHeld, auditInvoice, type End } from './audit.js';
import { readAccounts, readBooks } from './books.js';
import { settle } from './calm.js';
import { Customer } from './customer.js';
import { intervene, voidInvoice } from './interventions.js';
import { billInvoices, type Billed } from './invoices.js';
import { drawKills, kill } from './kills.js';
import { lateCasesOf } from './late-cases.js';
import { tellStory, type Violation } from './story.js';
import { countUp, toRecord, type Tally } from './tally.js';
import { openWorld, type World } from './world.js';

export interface StormOptions {
  /** Wall time. */
  readonly clock: Clock;
  readonly seed: number;
  readonly invoices: number;
  /** Business seconds per real second. */
  readonly timeScale: number;
  /** Nothing is killed. */
  readonly withoutKills: boolean;
  /** Calls of a provider that are harmed, in a thousand. */
  readonly faultsPerThousand: number;
  /** Invoices that are voided in Togai while they are collected, in a hundred. */
  readonly voidsPerHundred: number;
  readonly log: (line: string) => void;
}

/** What `--json` prints. */
export interface StormReport {
  readonly seed: number;
  readonly invoices: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly kills: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly lateCases: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/** Everything ends within these days, and the simulated banks say their late yes within one. */
const policy: Partial<Policy> = {
  expireAfterDays: 3,
  lateWindowDays: 1,
  voided: 'refund',
  // Calls take real time while business time runs ahead of it: the search for a lost answer must outlast a late commit.
  unknownAfterMinutes: 360,
};
/** Real milliseconds: longer than a local activity may take, and than the first gap between two tries. */
const LATENCY_MS = 1_300;
const LATE_COMMIT_MS = 1_800;
const WEBHOOK_FAULT_PERCENT = 20;

/** Real milliseconds; business time runs by the scale. */
const RECONCILE_EVERY_MS = 12_000;

const DAY_MS = 86_400_000;
/** Real milliseconds: customers come within 10 s and half a second for each. Faster, and two cores no longer look in time. */
const durationOf = (invoices: number): number => 10_000 + 500 * invoices;
/** Real milliseconds over what the policy allows: tasks of a killed worker, and a machine with little time. */
const PATIENCE_MS = 120_000;

/** Opens the world, lets the storm rage, waits out the calm, and audits the providers' books. */
export async function runStorm(options: StormOptions): Promise<StormReport> {
  const { clock, seed, timeScale, log } = options;
  const world = await openWorld({ clock, seed, timeScale, policy, log });
  try {
    return await storm(world, options);
  } finally {
    await world.close();
  }
}

async function storm(world: World, options: StormOptions): Promise<StormReport> {
  const { log } = options;
  if (!world.server.owned) log('This Temporal server was given: it CANNOT be killed or restarted from here');
  log('Cards are left out: customers and worker are processes that share no vault');
  const billed = await billInvoices(world, options);
  const kills: Tally = new Map();
  const durationMs = durationOf(options.invoices);
  log(`${String(billed.length)} invoices are billed; customers come within ${String(durationMs / 1000)} s`);

  harm(world, options);
  const planned = options.withoutKills ? [] : drawKills(options.seed, durationMs, world.server.owned);
  const raging = new AbortController();
  const reconciler = reconcileFromTimeToTime(world, kills, raging.signal);
  await allSettled([
    kill(world, planned, kills, log),
    ...billed.map((invoice) => perform(world, invoice, durationMs, kills)),
  ]);

  log('calm: every process runs, every customer has done what they came for');
  appease(world);
  raging.abort();
  await reconciler;
  const allowed = ((policy.expireAfterDays ?? defaultPolicy.expireAfterDays) + 2) * DAY_MS;
  const ends = await settle(world, billed, {
    ...{ withinMs: allowed / world.timeScale + PATIENCE_MS, restarts: kills, log },
  });
  return report(world, options, billed, ends, kills);
}

/**
 * What the connection's schedule does every hour: a terminated collection is found by nothing else. Less often here, since
 * an hour is a second.
 */
async function reconcileFromTimeToTime(world: World, tally: Tally, signal: AbortSignal): Promise<void> {
  const { orchestrator, connection } = world;
  for (;;) {
    await wait(RECONCILE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const report = await orchestrator.reconcile({ connection }).catch(() => undefined);
    countUp(tally, report ? 'reconciled' : 'reconciliation_away');
  }
}

/** Calls and webhooks come to harm by the seed. */
function harm({ simulator, timeScale }: World, { seed, faultsPerThousand }: StormOptions): void {
  if (faultsPerThousand === 0) return;
  simulator.faults.random({
    ...{ seed, probability: faultsPerThousand / 1000, kinds: httpFaultKinds },
    ...{ latencyMs: LATENCY_MS * timeScale, lateCommitMs: LATE_COMMIT_MS * timeScale },
  });
  simulator.webhooks.faults({
    ...{ seed, probability: WEBHOOK_FAULT_PERCENT / 100, kinds: webhookFaultKinds },
  });
}

/** No more harm; webhooks that Razorpay gave up sending while nobody answered are switched on again. */
function appease({ simulator }: World): void {
  simulator.faults.clear();
  simulator.webhooks.faults(undefined);
  simulator.webhooks.enable();
}

/** One invoice: its customer, and whoever does something to its collection from outside. */
async function perform(world: World, invoice: Billed, durationMs: number, kills: Tally): Promise<void> {
  const { invoiceId, plan } = invoice;
  await wait((durationMs * plan.arrival) / 1000);
  await allSettled([
    new Customer(world, invoiceId, plan).perform(),
    wait((plan.interventionMinutes * 60_000) / world.timeScale).then(() =>
      intervene(world, invoiceId, plan, kills),
    ),
    voidLater(world, invoice, kills),
  ]);
}

async function voidLater(
  world: World,
  { invoiceId, plan: { voidMinutes } }: Billed,
  tally: Tally,
): Promise<void> {
  if (voidMinutes === undefined) return;
  await wait((voidMinutes * 60_000) / world.timeScale);
  voidInvoice(world, invoiceId, tally);
}

async function report(
  world: World,
  { seed }: StormOptions,
  billed: readonly Billed[],
  ends: ReadonlyMap<string, End>,
  kills: Tally,
): Promise<StormReport> {
  const all = readBooks(world.simulator, billed);
  const outcomes: Tally = new Map();
  const violations: Violation[] = [];
  for (const [index, books] of all.entries()) {
    const end = ends.get(books.invoiceId) ?? { kind: 'open', state: 'unknown' };
    countUp(outcomes, nameOf(end));
    const breaches = auditInvoice(books, end);
    const plan = billed[index]?.plan;
    if (breaches.length === 0 || plan === undefined) continue;
    const story = await tellStory(world, { plan, end, books });
    violations.push(...breaches.map((breach) => ({ ...breach, invoiceId: books.invoiceId, story })));
  }
  const held = [...ends.values()].filter(({ kind }) => kind === 'held').length;
  const accounts = [...new Set(billed.map(({ accountId }) => accountId))];
  violations.push(
    ...auditHeld(held, billed.length),
    ...readAccounts(world.simulator, accounts).flatMap(auditAccount),
  );
  return {
    ...{ seed, invoices: billed.length },
    faults: { ...world.simulator.faults.counts(), ...webhookCounts(world) },
    ...{ kills: toRecord(kills), outcomes: toRecord(outcomes) },
    ...{ lateCases: lateCasesOf(all), violations },
  };
}

function webhookCounts({ simulator }: World): Record<string, number> {
  const counts = Object.entries(simulator.webhooks.faultCounts());
  return Object.fromEntries(counts.map(([kind, count]) => [`webhook_${kind}`, count]));
}

function nameOf(end: End): string {
  if (end.kind === 'ended') return end.outcome;
  if (end.kind === 'held') return `held_${end.reason}`;
  return end.kind;
}
