import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ReconciliationReport } from '../../contracts/reconciliation.js';
import { togaiToken } from '../support/stage.js';
import { reconcileWith } from './support/reconciling.js';
import { atRazorpay, bill, person, useStage, type Billed } from './support/shop.js';

const stage = useStage();

async function reconciled(
  reach: { readonly pageSize?: number; readonly eventsPerRun?: number } = {},
): Promise<ReconciliationReport> {
  return (await reconcileWith(stage(), { reach: { days: 0, ...reach } })).report;
}

function foundOf({ parts }: ReconciliationReport, { accountId }: Billed): string[] {
  return parts.customers.findings
    .filter(({ subject }) => subject === accountId)
    .map(({ found, done }) => `${found}, ${done}`);
}

/** A person edits the account in Togai's own app. */
async function edit({ accountId }: Billed, change: object): Promise<void> {
  const answer = await fetch(`${stage().simulator.togaiUrl}/accounts/${accountId}`, {
    ...{ method: 'PATCH', body: JSON.stringify(change) },
    headers: { authorization: `Bearer ${togaiToken}`, 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function synced(): Promise<Billed> {
  const invoice = await bill(stage());
  const { connection, accountId } = invoice;
  await stage().orchestrator.syncCustomer({ connection, accountId });
  return invoice;
}

test.each([
  ['name', { name: 'Gaurav Kumar and Sons' }],
  ['e-mail', { primaryEmail: 'accounts@example.com' }],
  ['phone', { address: { phoneNumber: '+919000012345', country: 'IN' } }],
])('an account whose %s has changed since its sync is listed until it is synced again', async (_, change) => {
  const account = await synced();
  expect(foundOf(await reconciled(), account)).toEqual([]);
  await edit(account, change);
  expect(foundOf(await reconciled(), account)).toEqual(['details_changed, listed']);
  const { accountId, connection } = account;
  expect(await stage().orchestrator.syncCustomer({ connection, accountId })).toMatchObject({
    change: 'updated',
  });
  expect(foundOf(await reconciled(), account)).toEqual([]);
});

test('a customer that is not ours is told apart, and so is one that Razorpay does not know', async () => {
  const { name, email, phone } = person();
  const made = z.object({ id: z.string() });
  const { id } = made.parse(await atRazorpay(stage(), '/customers', { name, email, contact: phone }));
  const foreign = await bill(stage(), { razorpayCustomerId: id });
  const unknown = await bill(stage(), { razorpayCustomerId: 'cust_00000000000000' });
  // Several runs: what is to be compared is carried over.
  const report = await reconciled({ pageSize: 2, eventsPerRun: 10 });
  expect(foundOf(report, foreign)).toEqual(['details_differ, listed']);
  expect(foundOf(report, unknown)).toEqual(['customer_unknown_at_razorpay, listed']);
  expect(report.parts.customers.read).toBe(report.parts.accounts.read);
});

test('accounts of one Togai customer may share a Razorpay customer, whose details are those of the first', async () => {
  const first = await synced();
  const { simulator, togai, orchestrator, connection } = stage();
  const { customerId, primaryEmail } = simulator.togai.store.accounts.get(first.accountId)!;
  const accountId = await togai.account({
    ...{ ...person(), customerId, email: primaryEmail ?? '', currency: 'INR', name: 'Another Branch' },
  });
  expect(await orchestrator.syncCustomer({ connection, accountId })).toMatchObject({ change: 'adopted' });
  expect(foundOf(await reconciled(), { ...first, accountId })).toEqual([]);
});

test('an account whose RazorPayCustomerId is none is listed, apart from one that has none', async () => {
  const invalid = await bill(stage(), { razorpayCustomerId: 'cust_of_the_old_system' });
  const missing = await bill(stage());
  const valid = await synced();
  const { parts } = await reconciled();
  const listedOf = ({ accountId }: Billed) =>
    parts.accounts.findings.filter(({ subject }) => subject === accountId);
  expect(listedOf(invalid)).toEqual([
    { subject: invalid.accountId, found: 'customer_id_invalid', done: 'listed' },
  ]);
  expect(listedOf(missing)).toMatchObject([{ found: 'customer_id_missing', done: 'listed' }]);
  expect(listedOf(valid)).toEqual([]);
});
