import { expect, test } from 'vitest';
import { searchAttributeKeys as keys } from '../../contracts/search-attributes.js';
import {
  atTheBank,
  bill,
  hint,
  outcomeOf,
  pay,
  until,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import { eventsOf, workflowIdOf } from './support/runs.js';

const stage = useStage();

const dueDate = '2026-12-24T00:00:00.000Z';

async function attributesOf(invoice: Billed): Promise<Record<string, unknown>> {
  const { typedSearchAttributes } = await stage().client.workflow.getHandle(workflowIdOf(invoice)).describe();
  return Object.fromEntries(
    Object.entries(keys).map(([name, key]) => {
      const value = typedSearchAttributes.get(key);
      return [name, value instanceof Date ? value.toISOString() : value];
    }),
  );
}

test('the search attributes alone tell the state, from the first attempt to the end', async () => {
  const invoice = await bill(stage(), { dueDate });
  const answer = await pay(stage(), invoice, 'first');
  const { connection, invoiceId, accountId } = invoice;
  const { orderId, paymentId } = answer;
  const always = { connection, invoiceId, accountId, dueDate, currency: 'INR', amountDue: 50_000 };
  await until(stage(), invoice, { state: 'awaiting_customer' });
  await expect
    .poll(() => attributesOf(invoice))
    .toMatchObject({
      ...{ ...always, state: 'awaiting_customer', method: 'netbanking', orderIds: [orderId] },
      ...{
        paymentIds: [paymentId],
        nextLook: expect.any(String) as string,
        openedAt: expect.any(String) as string,
      },
    });
  await atTheBank(stage(), answer, 'success');
  await hint(stage(), invoice);
  await outcomeOf(stage(), invoice);
  const ended = await attributesOf(invoice);
  expect(ended).toMatchObject({ ...always, state: 'ended', outcome: 'paid', amountPaid: 50_000 });
  expect(ended).toMatchObject({ orderIds: [orderId], paymentIds: [paymentId], method: 'netbanking' });
  expect([ended['nextLook'], ended['heldReason']]).toEqual([undefined, undefined]);
});

test('a held collection says why in its attributes and its details', async () => {
  const invoice = await bill(stage(), { amount: 99 });
  await stage().orchestrator.collectInvoice({ connection: invoice.connection, invoiceId: invoice.invoiceId });
  await until(stage(), invoice, { state: 'held' });
  await expect
    .poll(() => attributesOf(invoice))
    .toMatchObject({
      ...{ state: 'held', heldReason: 'amount_below_minimum' },
    });
  const { currentDetails } = await stage()
    .client.workflow.getHandle(workflowIdOf(invoice))
    .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
  expect(currentDetails).toMatch(/held/);
  expect(currentDetails).toMatch(/INR 0\.99/);
  expect(currentDetails).toMatch(/looks again at \d{4}-/);
});

test('every activity and every timer carries a summary', async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
  await hint(stage(), invoice);
  await outcomeOf(stage(), invoice);
  const { client } = stage();
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  const summaries: string[] = [];
  for (const event of await eventsOf(client, workflowIdOf(invoice))) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (!scheduled && !event.timerStartedEventAttributes) continue;
    let payload = event.userMetadata?.summary;
    expect(payload, scheduled?.activityType?.name ?? 'timer').toBeTruthy();
    for (const codec of payloadCodecs) [payload] = await codec.decode(payload ? [payload] : []);
    summaries.push(payload ? payloadConverter.fromPayload<string>(payload) : '');
  }
  expect(summaries.some((summary) => /netbanking.*first/.test(summary))).toBe(true);
  expect(summaries).toContain(`mark ${invoice.invoiceId} paid`);
  expect(summaries.some((summary) => summary.startsWith('awaiting_customer'))).toBe(true);
});
