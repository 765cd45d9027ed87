import { expect, onTestFinished, test } from 'vitest';
import { connectTemporal } from '../../platform/temporal/connect.js';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { generateKeyRing } from '../../platform/temporal/key-ring.js';
import { startWorker } from '../support/worker.js';
import { findingsOf, reconcileWith } from './support/reconciling.js';
import { paidInvoice } from './support/settling.js';
import { ref, until, useStage } from './support/shop.js';

const stage = useStage({ withoutWorker: true, policy: { lateWindowDays: 0 } });

test('a collection that no key reads any more does not keep a reconciliation from its end', async () => {
  const { config, connection, orchestrator, simulator } = stage();
  const before = await startWorker(config);
  const invoice = await paidInvoice(stage());
  const { paymentId } = invoice;
  const { id: disputeId } = simulator.razorpay.openDispute({ paymentId });
  await orchestrator.reportStrayPayment({ connection, paymentId, disputeId });
  await until(stage(), invoice, { state: 'held', held: { reason: 'disputed' } });
  await before.close();

  const keyRing = generateKeyRing();
  const after = await startWorker({ ...config, keyRing });
  onTestFinished(() => after.close());
  const dataConverter = createDataConverter(keyRing);
  const temporal = await connectTemporal({ ...config.temporal, dataConverter });
  onTestFinished(() => temporal.connection.close());
  const { client } = temporal;
  // The first finds it idle. What it tells makes a task that fails: the next finds a collection that is not ready to answer.
  for (const id of ['idle', 'failing']) {
    const { report } = await reconcileWith({ ...stage(), client }, { id, reach: { days: 0 } });
    expect(report.parts.disputes.failed).toBeUndefined();
    expect(findingsOf(report, ref(invoice))).toEqual(['disputes: dispute_open, hinted']);
  }
});
