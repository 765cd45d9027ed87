import { hintSignal } from '../../contracts/messages.js';
import type { Clock } from '../../platform/clock.js';
import { setUpTemporal } from '../../platform/temporal/setup.js';
import { auditBooks } from '../flood/books.js';
import { inLanes } from '../flood/lanes.js';
import { openInvoices } from '../flood/open-invoices.js';
import { unpaidAmong } from '../flood/outcomes.js';
import type { HttpFaultKind } from '../simulator/faults/fault-injector.js';
import { openStage, type Stage } from '../stage/stage.js';
import { watchRate } from './rate.js';

export interface OutageOptions {
  /** Wall time. */
  readonly clock: Clock;
  readonly invoices: number;
  /** Tasks per second that the queues give the connection while Razorpay is away, and after. */
  readonly limit: number;
  /** How Razorpay is away. */
  readonly fault: Extract<HttpFaultKind, 'too_many_requests' | 'server_error_html' | 'dropped_request'>;
  readonly log: (line: string) => void;
}

/** What `--json` prints. */
export interface OutageReport {
  readonly invoices: number;
  readonly fault: string;
  /** Tasks per second. */
  readonly limit: number;
  /** From the first hint to Razorpay's return, and from there to the last outcome. */
  readonly seconds: { readonly away: number; readonly back: number };
  /** Calls to Razorpay in these times. */
  readonly calls: { readonly away: number; readonly back: number };
  /** Calls of the busiest second. */
  readonly peakPerSecond: number;
  /** Invoices that were paid exactly once. */
  readonly paidOnce: number;
  readonly violations: readonly string[];
}

/** While the invoices are opened nothing is to wait. */
const OPENING = { razorpay: 10_000, togai: 10_000, both: 10_000 };
const LANES = 8;
/** Hints under way at the same time. */
const SENDERS = 20;
/** Razorpay stays away for so long after the last hint, in wall-clock milliseconds. */
const AWAY_AFTER_HINTS_MS = 10_000;
/** Reads inside workflow tasks that may be under way when the first of them fails: what a worker runs at once by default. */
const READS_AT_ONCE = 100;
/** Wall-clock milliseconds, for each invoice, after Razorpay is back; the queue's own time comes on top. */
const OUTCOME_WITHIN_MS = 180_000;

/**
 * Opens the invoices, takes Razorpay away, makes every collection look, lets all customers pay, brings Razorpay back, and
 * holds every moment's calls against the limit.
 */
export async function runOutage(options: OutageOptions): Promise<OutageReport> {
  const { clock, log } = options;
  const stage = await openStage({
    ...{ clock, log, timeScale: 1, limits: OPENING, togaiRequestsPerSecond: null },
    // Nothing but the hints makes a collection look, so that what is counted is what they cost.
    policy: { automaticExpiryMinutes: 24 * 60, firstLookSeconds: 24 * 60 * 60 },
  });
  try {
    return await Promise.race([stage.broken, outage(stage, options)]);
  } finally {
    await stage.close();
  }
}

async function outage(stage: Stage, options: OutageOptions): Promise<OutageReport> {
  const { clock, invoices, limit, fault, log } = options;
  const { simulator, client } = stage;
  const opened = await openInvoices(stage, invoices, LANES);
  log(`${String(opened.length)} invoices wait for their customers`);
  // Razorpay's own webhooks would tell of the money a second time.
  simulator.webhooks.configure({ url: undefined });
  const limits = { razorpay: limit, togai: limit, both: limit };
  await setUpTemporal(client.connection, stage.server.namespace, { limits });

  const wentAt = clock.now();
  const since = (): number => Number(((clock.now() - wentAt) / 1_000).toFixed(1));
  const watch = await watchRate(stage.metrics, clock, limit);
  simulator.faults.add({ provider: 'razorpay', kind: fault, times: Number.MAX_SAFE_INTEGER });
  await inLanes(opened, SENDERS, async ({ workflowId }) => {
    await client.workflow.getHandle(workflowId).signal(hintSignal, { evidence: 'webhook', event: 'outage' });
  });
  log(`${String(since())} s: every collection was told to look, and Razorpay is away`);
  opened.forEach(({ payment }) => simulator.razorpay.lateAuthorize(payment.entity.id));
  await new Promise((resolve) => setTimeout(resolve, AWAY_AFTER_HINTS_MS));
  const away = { seconds: since(), calls: await watch.calls() };
  log(`${String(away.seconds)} s: Razorpay is back after ${String(away.calls)} calls`);
  simulator.faults.clear();
  const withinMs = OUTCOME_WITHIN_MS + (4 * opened.length * 1_000) / limit;
  const unpaid = await unpaidAmong(stage, opened, { lanes: LANES, withinMs });
  const seconds = since();
  const calls = await watch.calls();
  const { worst, peakPerSecond } = watch.stop();
  log(`${String(seconds)} s: all collections have ended; auditing`);

  const books = auditBooks(simulator, opened);
  return {
    ...{ invoices: opened.length, fault, limit, peakPerSecond },
    seconds: { away: away.seconds, back: Number((seconds - away.seconds).toFixed(1)) },
    calls: { away: away.calls, back: calls - away.calls },
    paidOnce: books.filter((found) => found.length === 0).length,
    violations: [...unpaid, ...books.flat(), ...tooMany(worst, limit)],
  };
}

/** A queue that was quiet lets about a second's worth pass at once, and the next second's right behind it. */
function tooMany({ seconds, calls }: { seconds: number; calls: number }, limit: number): string[] {
  const allowed = Math.ceil(limit * (seconds + 2)) + READS_AT_ONCE;
  if (calls <= allowed) return [];
  return [
    `${String(calls)} calls in the first ${seconds.toFixed(1)} s, and the limit allows ${String(allowed)}`,
  ];
}
