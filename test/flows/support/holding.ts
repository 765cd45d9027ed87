import { expect } from 'vitest';
import type { ConnectionHoldResult, ConnectionHoldView } from '../../../contracts/connection-hold.js';
import { connectionHoldWorkflowId } from '../../../contracts/ids.js';
import type { SubmitPaymentAnswer } from '../../../contracts/collection.js';
import { createSimulatorClock } from '../../../testbed/simulator/clock.js';
import type { Stage, StageOptions } from '../../support/stage.js';
import { netbanking, ref, type Billed } from './shop.js';

/** Five minutes a second: the first probe is due after two seconds, the last gap takes twelve. Or another pace. */
export function hasty(timeScale = 300): StageOptions & { close(): void } {
  const time = { startMs: Date.now(), timeScale };
  const clock = createSimulatorClock(time);
  // Nothing is polled while a test looks at what it does itself.
  const policy = { firstLookSeconds: 86_400 };
  return { ...{ time, policy, simulator: { clock } }, close: () => clock.close() };
}

export function submit(
  { orchestrator }: Stage,
  invoice: Billed,
  attemptId: string,
): Promise<SubmitPaymentAnswer> {
  return orchestrator.submitPayment({ ...ref(invoice), attemptId, payment: netbanking });
}

/** The hold as soon as it looks like this. */
export async function holdUntil(
  { orchestrator, connection }: Stage,
  expected: Readonly<Record<string, unknown>>,
): Promise<ConnectionHoldView> {
  const read = (): Promise<ConnectionHoldView | undefined> => orchestrator.getConnectionHold(connection);
  await expect.poll(read, { timeout: 30_000, interval: 100 }).toMatchObject(expected);
  const view = await read();
  if (!view) throw new Error('The hold is over');
  return view;
}

/** How the hold ended. */
export function released({ client, connection }: Stage): Promise<ConnectionHoldResult> {
  return client.workflow
    .getHandle<() => Promise<ConnectionHoldResult>>(connectionHoldWorkflowId(connection))
    .result();
}

/** What every worker was told is forgotten. */
export function forgotten(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3_500));
}

/** What one test held, the next finds open. */
export async function letGo({ orchestrator, simulator, connection }: Stage): Promise<void> {
  simulator.razorpay.refuseMerchant(null);
  await orchestrator.releaseConnection({ connection, reason: 'test is over' });
  await forgotten();
}
