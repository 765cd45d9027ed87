import { setTimeout as wait } from 'node:timers/promises';
import { defaultPolicy } from '../../contracts/policy.js';
import { businessNow } from '../../domain/clock.js';
import type { Clock } from '../../platform/clock.js';
import { allSettled } from '../stage/all-settled.js';
import { httpFaultKinds } from '../simulator/faults/fault-injector.js';
import { webhookFaultKinds } from '../simulator/faults/webhook-faults.js';
import { auditAccount, auditHeld, auditInvoice, auditOthers, type Agreed, type End } from './audit.js';
import { awayFrom, type Done, type Span } from './away.js';
import { readAccounts, readBooks, type InvoiceBooks } from './books.js';
import { mindInvoice } from './business.js';
import { settle, settleOthers } from './calm.js';
import { Customer } from './customer.js';
import { intervene } from './interventions.js';
import { billInvoices, type Billed } from './invoices.js';
import { drawKills, kill } from './kills.js';
import { lateCasesOf } from './late-cases.js';
import { readWatch, tellStory, whyHeld, type Violation } from './story.js';
import { countUp, toRecord, type Tally } from './tally.js';
import { drawTroubles, endTroubles, trouble } from './troubles.js';
import { drawWeather, policyFor, type Weather } from './weather.js';
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
  readonly weather: Weather;
  readonly faults: Readonly<Record<string, number>>;
  readonly kills: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly lateCases: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/** Real milliseconds: longer than a local activity may take, and than the first gap between two tries. */
const LATENCY_MS = 1_300;
const LATE_COMMIT_MS = 1_800;
/** Real milliseconds that a call takes at most beside that, on a busy machine. */
const MARGIN_MS = 700;
const WEBHOOK_FAULT_PERCENT = 20;

/** Real milliseconds; business time runs by the scale. */
const RECONCILE_EVERY_MS = 12_000;
/** Real milliseconds until what reconciliation found is in its collection's hands. */
const HAND_OVER_MS = 3_000;

/** Real milliseconds: an authorization that stood so long while somebody could look is captured. */
const ENOUGH_MS = 20_000;

const DAY_MS = 86_400_000;
/** Real milliseconds: customers come within 10 s and half a second for each. Faster, and two cores no longer look in time. */
const durationOf = (invoices: number): number => 10_000 + 500 * invoices;
/** Real milliseconds over what the policy allows: tasks of a killed worker, and a machine with little time. */
const PATIENCE_MS = 120_000;

/** Opens the world, lets the storm rage, waits out the calm, and audits the providers' books. */
export async function runStorm(options: StormOptions): Promise<StormReport> {
  const { clock, seed, timeScale, log } = options;
  const weather = drawWeather(seed);
  log(
    `weather: ${Object.entries(weather)
      .map((entry) => entry.join(' '))
      .join(', ')}`,
  );
  const world = await openWorld({ clock, seed, timeScale, weather, log });
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
  const { weather } = world;
  const billed = await billInvoices(world, { ...options, weather });
  const kills: Tally = new Map();
  const troubles: Tally = new Map();
  const granted = new Map<string, readonly string[]>();
  const cancelled = new Map<string, number>();
  const done = { kills: new Array<Span>(), reconciliations: new Array<Span>() };
  const durationMs = durationOf(options.invoices);
  log(`${String(billed.length)} invoices are billed; customers come within ${String(durationMs / 1000)} s`);

  const withoutFaults = options.faultsPerThousand === 0;
  harm(world, options);
  const planned = options.withoutKills ? [] : drawKills(options.seed, durationMs, world.server.owned);
  const raging = new AbortController();
  const reconciler = reconcileFromTimeToTime(world, kills, done.reconciliations, raging.signal);
  await allSettled([
    kill(world, planned, kills, done.kills, log),
    trouble(world, withoutFaults ? [] : drawTroubles(options.seed, durationMs), troubles),
    ...billed.map(async (invoice) => {
      granted.set(invoice.invoiceId, await perform(world, invoice, durationMs, { kills, cancelled }));
    }),
  ]);

  log('calm: every process runs, every customer has done what they came for');
  appease(world);
  endTroubles(world, troubles);
  const { expireAfterDays } = { ...defaultPolicy, ...policyFor(weather) };
  const calm = {
    withinMs: ((expireAfterDays + 2) * DAY_MS) / world.timeScale + PATIENCE_MS,
    ...{ restarts: kills, log },
  };
  await settle(world, billed, calm);
  raging.abort();
  await reconciler;
  // Money that came after an end, and of which no webhook told, is found now at the latest.
  await reconcile(world, kills, done.reconciliations);
  await wait(HAND_OVER_MS);
  const ends = await settle(world, billed, calm);
  const open = await settleOthers(world, PATIENCE_MS);
  return report(world, options, { billed, ends, open, kills, troubles, granted, cancelled, done });
}

/**
 * What the connection's schedule does every hour: a terminated collection is found by nothing else. Less often here, since
 * an hour is a second.
 */
async function reconcileFromTimeToTime(
  world: World,
  tally: Tally,
  spans: Span[],
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await wait(RECONCILE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await reconcile(world, tally, spans);
  }
}

async function reconcile(
  { orchestrator, connection, clock }: World,
  tally: Tally,
  spans: Span[],
): Promise<void> {
  const from = clock.now();
  const report = await orchestrator.reconcile({ connection }).catch(() => undefined);
  if (report) spans.push({ from, to: clock.now() });
  countUp(tally, report ? 'reconciled' : 'reconciliation_away');
}

/** A record of money that gets lost waits for a person: nobody can tell whether it is still on its way. */
const recordsOfMoney = { provider: 'togai', method: 'POST', path: '/payments' } as const;

/** Calls and webhooks come to harm by the seed. */
function harm({ simulator, timeScale }: World, { seed, faultsPerThousand }: StormOptions): void {
  if (faultsPerThousand === 0) return;
  simulator.faults.random({
    ...{ seed, probability: faultsPerThousand / 1000, kinds: httpFaultKinds },
    ...{ latencyMs: LATENCY_MS * timeScale, lateCommitMs: LATE_COMMIT_MS * timeScale },
    seldom: recordsOfMoney,
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

/**
 * One invoice: its customer, the business, and whoever does something to its collection from outside.
 * @returns ids of refunds that the merchant was promised
 */
async function perform(
  world: World,
  invoice: Billed,
  durationMs: number,
  { kills, cancelled }: Pick<Raged, 'kills' | 'cancelled'>,
): Promise<readonly string[]> {
  const { invoiceId, plan } = invoice;
  await wait((durationMs * plan.arrival) / 1000);
  const business = mindInvoice(world, invoice, kills);
  await allSettled([
    new Customer(world, invoiceId, plan).perform(),
    wait((plan.interventionMinutes * 60_000) / world.timeScale).then(() =>
      intervene(world, invoice, kills, cancelled),
    ),
    business.then(() => undefined),
  ]);
  return business;
}

/** What a storm left behind. */
interface Raged {
  readonly billed: readonly Billed[];
  readonly ends: ReadonlyMap<string, End>;
  /** Ids of workflows beside the collections that have not ended. */
  readonly open: readonly string[];
  readonly kills: Tally;
  readonly troubles: Tally;
  /** Refunds that the merchant was promised, by invoice. */
  readonly granted: ReadonlyMap<string, readonly string[]>;
  /** When each invoice was given up; business time, Unix milliseconds. */
  readonly cancelled: Map<string, number>;
  readonly done: Done;
}

async function report(
  world: World,
  { seed, log }: StormOptions,
  { billed, ends, open, kills, troubles, granted, cancelled, done }: Raged,
): Promise<StormReport> {
  const all = readBooks(world.simulator, billed);
  const outcomes: Tally = new Map();
  const violations: Violation[] = [];
  const isHeld = ({ invoiceId }: InvoiceBooks): boolean => ends.get(invoiceId)?.kind === 'held';
  const tooManyHeld = auditHeld(all.filter(isHeld).length, billed.length);
  for (const [index, books] of all.entries()) {
    const end = ends.get(books.invoiceId) ?? { kind: 'open', state: 'unknown' };
    countUp(outcomes, nameOf(end));
    const plan = billed[index]?.plan;
    const agreed: Agreed = {
      wasReset: plan?.intervention === 'reset',
      writeBack: world.weather.writeBack,
      refundIds: granted.get(books.invoiceId) ?? [],
      cancelledAt: cancelled.get(books.invoiceId),
      enoughMs: ENOUGH_MS * world.timeScale,
      onItsWayMs: (LATENCY_MS + MARGIN_MS) * world.timeScale,
      away: () => [],
    };
    let breaches = auditInvoice(books, end, agreed);
    if (breaches.some(({ check }) => check === 'lapsed')) {
      const away = await readAway(world, books.invoiceId, done);
      breaches = auditInvoice(books, end, { ...agreed, away });
    }
    if (isHeld(books)) {
      breaches.push(...tooManyHeld);
      log(await whyHeld(world, books.invoiceId));
    }
    if (breaches.length === 0 || plan === undefined) continue;
    const story = await tellStory(world, { plan, end, books });
    violations.push(...breaches.map((breach) => ({ ...breach, invoiceId: books.invoiceId, story })));
  }
  const accounts = [...new Set(billed.map(({ accountId }) => accountId))];
  violations.push(...readAccounts(world.simulator, accounts).flatMap(auditAccount));
  violations.push(...auditOthers(open));
  return {
    ...{ seed, invoices: billed.length, weather: world.weather },
    faults: { ...world.simulator.faults.counts(), ...webhookCounts(world), ...toRecord(troubles) },
    ...{ kills: toRecord(kills), outcomes: toRecord(outcomes) },
    ...{ lateCases: lateCasesOf(all), violations },
  };
}

/** Read only where something lapsed: histories are long. */
async function readAway(world: World, invoiceId: string, done: Done): Promise<Agreed['away']> {
  const watch = await readWatch(world, invoiceId);
  const { startMs, timeScale } = world.time;
  return (authorizedAt) =>
    awayFrom(startMs + (authorizedAt - startMs) / timeScale, watch, done).map(({ from, to }) => ({
      from: businessNow(world.time, from),
      to: businessNow(world.time, to),
    }));
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
