import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Clock } from '../../platform/clock.js';
import { allSettled } from '../stage/all-settled.js';
import type { Stage } from '../stage/stage.js';
import type { Contender, Sample } from './contenders.js';
import { makeInvoices } from './invoices.js';
import type { BenchInput } from './messages.js';
import { mean, percentile } from './statistics.js';

/** One contender in one round. */
export interface Measurement {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly transitionsPerInvoice: number;
  readonly eventsPerInvoice: number;
  readonly historyBytesPerInvoice: number;
  readonly submitP50Ms: number;
  readonly providerCallsPerInvoice: number;
}

/** Some invoices of one contender, collected without a break. */
export interface Stint {
  readonly samples: readonly Sample[];
  readonly costs: readonly Cost[];
  readonly seconds: number;
  readonly calls: number;
}

/** Makes the invoices, collects them, then asks the server what each workflow cost. */
export async function collectSome(
  stage: Stage,
  clock: Clock,
  contender: Contender,
  options: {
    readonly invoices: number;
    /** Invoices collected at the same time. */
    readonly concurrency: number;
    readonly label: string;
  },
): Promise<Stint> {
  const invoices = await makeInvoices(stage, options.invoices, {
    label: options.label,
    withCustomer: !contender.newCustomers,
  });
  stage.simulator.webhooks.configure({ url: contender.webhooks ? stage.webhookUrl : undefined });
  const callsBefore = await providerCalls(stage);
  const start = clock.now();
  const samples = await Promise.race([stage.broken, collectAll(invoices, contender, options.concurrency)]);
  const seconds = (clock.now() - start) / 1000;
  // The last look of a webhook that came late belongs to this contender, not to the next.
  while (stage.simulator.webhooks.status().pending > 0) await wait(10);
  const calls = (await providerCalls(stage)) - callsBefore;
  const costs = await costsOf(stage.client, samples);
  return { samples, costs, seconds, calls };
}

/** What the stints of one round come to. */
export function toMeasurement(stints: readonly Stint[]): Measurement {
  const samples = stints.flatMap((stint) => stint.samples);
  const costs = stints.flatMap((stint) => stint.costs);
  const sum = (value: (stint: Stint) => number): number =>
    stints.reduce((total, stint) => total + value(stint), 0);
  return {
    perSecond: samples.length / sum(({ seconds }) => seconds),
    p50Ms: percentile(samples.map(({ totalMs }) => totalMs), 0.5), // prettier-ignore
    p95Ms: percentile(samples.map(({ totalMs }) => totalMs), 0.95), // prettier-ignore
    transitionsPerInvoice: mean(costs.map(({ transitions }) => transitions)),
    eventsPerInvoice: mean(costs.map(({ events }) => events)),
    historyBytesPerInvoice: mean(costs.map(({ bytes }) => bytes)),
    submitP50Ms: percentile(samples.map(({ submitMs }) => submitMs), 0.5), // prettier-ignore
    providerCallsPerInvoice: sum(({ calls }) => calls) / samples.length,
  };
}

async function collectAll(
  invoices: readonly BenchInput[],
  contender: Contender,
  concurrency: number,
): Promise<Sample[]> {
  const waiting = [...invoices];
  const samples: Sample[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      samples.push(await contender.collect(next));
  };
  await allSettled(Array.from({ length: concurrency }, lane));
  return samples;
}

async function providerCalls({ metrics }: Stage): Promise<number> {
  const { values } = await metrics.providerCalls.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}

interface Cost {
  readonly transitions: number;
  readonly events: number;
  readonly bytes: number;
}

async function costsOf(client: Client, samples: readonly Sample[]): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const { workflowId } of samples) {
    const { raw, historyLength, historySize } = await client.workflow.getHandle(workflowId).describe();
    costs.push({
      transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount ?? Number.NaN),
      events: historyLength,
      bytes: historySize ?? Number.NaN,
    });
  }
  return costs;
}
