import { hintSignal } from '../../contracts/messages.js';
import type { Clock } from '../../platform/clock.js';
import { queueLimits } from '../../platform/temporal/queue-limits.js';
import { setUpTemporal, type QueueLimits } from '../../platform/temporal/setup.js';
import { auditBooks } from '../flood/books.js';
import { inLanes } from '../flood/lanes.js';
import { openInvoices } from '../flood/open-invoices.js';
import { unpaidAmong } from '../flood/outcomes.js';
import type { HttpFaultKind } from '../simulator/faults/fault-injector.js';
import { Cleanup } from '../stage/cleanup.js';
import { openStage, type Stage } from '../stage/stage.js';
import { watchRate, type Stretch } from './rate.js';
import { startWorkers } from './workers.js';

export interface OutageOptions {
  /** Wall time. */
  readonly clock: Clock;
  readonly invoices: number;
  /** Worker processes, which share the limits. */
  readonly workers: number;
  /** The one that goes away. */
  readonly provider: 'razorpay' | 'togai';
  /** Calls per second that it allows; the queues are given what follows from half of it. */
  readonly allowed: number;
  /** How the provider is away. */
  readonly fault: Extract<HttpFaultKind, 'too_many_requests' | 'server_error_html' | 'dropped_request'>;
  readonly log: (line: string) => void;
}

/** What `--json` prints. */
export interface OutageReport {
  readonly invoices: number;
  readonly provider: string;
  readonly fault: string;
  /** Calls per second. */
  readonly allowed: number;
  /** Tasks per second of each queue. */
  readonly limits: QueueLimits;
  /** From the first hint to the provider's return, and from there to the last outcome. */
  readonly seconds: { readonly away: number; readonly back: number };
  /** Calls to the provider in these times. */
  readonly calls: { readonly away: number; readonly back: number };
  /** The same calls by worker process; the first is the one that holds the simulators, too. */
  readonly callsByWorker: readonly number[];
  /** Calls of the busiest second. */
  readonly peakPerSecond: number;
  /** Invoices that were paid exactly once. */
  readonly paidOnce: number;
  readonly violations: readonly string[];
}

/** What is not limited: tasks while the invoices are opened, and calls of the provider that stays. */
const PLENTY = 10_000;
const OPENING = { razorpay: PLENTY, togai: PLENTY, both: PLENTY };
const LANES = 8;
/** Hints under way at the same time. */
const SENDERS = 20;
/** The provider stays away for so long after the last hint, in wall-clock milliseconds. */
const AWAY_AFTER_HINTS_MS = 10_000;
/**
 * Reads of Razorpay inside the workflow tasks of one worker process that may be under way when the first of them fails: what
 * it runs at once by default. Each process learns of the strain by its own calls.
 */
const READS_AT_ONCE = { razorpay: 100, togai: 0 };
/** Wall-clock milliseconds, for each invoice, after the provider is back; the queue's own time comes on top. */
const OUTCOME_WITHIN_MS = 180_000;

/**
 * Opens the invoices, takes a provider away, lets all customers pay, makes every collection look, brings the provider back,
 * and holds the calls of all times against half of what it allows.
 */
export async function runOutage(options: OutageOptions): Promise<OutageReport> {
  const { clock, log } = options;
  const stage = await openStage({
    ...{ clock, log, timeScale: 1, limits: OPENING, togaiRequestsPerSecond: null },
    // Within an hour, the most that a configuration may say, only the hints make a collection look: what is counted is what
    // they cost.
    policy: { automaticExpiryMinutes: 24 * 60, firstLookSeconds: 60 * 60 },
  });
  const cleanup = new Cleanup();
  cleanup.add(() => stage.close());
  try {
    return await Promise.race([stage.broken, outage(stage, options, cleanup)]);
  } finally {
    await cleanup.run();
  }
}

async function outage(stage: Stage, options: OutageOptions, cleanup: Cleanup): Promise<OutageReport> {
  const { clock, invoices, provider, allowed, fault, log } = options;
  const { simulator, client } = stage;
  // Before there are workflows: a worker keeps those that it began.
  const workers = await startWorkers(stage, options.workers, cleanup);
  const opened = await openInvoices(stage, invoices, LANES);
  log(`${String(opened.length)} invoices wait for their customers`);
  // Razorpay's own webhooks would tell of the money a second time.
  simulator.webhooks.configure({ url: undefined });
  const limits = queueLimits({ razorpay: PLENTY, togai: PLENTY, [provider]: allowed });
  await setUpTemporal(client.connection, stage.server.namespace, { limits });

  const wentAt = clock.now();
  const since = (): number => Number(((clock.now() - wentAt) / 1_000).toFixed(1));
  const watch = await watchRate(workers, clock, { provider, perSecond: allowed / 2 });
  simulator.faults.add({ provider, kind: fault, times: Number.MAX_SAFE_INTEGER });
  opened.forEach(({ payment }) => simulator.razorpay.lateAuthorize(payment.entity.id));
  await inLanes(opened, SENDERS, async ({ workflowId }) => {
    await client.workflow.getHandle(workflowId).signal(hintSignal, { evidence: 'webhook', event: 'outage' });
  });
  log(`${String(since())} s: all have paid, every collection was told to look, and ${provider} is away`);
  await new Promise((resolve) => setTimeout(resolve, AWAY_AFTER_HINTS_MS));
  const away = { seconds: since(), calls: (await watch.calls()).all };
  log(`${String(away.seconds)} s: ${provider} is back after ${String(away.calls)} calls`);
  simulator.faults.clear();
  const withinMs = OUTCOME_WITHIN_MS + (4 * opened.length * 1_000) / Math.min(limits.razorpay, limits.togai);
  const unpaid = await unpaidAmong(stage, opened, { lanes: LANES, withinMs });
  const seconds = since();
  const calls = await watch.calls();
  const { busiest, peakPerSecond } = watch.stop();
  log(`${String(seconds)} s: all collections have ended; auditing`);

  const books = auditBooks(simulator, opened);
  return {
    ...{ invoices: opened.length, provider, fault, allowed, limits, peakPerSecond },
    seconds: { away: away.seconds, back: Number((seconds - away.seconds).toFixed(1)) },
    calls: { away: away.calls, back: calls.all - away.calls },
    callsByWorker: calls.byWorker,
    paidOnce: books.filter((found) => found.length === 0).length,
    violations: [...unpaid, ...books.flat(), ...tooMany(busiest, options)],
  };
}

/** A queue that was quiet lets about a second's worth pass at once, and the next second's right behind it. */
function tooMany({ from, until, calls }: Stretch, { provider, allowed, workers }: OutageOptions): string[] {
  const limit = Math.ceil((allowed / 2) * (until - from + 2)) + workers * READS_AT_ONCE[provider];
  if (calls <= limit) return [];
  return [
    `${String(calls)} calls from ${from.toFixed(1)} s to ${until.toFixed(1)} s, and the limits allow ${String(limit)}`,
  ];
}
