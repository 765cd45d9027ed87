import { afterAll, beforeAll, expect, test } from 'vitest';
import { setStage, type Stage } from '../support/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ policy: { firstLookSeconds: 1 } });
});
afterAll(() => stage.close());

test('a netbanking payment makes the invoice paid in Togai', async () => {
  const { orchestrator, togai, customer, connection } = stage;
  const accountId = await togai.account({
    id: 'ACC-1',
    name: 'Gaurav Kumar',
    email: 'gaurav@example.com',
    phone: '+919876543210',
    currency: 'INR',
  });
  const invoiceId = await togai.invoice({ accountId, amount: 50_000, currency: 'INR' });
  const answer = await orchestrator.submitPayment({
    connection,
    invoiceId,
    attemptId: 'first',
    payment: {
      method: 'netbanking',
      bank: 'HDFC',
      email: 'gaurav@example.com',
      contact: '+919876543210',
      ip: '192.0.2.1',
    },
  });
  expect(answer).toMatchObject({ status: 'next_actions', next: [{ action: 'redirect' }] });
  if (answer.status !== 'next_actions') return;
  await customer.followRedirect(answer.next[0]?.url ?? '', 'success', { post: false });
  const result = await orchestrator.waitForOutcome({ connection, invoiceId, timeoutMs: 20_000 });
  expect(result).toMatchObject({ outcome: 'paid', amountPaid: 50_000, paymentIds: [answer.paymentId] });
});
