import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The product's counters and gauges. Labels are closed lists or configured names: never ids, never personal data. */
export interface Metrics {
  readonly registry: Registry;
  /** Razorpay and Togai webhooks by event and what became of them (accepted, ignored, unknown object, refused ...). */
  readonly webhooks: Counter<'provider' | 'event' | 'result'>;
  /** Hints given to workflows, by witness and result. */
  readonly hints: Counter<'evidence' | 'result'>;
  /** HTTP calls to a provider; `route` is the pattern (`/orders/:id`), `status` the HTTP status or the failure's name. */
  readonly providerCalls: Counter<'provider' | 'route' | 'status'>;
  /** Seconds a provider took to answer. */
  readonly providerSeconds: Histogram<'provider' | 'route'>;
  /** Ends of activities: ok, or the error code. */
  readonly activityOutcomes: Counter<'activity' | 'outcome'>;
  /** Workflows that wait for a person, as the last reconciliation that ran in this process found them. */
  readonly held: Gauge<'connection' | 'reason'>;
  /** Age in seconds of the one held longest, when it was read. */
  readonly heldOldest: Gauge<'connection' | 'reason'>;
  /** When they were read, Unix seconds: of several workers the latest knows. */
  readonly heldRead: Gauge<'connection'>;
}

/** A registry of its own with all counters: two components of one process, or two tests, never share one. */
export function createMetrics(options: { processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (options.processMetrics === true) collectDefaultMetrics({ register: registry });
  return {
    registry,
    webhooks: new Counter({
      name: 'payment_orchestrator_webhooks_total',
      help: 'Webhooks received, by provider, event and result',
      labelNames: ['provider', 'event', 'result'],
      registers,
    }),
    hints: new Counter({
      name: 'payment_orchestrator_hints_total',
      help: 'Hints to look given to workflows, by evidence and result',
      labelNames: ['evidence', 'result'],
      registers,
    }),
    providerCalls: new Counter({
      name: 'payment_orchestrator_provider_calls_total',
      help: 'HTTP calls to a provider, by route and status',
      labelNames: ['provider', 'route', 'status'],
      registers,
    }),
    providerSeconds: new Histogram({
      name: 'payment_orchestrator_provider_seconds',
      help: 'Seconds a provider took to answer, by route',
      labelNames: ['provider', 'route'],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    activityOutcomes: new Counter({
      name: 'payment_orchestrator_activity_outcomes_total',
      help: 'Ends of activities, by activity and outcome',
      labelNames: ['activity', 'outcome'],
      registers,
    }),
    held: new Gauge({
      name: 'payment_orchestrator_held',
      help: 'Workflows that wait for a person, by connection and reason, when last read',
      labelNames: ['connection', 'reason'],
      registers,
    }),
    heldOldest: new Gauge({
      name: 'payment_orchestrator_held_oldest_seconds',
      help: 'Age of the workflow held longest, by connection and reason, when last read',
      labelNames: ['connection', 'reason'],
      registers,
    }),
    heldRead: new Gauge({
      name: 'payment_orchestrator_held_read_timestamp_seconds',
      help: 'When this process last read what is held, by connection',
      labelNames: ['connection'],
      registers,
    }),
  };
}
