import { afterAll, beforeAll, expect, test } from 'vitest';
import { hintSignal } from '../../contracts/messages.js';
import { DAY } from '../../domain/clock.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from '../flows/support/shop.js';
import { floodIntoNextRun, setLeapingStage, type LeapingStage } from './support/leaping-stage.js';
import { runIdOf, workflowIdOf } from './support/runs.js';

let leaping: LeapingStage;
beforeAll(async () => {
  leaping = await setLeapingStage();
});
afterAll(() => leaping.close());

const stage = useStage({ policy: { capture: 'manual' } });

test('a cancellation that waits behind a void invoice is not forgotten by the next run', async () => {
  const { orchestrator } = leaping;
  const invoice = await bill(leaping);
  // Something under way keeps it closing, and not ended.
  await pay(leaping, invoice, 'first');
  await inTogai(leaping, invoice, { status: 'VOID' });
  await orchestrator.lookAgain(ref(invoice));
  await until(leaping, invoice, { state: 'closing' });
  await orchestrator.cancelCollection({ ...ref(invoice), reason: 'test' });
  await floodIntoNextRun(leaping, invoice);
  await inTogai(leaping, invoice, { status: 'DUE' });
  await orchestrator.lookAgain(ref(invoice));
  const second = { ...ref(invoice), attemptId: 'second', payment: netbanking, replace: true };
  await expect(orchestrator.submitPayment(second)).rejects.toMatchObject({ code: 'COLLECTION_CLOSING' });
  await leaping.pass('10 days');
  expect(await outcomeOf(leaping, invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
});

// The time-skipping server lets no run go on as another once it was asked to be cancelled.
test(
  "the Temporal UI's Cancel that waits is not forgotten by the next run, either",
  { timeout: 180_000 },
  async () => {
    const { client, orchestrator, simulator } = stage();
    const invoice = await bill(stage());
    const answer = await pay(stage(), invoice, 'first');
    await inTogai(stage(), invoice, { status: 'VOID' });
    await orchestrator.lookAgain(ref(invoice));
    await until(stage(), invoice, { state: 'closing' });
    const handle = client.workflow.getHandle(workflowIdOf(invoice));
    const firstRun = await runIdOf(client, handle.workflowId);
    await handle.cancel();
    const flood = { evidence: 'webhook', event: 'flood' } as const;
    await expect
      .poll(
        async () => {
          await Promise.all(Array.from({ length: 25 }, () => handle.signal(hintSignal, flood)));
          return runIdOf(client, handle.workflowId);
        },
        { timeout: 90_000, interval: 200 },
      )
      .not.toBe(firstRun);
    await inTogai(stage(), invoice, { status: 'DUE' });
    await orchestrator.lookAgain(ref(invoice));
    const second = { ...ref(invoice), attemptId: 'second', payment: netbanking, replace: true };
    await expect(orchestrator.submitPayment(second)).rejects.toMatchObject({ code: 'COLLECTION_CLOSING' });
    // A cancelled collection lets an authorization go, and ends when Razorpay has given it back.
    await atTheBank(stage(), answer, 'success');
    await simulator.clock.advance(6 * DAY);
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
    expect(booksOf(stage(), invoice)).toMatchObject({ captured: 0, togai: 'DUE' });
  },
);
