import proto from '@temporalio/proto';
import { afterAll, expect, test } from 'vitest';
import { openGate } from '../flows/support/gate.js';
import { payOnPage } from '../flows/support/paying.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  netbanking,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import {
  completedTask,
  eventsOf,
  resetPresent,
  taskBehind,
  terminate,
  workflowIdOf,
  type HistoryEvent,
} from './support/runs.js';

const { PendingActivityState } = proto.temporal.api.enums.v1;
const gate = await openGate();
// What may be on its way is given three seconds.
const stage = useStage({
  throughProxy: (url) => gate.through(url),
  policy: { writeBack: 'record_payment', unknownAfterMinutes: 0.05, firstLookSeconds: 60 },
});
afterAll(() => gate.close());

/** An invoice of ₹500 of which ₹300 are captured; the one request to record them is on its way. */
async function partOnItsWay() {
  const invoice = await bill(stage());
  const order = { partial_payment: true, first_payment_min_amount: 10_000 };
  const first = await pay(stage(), invoice, 'first', { ...netbanking, amount: 30_000 }, { order });
  await atTheBank(stage(), first, 'success');
  const broken = gate.breakNext('/togai/payments');
  await hint(stage(), invoice);
  const lost = await broken;
  // The step that sent it goes on asking what became of it.
  gate.answer('/togai/invoices', 503);
  return { ...invoice, lost };
}

async function startedAnew(invoice: Billed): Promise<void> {
  await terminate(stage(), invoice);
  gate.answer('/togai/invoices', undefined);
  await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
}

/** To a task behind the one that sent it: Temporal does that step again, as it was asked for. */
async function resetBehind(invoice: Billed): Promise<void> {
  await hint(stage(), invoice);
  const behind = async () => taskBehind(await historyOf(invoice), 'recordPayment');
  await expect.poll(behind, { timeout: 10_000 }).toBeDefined();
  await resetPresent(stage(), invoice, await behind());
  gate.answer('/togai/invoices', undefined);
}

async function resetToTheStart(invoice: Billed): Promise<void> {
  await resetPresent(stage(), invoice, (await historyOf(invoice)).filter(completedTask)[2]);
  gate.answer('/togai/invoices', undefined);
}

function historyOf(invoice: Billed): Promise<HistoryEvent[]> {
  return eventsOf(stage().client, workflowIdOf(invoice));
}

/** The Temporal UI's Reset button for an activity: as soon as a further try of it waits for its time. */
async function withItsStepReset(invoice: Billed): Promise<void> {
  const { client } = stage();
  const handle = client.workflow.getHandle(workflowIdOf(invoice));
  const waiting = async () => {
    const { raw } = await handle.describe();
    const isWaiting = raw.pendingActivities?.some(
      ({ state, attempt }) =>
        state === PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED && attempt === 3,
    );
    return isWaiting === true;
  };
  await expect.poll(waiting, { timeout: 10_000, interval: 50 }).toBe(true);
  gate.answer('/togai/invoices', undefined);
  await client.workflowService.resetActivity({
    ...{ namespace: client.options.namespace, execution: { workflowId: handle.workflowId } },
    type: 'recordPayment',
  });
}

function recorded(invoice: Billed): (number | undefined)[] {
  const { writes } = booksOf(stage(), invoice);
  return writes.filter(({ kind }) => kind === 'payment').map(({ amount }) => amount);
}

const meanwhile = [
  ['is started anew', startedAnew],
  ['is reset to behind it', resetBehind],
  ['is reset to before it', resetToTheStart],
  ['has the step reset', withItsStepReset],
] as const;

const waits = { state: 'captured', waitingFor: 'togai_to_show_an_earlier_record' };

test.each(meanwhile)(
  'a record that is on its way while its collection %s is not sent again',
  async (_, again) => {
    const { lost, ...invoice } = await partOnItsWay();
    await again(invoice);
    await until(stage(), invoice, waits);
    await lost.arrive();
    await until(stage(), invoice, { state: 'collecting_rest', amountPaid: 30_000 });
    expect(recorded(invoice)).toEqual([30_000]);
    expect(booksOf(stage(), invoice)).toMatchObject({ togai: 'PARTIALLY_PAID', refunds: [] });
  },
);

test.each(meanwhile)(
  'a record that was lost for good while its collection %s is made once, and no look makes it sooner',
  async (_, again) => {
    const invoice = await partOnItsWay();
    await again(invoice);
    const { nextLook, looks } = await until(stage(), invoice, waits);
    await hint(stage(), invoice);
    expect(await until(stage(), invoice, { ...waits, looks: looks + 1 })).toMatchObject({ nextLook });
    expect(recorded(invoice)).toEqual([]);
    await until(stage(), invoice, { state: 'collecting_rest', amountPaid: 30_000 });
    expect(recorded(invoice)).toEqual([30_000]);
  },
);

test('a part that Togai took, and whose step is reset before it could tell, is no other’s money and no surplus', async () => {
  const { lost, ...invoice } = await partOnItsWay();
  await lost.arrive();
  await withItsStepReset(invoice);
  await until(stage(), invoice, { state: 'collecting_rest', amountPaid: 30_000 });
  await atTheBank(stage(), await pay(stage(), invoice, 'second'), 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(recorded(invoice)).toEqual([30_000, 20_000]);
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
});

test('a record that an outage kept from Togai is made at once and without a search when its step is reset', async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  const list = '/togai/payments?';
  const before = gate.answered(list);
  gate.answer(list, 503);
  gate.answer('/togai/invoices', 503);
  await hint(stage(), invoice);
  await withItsStepReset(invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  expect([recorded(invoice), gate.answered(list)]).toEqual([[50_000], before]);
  gate.answer(list, undefined);
});

test('what the first run saw come is recorded at once and without a search, whoever made its payment', async () => {
  const direct = await bill(stage());
  await atTheBank(stage(), await pay(stage(), direct, 'first'), 'success');
  const onThePage = await bill(stage());
  await payOnPage(stage(), onThePage);
  const list = '/togai/payments?';
  gate.answer(list, 503);
  for (const invoice of [direct, onThePage]) {
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
    expect(recorded(invoice)).toEqual([50_000]);
  }
  expect(gate.answered(list)).toBe(0);
  gate.answer(list, undefined);
});
