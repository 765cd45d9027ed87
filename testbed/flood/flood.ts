import type { Clock } from '../../platform/clock.js';
import { allSettled } from '../stage/all-settled.js';
import { openStage, type Stage } from '../stage/stage.js';
import { auditBooks } from './books.js';
import { readTrail } from './histories.js';
import { inLanes } from './lanes.js';
import { openInvoices, type OpenInvoice } from './open-invoices.js';
import { unpaidAmong } from './outcomes.js';
import { createSender } from './sender.js';
import { makeFlood } from './webhooks.js';

export interface FloodOptions {
  /** Wall time. */
  readonly clock: Clock;
  readonly invoices: number;
  /** Deliveries in all; an even number, at least two for each invoice. */
  readonly webhooks: number;
  readonly log: (line: string) => void;
}

/** What `--json` prints. */
export interface FloodReport {
  readonly invoices: number;
  readonly webhooks: number;
  readonly duplicates: number;
  /** How often the receiver gave each status; `timeout`: nothing for 5 s, `dropped`: a broken connection. */
  readonly answers: Readonly<Record<string, number>>;
  /** From the first webhook to the last outcome. */
  readonly seconds: number;
  /** Signals that reached workflows: the receiver joins those that come close together. */
  readonly signals: number;
  /** Of the longest run. */
  readonly maxHistoryEvents: number;
  /** Invoices that were paid exactly once. */
  readonly paidOnce: number;
  readonly violations: readonly string[];
}

/** Far above what one machine does: it is the flood that has to be the bottleneck. */
const LIMITS = { razorpay: 10_000, togai: 10_000, both: 10_000 };
/** Invoices opened, awaited and audited at the same time. */
const LANES = 8;
/** Webhooks under way at the same time. */
const SENDERS = 50;
/** A run is cut at 1,000 events when its flood lets it; this much later something holds it up. */
const MAX_HISTORY_EVENTS = 1_500;
/** Wall-clock milliseconds, for each invoice, after the last webhook. */
const OUTCOME_WITHIN_MS = 180_000;

/**
 * Opens the invoices, lets four fifths of the webhooks claim money that is not there, lets the customers pay, sends the rest,
 * and audits the providers' books and Temporal's histories.
 */
export async function runFlood(options: FloodOptions): Promise<FloodReport> {
  const { clock, log } = options;
  const stage = await openStage({
    ...{ clock, log, timeScale: 1, limits: LIMITS, togaiRequestsPerSecond: null },
    // Customers take as long as the flood does; Razorpay must still capture by itself.
    policy: { automaticExpiryMinutes: 120 },
  });
  try {
    return await Promise.race([stage.broken, flood(stage, options)]);
  } finally {
    await stage.close();
  }
}

async function flood(stage: Stage, options: FloodOptions): Promise<FloodReport> {
  const { clock, webhooks, log } = options;
  const { simulator } = stage;
  const sender = createSender(stage.webhookUrl, SENDERS);
  try {
    // Only the flood's webhooks; the simulator's own would not be counted.
    simulator.webhooks.configure({ url: undefined });
    const opened = await openInvoices(stage, options.invoices, LANES);
    log(`${String(opened.length)} invoices wait for their customers`);
    const { early, late } = makeFlood(opened, {
      ...{ webhooks, secret: stage.webhookSecret },
      ...{ accountId: simulator.razorpay.accountId, now: simulator.clock.seconds() },
    });
    const start = clock.now();
    const since = (): string => `${((clock.now() - start) / 1000).toFixed(1)} s`;
    await sender.send(early);
    log(`${since()}: ${String(early.length)} webhooks sent before anybody paid`);
    const tooEarly = simulator.togai.store.ledger.filter(({ by, to }) => by !== 'control' && to === 'PAID');
    opened.forEach(({ payment }) => simulator.razorpay.lateAuthorize(payment.entity.id));
    await sender.send(late);
    log(`${since()}: ${String(late.length)} more sent, all customers have paid`);
    const unpaid = await unpaidAmong(stage, opened, { lanes: LANES, withinMs: OUTCOME_WITHIN_MS });
    const seconds = Number(((clock.now() - start) / 1000).toFixed(1));
    log(`${since()}: all collections have ended; auditing`);

    const trails = await trailsOf(stage, opened);
    const books = auditBooks(simulator, opened);
    return {
      ...{ invoices: opened.length, webhooks, duplicates: webhooks / 2 },
      answers: Object.fromEntries(sender.answers),
      seconds,
      signals: trails.signals,
      maxHistoryEvents: trails.longest,
      paidOnce: books.filter((found) => found.length === 0).length,
      violations: [
        ...sender.refused,
        ...tooEarly.map(({ invoiceId }) => `${invoiceId}: marked paid before its customer paid`),
        ...unpaid,
        ...books.flat(),
        ...trails.violations,
        ...(await receiverProblems(stage.receiverUrl)),
      ],
    };
  } finally {
    await sender.close();
  }
}

async function trailsOf(
  { client }: Stage,
  opened: readonly OpenInvoice[],
): Promise<{ readonly longest: number; readonly signals: number; readonly violations: string[] }> {
  let [longest, signals] = [0, 0];
  const violations: string[] = [];
  await inLanes(opened, LANES, async ({ invoiceId, workflowId }) => {
    const trail = await readTrail(client, workflowId);
    longest = Math.max(longest, trail.longest);
    signals += trail.signals;
    violations.push(...trail.failedTasks.map((cause) => `${invoiceId}: a workflow task failed: ${cause}`));
    if (trail.longest > MAX_HISTORY_EVENTS)
      violations.push(`${invoiceId}: a run of ${String(trail.longest)} events`);
  });
  return { longest, signals, violations };
}

async function receiverProblems(receiverUrl: string): Promise<string[]> {
  const answers = await allSettled(
    ['/healthz', '/readyz'].map(async (path) => ({ path, status: (await fetch(receiverUrl + path)).status })),
  );
  return answers
    .filter(({ status }) => status !== 200)
    .map(({ path, status }) => `the receiver answers ${String(status)} on ${path}`);
}
