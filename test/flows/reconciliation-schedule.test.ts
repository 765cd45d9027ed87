import { expect, test } from 'vitest';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import { reconcileScheduleId } from '../../contracts/ids.js';
import type { ReconciliationReport } from '../../contracts/reconciliation.js';
import { HOUR } from '../../domain/clock.js';
import { connectTemporal } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { scheduleReconciliations } from '../../platform/temporal/schedules.js';
import { useStage } from './support/shop.js';

const stage = useStage();

test('each connection has one schedule, which reconciles it and can be set up again', async () => {
  const { client, connection: name, config } = stage();
  const dataConverter = createDataConverter(config.keyRing);
  const { connection, namespace } = await connectTemporal({ ...config.temporal, dataConverter });
  const setUp = (): Promise<string[]> =>
    scheduleReconciliations(connection, namespace, { connections: [name], dataConverter });
  try {
    expect(await setUp()).toEqual([reconcileScheduleId(name)]);
    const schedule = client.schedule.getHandle(reconcileScheduleId(name));
    await schedule.pause('by an operator');
    expect(await setUp()).toEqual([reconcileScheduleId(name)]);
    const { state, policies, action } = await schedule.describe();
    expect(state).toMatchObject({ paused: true, note: 'by an operator' });
    expect(policies.overlap).toBe(ScheduleOverlapPolicy.SKIP);
    expect(action).toMatchObject({
      ...{ type: 'startWorkflow', workflowType: 'reconcile' },
      // One that can never go on must not be the last.
      workflowExecutionTimeout: 12 * HOUR,
    });

    await schedule.trigger();
    const started = async () => (await schedule.describe()).info.recentActions[0]?.action.workflow;
    await expect.poll(started, { timeout: 20_000 }).toBeDefined();
    const { workflowId } = (await started())!;
    const report = (await client.workflow.getHandle(workflowId).result()) as ReconciliationReport;
    expect(report).toMatchObject({ connection: name, parts: { captures: { read: 0 } } });
    expect(Object.values(report.parts).map(({ failed }) => failed)).toEqual(Array(11).fill(undefined));
  } finally {
    await connection.close();
  }
});
