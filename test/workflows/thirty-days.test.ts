import { afterAll, beforeAll, expect, test } from 'vitest';
import { atTheBank, bill, booksOf, outcomeOf, pay, ref, until, type Billed } from '../flows/support/shop.js';
import { setLeapingStage, type LeapingStage } from './support/leaping-stage.js';
import { chainOf, runIdOf, workflowIdOf } from './support/runs.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage();
});
afterAll(() => stage.close());

/** Events over all runs, and looks at Razorpay. */
async function costOf(invoice: Billed, firstRun: string): Promise<{ events: number; looks: number }> {
  const chain = await chainOf(stage.client, workflowIdOf(invoice), firstRun);
  const { looks } = await stage.orchestrator.getState(ref(invoice));
  return { events: chain.flat().length, looks };
}

test('thirty days of waiting cost few events and looks, and end in time', async () => {
  const unpaid = await bill(stage);
  await atTheBank(stage, await pay(stage, unpaid, 'first'), 'failure');
  const late = await bill(stage);
  await stage.orchestrator.collectInvoice({ ...ref(late), mode: 'payment_request' });
  const { rounds } = await until(stage, late, { state: 'awaiting_customer' });
  const firstRuns = await Promise.all(
    [unpaid, late].map((invoice) => runIdOf(stage.client, workflowIdOf(invoice))),
  );

  await stage.pass('29 days');
  await stage.customer.payHostedInvoice(rounds[0]?.shortUrl ?? '', { method: 'card', outcome: 'success' });
  await stage.pass('2 days');

  expect(await outcomeOf(stage, late)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  expect(await outcomeOf(stage, unpaid)).toMatchObject({ outcome: 'expired', amountPaid: 0 });
  expect(booksOf(stage, late).togai).toBe('PAID');
  expect(booksOf(stage, unpaid)).toMatchObject({ togai: 'DUE', payments: [{ status: 'failed' }] });
  for (const [index, invoice] of [unpaid, late].entries()) {
    const { events, looks } = await costOf(invoice, firstRuns[index] ?? '');
    expect(events).toBeLessThanOrEqual(500);
    expect(looks).toBeLessThanOrEqual(45);
    // It did look, all the time.
    expect(looks).toBeGreaterThan(20);
  }
});
