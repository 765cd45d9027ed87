import fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { BillingSystem } from '../../providers/billing-system.js';
import { wallClock } from '../../platform/clock.js';
import { createTogaiBillingSystem } from '../../providers/togai/billing-system.js';
import { createTogaiHttp } from '../../providers/togai/http.js';

/** A Togai that only knows how to turn pages. */
async function pages(
  path: string,
  contents: readonly object[][],
): Promise<{ billing: BillingSystem; reads: () => number }> {
  let reads = 0;
  const server = fastify();
  server.get(path, (request) => {
    reads += 1;
    const { nextToken } = request.query as { nextToken?: string };
    const index = Number(nextToken ?? 0);
    // As documented: the last full page may carry a token too, and an empty page follows.
    const token = index < contents.length ? { nextToken: String(index + 1) } : {};
    return { data: contents[index] ?? [], ...token };
  });
  const baseUrl = await server.listen({ port: 0, host: '127.0.0.1' });
  const billing = createTogaiBillingSystem(createTogaiHttp({ baseUrl, token: 't', clock: wallClock }), {
    settingNamespace: 'USER',
  });
  onTestFinished(async () => {
    await billing.close();
    await server.close();
  });
  return { billing, reads: () => reads };
}

const payment = (transactionNumber: string) => ({
  id: 'p',
  externalPaymentReferences: { transactionNumber },
});

describe('searching a recorded payment', () => {
  test('ends with the page that has it', async () => {
    const { billing, reads } = await pages('/payments', [
      [payment('pay_1')],
      [payment('pay_2')],
      [payment('pay_3')],
    ]);
    expect(await billing.findRecordedPayment('pay_2', 10)).toEqual({ ok: true, value: true });
    expect(reads()).toBe(2);
  });

  test('ends with the empty page after the last', async () => {
    const { billing } = await pages('/payments', [[payment('pay_1')]]);
    expect(await billing.findRecordedPayment('pay_9', 10)).toEqual({ ok: true, value: false });
  });

  test('says that it does not know when its budget is used up', async () => {
    const { billing, reads } = await pages('/payments', [
      [payment('pay_1')],
      [payment('pay_2')],
      [payment('pay_3')],
    ]);
    expect(await billing.findRecordedPayment('pay_3', 2)).toEqual({ ok: true, value: undefined });
    expect(reads()).toBe(2);
  });
});

describe('searching the customer id', () => {
  const setting = (id: string, name: string, entityId = 'ACC1') => ({
    id,
    name,
    entityId,
    entityType: 'ACCOUNT',
    namespace: 'USER',
    value: 'cust_ABCDEFGHIJKLMN',
    dataType: 'STRING',
  });

  test.each([
    ['its id', setting('RazorPayCustomerId', 'Razorpay')],
    ['its name, on a later page', setting('settings.1', 'RazorPayCustomerId')],
  ])('matches %s', async (_name, found) => {
    const { billing } = await pages('/settings', [[setting('other', 'Other')], [found]]);
    expect(await billing.readCustomerId('ACC1')).toEqual({ ok: true, value: 'cust_ABCDEFGHIJKLMN' });
  });

  test("does not take another account's, should the filter be ignored", async () => {
    const { billing } = await pages('/settings', [
      [setting('RazorPayCustomerId', 'RazorPayCustomerId', 'ACC2')],
    ]);
    expect(await billing.readCustomerId('ACC1')).toEqual({ ok: true, value: undefined });
  });
});
