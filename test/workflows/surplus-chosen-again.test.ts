import { afterAll, expect, test } from 'vitest';
import { openGate, type BrokenCall } from '../flows/support/gate.js';
import { keptInTogai, strayOf, twinOrder } from '../flows/support/late.js';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  inTogai,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import {
  activityOf,
  completedTask,
  eventsOf,
  resetPresent,
  terminate,
  workflowIdOf,
  type HistoryEvent,
} from './support/runs.js';

const gate = await openGate();
const stage = useStage({ throughProxy: (url) => gate.through(url) });
afterAll(() => gate.close());

interface PaidLate extends Billed {
  readonly older: string;
  readonly younger: string;
  /** The refund of one of them, which its sender has not heard of. */
  readonly lost: BrokenCall;
}

/** An invoice that its younger payment has paid; then the older one came as well, and one of them is on its way back. */
async function paidByTheYounger(): Promise<PaidLate> {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  // Razorpay counts whole seconds: the two must not be of the same one.
  await stage().simulator.clock.advance(2_000);
  const twin = await twinOrder(stage(), invoice);
  await stage().orchestrator.sendHint(ref(invoice), {
    ...{ evidence: 'webhook', event: 'test', orderId: twin.orderId },
  });
  await until(stage(), invoice, { paymentIds: expect.arrayContaining([twin.paymentId]) as string[] });
  await atTheBank(stage(), { ...first, next: twin.next }, 'success');
  await hint(stage(), invoice);
  await until(stage(), invoice, { state: 'closing' });
  expect(keptInTogai(stage(), invoice)).toMatchObject({ keptPaymentIds: [twin.paymentId] });
  const ids = { older: first.paymentId, younger: twin.paymentId };
  const broken = Object.values(ids).map((id) => gate.breakNext(`/v1/payments/${id}/refund`));
  await atTheBank(stage(), first, 'success');
  // An operator's word: a run that a reset has cut reads the invoice by it, too.
  await stage().orchestrator.lookAgain(ref(invoice));
  return { ...invoice, ...ids, lost: await Promise.race(broken) };
}

async function reset(
  invoice: Billed,
  to: (history: readonly HistoryEvent[]) => HistoryEvent | undefined,
): Promise<void> {
  await resetPresent(stage(), invoice, to(await eventsOf(stage().client, workflowIdOf(invoice))));
}

test.each([
  [
    'is terminated and started again',
    async (invoice: PaidLate) => {
      await terminate(stage(), invoice);
      await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    },
  ],
  [
    'is terminated, and news of the older payment starts another',
    async (invoice: PaidLate) => {
      await terminate(stage(), invoice);
      const { connection, older } = invoice;
      await stage().orchestrator.reportStrayPayment({ connection, paymentId: older });
      await strayOf(stage(), older);
    },
  ],
  [
    'is reset to its first task',
    (invoice: PaidLate) => reset(invoice, (history) => history.find(completedTask)),
  ],
  [
    'is reset to before any payment was captured',
    (invoice: PaidLate) => reset(invoice, (history) => history.filter(completedTask)[2]),
  ],
  [
    'is reset to the task that marked the invoice paid, whose total is another by now',
    async (invoice: PaidLate) => {
      await inTogai(stage(), invoice, { totalAmount: 600 });
      await reset(invoice, (history) => {
        const mark = history.find((event) => activityOf(event) === 'markInvoicePaid');
        const task = mark?.activityTaskScheduledEventAttributes?.workflowTaskCompletedEventId;
        return history.find(({ eventId }) => String(eventId) === String(task));
      });
    },
  ],
])('a run whose refund of a surplus is on its way %s: the same payment goes back, once', async (_, again) => {
  const invoice = await paidByTheYounger();
  await again(invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  await invoice.lost.arrive();
  const { refunds, kept, togai } = booksOf(stage(), invoice);
  // What the invoice was marked paid for, its callers were told of: it stays.
  expect(refunds).toMatchObject([{ amount: 50_000, payment_id: invoice.older }]);
  expect({ kept, togai }).toEqual({ kept: 50_000, togai: 'PAID' });
});
