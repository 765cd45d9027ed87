import { describe, expect, test, vi } from 'vitest';
import { readAccount } from '../../activities/read-account.js';
import { writeCustomerId } from '../../activities/write-customer-id.js';
import type { Money } from '../../contracts/money.js';
import { overrideInvoice } from '../../testbed/simulator/togai/invoice-override.js';
import { invoiceOf } from '../../testbed/simulator/togai/store.js';
import { createWorld, type World } from './support/world.js';

const inr = (amount: number): Money => ({ amount, currency: 'INR', exponent: 2 });

async function seeded(world: World, change: { razorpayCustomerId?: string; currency?: string } = {}) {
  const currency = change.currency ?? 'INR';
  const accountId = await world.togai.account({
    id: 'ACC1',
    name: 'Asha & Söhne',
    email: 'asha@example.com',
    phone: '+91 98765 43210',
    currency,
    ...(change.razorpayCustomerId === undefined ? {} : { razorpayCustomerId: change.razorpayCustomerId }),
  });
  const invoiceId = await world.togai.invoice({
    accountId,
    amount: currency === 'INR' ? 118_029 : 1_000,
    currency,
  });
  return { accountId, invoiceId };
}

const payments = ({ simulator }: World) => simulator.togai.store.payments;

describe('reading', () => {
  test('an invoice with its setting takes two calls, and its amounts are exact', async () => {
    const world = await createWorld();
    const { accountId, invoiceId } = await seeded(world, { razorpayCustomerId: 'cust_ABCDEFGHIJKLMN' });
    const { invoice, policy } = await world.run('readInvoice', { connection: 'main', invoiceId });
    expect(invoice).toMatchObject({
      invoiceId,
      status: 'DUE',
      finalizing: false,
      ownerType: 'account',
      ownerId: accountId,
      amounts: { kind: 'exact', total: inr(118_029), paid: inr(0) },
      country: 'IN',
      customerIdSetting: 'cust_ABCDEFGHIJKLMN',
    });
    expect(policy).toEqual(world.connection.policy);
    expect(world.proxy.seen).toHaveLength(2);
  });

  test('an invoice without a setting says so', async () => {
    const world = await createWorld();
    const { invoiceId } = await seeded(world);
    const { invoice } = await world.run('readInvoice', { connection: 'main', invoiceId });
    expect(invoice).toMatchObject({ ownerType: 'account', ownerId: 'ACC1' });
    expect(invoice.customerIdSetting).toBeUndefined();
  });

  test('an account is mapped to what Razorpay takes', async () => {
    const world = await createWorld();
    const { accountId } = await seeded(world);
    const account = await world.inActivity(({ billing }) => readAccount(billing, accountId));
    expect(account).toMatchObject({
      accountId: 'ACC1',
      originalName: 'Asha & Söhne',
      name: 'Asha and Sohne',
      email: 'asha@example.com',
      contact: '+919876543210',
    });
  });

  test("an invoice group's invoice has the group's setting", async () => {
    const world = await createWorld();
    const { accountId } = await seeded(world);
    const { invoiceId, groupId } = await world.togai.invoiceGroupInvoice({
      accountId,
      amount: 1_000,
      currency: 'INR',
      groupName: 'Group',
      razorpayCustomerId: 'cust_GGGGGGGGGGGGGG',
    });
    const { invoice } = await world.run('readInvoice', { connection: 'main', invoiceId });
    expect(invoice).toMatchObject({
      ownerType: 'invoice_group',
      ownerId: groupId,
      customerIdSetting: 'cust_GGGGGGGGGGGGGG',
      amounts: { kind: 'exact' },
    });
  });

  test('what is not there has its own code', async () => {
    const world = await createWorld();
    const invoice = await world.failing('readInvoice', { connection: 'main', invoiceId: 'inv.none' });
    const account = await world.failing('syncCustomer', { connection: 'main', accountId: 'none' });
    const connection = await world.failing('readInvoice', { connection: 'none', invoiceId: 'inv.none' });
    expect([invoice, account, connection].map(({ failure }) => [failure.type, failure.nonRetryable])).toEqual(
      [
        ['INVOICE_NOT_FOUND', true],
        ['ACCOUNT_NOT_FOUND', true],
        ['UNKNOWN_CONNECTION', true],
      ],
    );
  });
});

describe('the customer id', () => {
  const write = (world: World, accountId: string, customerId: string) =>
    world.inActivity(({ billing }) => writeCustomerId(billing, accountId, customerId));
  const standing = async (world: World, accountId: string) =>
    (await world.inActivity(({ billing }) => readAccount(billing, accountId))).customerIdSetting;

  test.each([undefined, 'lose_answer'] as const)('is created, then changed, answer: %s', async (fault) => {
    const world = await createWorld();
    const { accountId } = await seeded(world);
    for (const customerId of ['cust_ABCDEFGHIJKLMN', 'cust_BBBBBBBBBBBBBB']) {
      if (fault !== undefined) world.proxy.next(/^(POST|PATCH) \/togai\/settings/, fault);
      expect(await write(world, accountId, customerId)).toBe(customerId);
    }
    expect(await standing(world, accountId)).toBe('cust_BBBBBBBBBBBBBB');
  });

  test('of two writers the one that stands there in the end wins', async () => {
    const world = await createWorld();
    const { accountId } = await seeded(world);
    const ids = ['cust_ABCDEFGHIJKLMN', 'cust_BBBBBBBBBBBBBB'];
    await Promise.all(ids.map((customerId) => write(world, accountId, customerId)));
    expect(ids).toContain(await standing(world, accountId));
  });
});

describe('marking paid', () => {
  const expected = { total: inr(118_029), paid: inr(0) };
  const patches = (world: World) => world.proxy.seen.filter((seen) => seen.startsWith('PATCH')).length;

  test.each([undefined, 'lose_answer'] as const)('reads before and after, answer: %s', async (fault) => {
    const world = await createWorld();
    const { invoiceId } = await seeded(world);
    if (fault !== undefined) world.proxy.next(/^PATCH/, fault);
    const input = { connection: 'main', invoiceId, expected };
    expect(await world.run('markInvoicePaid', input)).toEqual({ kind: 'marked' });
    expect(await world.run('markInvoicePaid', input)).toEqual({ kind: 'was_paid', ours: false });
    expect(patches(world)).toBe(1);
  });

  test('a changed invoice is told and not marked', async () => {
    const world = await createWorld();
    const { invoiceId } = await seeded(world);
    const other = { total: inr(118_000), paid: inr(0) };
    const answer = await world.run('markInvoicePaid', { connection: 'main', invoiceId, expected: other });
    expect(answer).toMatchObject({ kind: 'changed', invoice: { amounts: { total: inr(118_029) } } });
    expect(patches(world)).toBe(0);
  });

  test('a lost request is to be tried again', async () => {
    const world = await createWorld();
    const { invoiceId } = await seeded(world);
    world.proxy.next(/^PATCH/, 'lose_request');
    const { failure } = await world.failing('markInvoicePaid', { connection: 'main', invoiceId, expected });
    expect([failure.type, failure.nonRetryable]).toEqual(['PROVIDER_UNAVAILABLE', false]);
  });
});

describe('recording a payment', () => {
  async function recordable(world: World) {
    const { accountId, invoiceId } = await seeded(world);
    const expected = { total: inr(118_029), paid: inr(0) };
    return {
      connection: 'main',
      invoiceId,
      accountId,
      paymentId: 'pay_AAAAAAAAAAAAAA',
      amount: inr(18_029),
      expected,
      searchFirst: false,
      mayPost: true,
    };
  }
  const posts = (world: World) => world.proxy.seen.filter((seen) => seen === 'POST /togai/payments').length;

  test('an earlier run may have recorded it: it is searched, and not posted again', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    expect(await world.run('recordPayment', input)).toMatchObject({ kind: 'recorded' });
    const now = { ...input.expected, paid: inr(18_029) };
    const again = { ...input, expected: now, searchFirst: true };
    expect(await world.run('recordPayment', again)).toMatchObject({ kind: 'recorded' });
    expect(posts(world)).toBe(1);
  });

  test.each([undefined, 'lose_answer'] as const)('the invoice shows it, answer: %s', async (fault) => {
    const world = await createWorld();
    const input = await recordable(world);
    if (fault !== undefined) world.proxy.next(/^POST \/togai\/payments/, fault);
    const answer = await world.run('recordPayment', input);
    expect(answer).toMatchObject({
      kind: 'recorded',
      invoice: { status: 'PARTIALLY_PAID', amounts: { paid: inr(18_029) } },
    });
    expect(posts(world)).toBe(1);
  });

  test('a lost request is not sent again: a person must look', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    world.proxy.next(/^POST \/togai\/payments/, 'lose_request');
    expect(await world.run('recordPayment', input)).toMatchObject({ kind: 'unverified' });
    expect(await world.run('recordPayment', input, { attempt: 2 })).toMatchObject({ kind: 'unverified' });
    expect(posts(world)).toBe(1);
  });

  test('a later try finds what an earlier one recorded before its worker died', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    await world.run('recordPayment', input);
    expect(await world.run('recordPayment', input, { attempt: 2 })).toMatchObject({ kind: 'recorded' });
    // Also when the invoice's sum moved on meanwhile: the list of payments tells.
    const moved = { ...input, expected: { ...input.expected, paid: inr(1) } };
    expect(await world.run('recordPayment', moved, { attempt: 2 })).toMatchObject({ kind: 'recorded' });
    expect(posts(world)).toBe(1);
  });

  test('one that arrives after the invoice was read, and before it is searched, is in the invoice that is told', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    const { billing } = world.connection;
    vi.spyOn(billing, 'findRecordedPayment').mockImplementationOnce(async (...asked) => {
      await billing.recordPayment(input);
      return billing.findRecordedPayment(...asked);
    });
    expect(await world.run('recordPayment', { ...input, mayPost: false })).toMatchObject({
      kind: 'recorded',
      invoice: { status: 'PARTIALLY_PAID', amounts: { paid: inr(18_029) } },
    });
    expect(posts(world)).toBe(1);
  });

  test.each([
    ['POST', /^POST \/togai\/payments/],
    ['read before it', /^GET \/togai\/invoices/],
    ['search before it', /^GET \/togai\/payments/],
  ])('a try whose %s is throttled leaves word that the next one may post', async (_where, call) => {
    const world = await createWorld();
    const input = { ...(await recordable(world)), searchFirst: true };
    world.proxy.next(call, { status: 429 });
    const { failure, heartbeat } = await world.failing('recordPayment', input);
    expect([failure.type, heartbeat]).toEqual(['PROVIDER_THROTTLED', 'nothing was written']);
    const next = await world.run('recordPayment', input, { attempt: 2, heartbeatDetails: heartbeat });
    expect(next).toMatchObject({ kind: 'recorded' });
    expect([...payments(world).values()]).toHaveLength(1);
  });

  test('of a capture of more than what is due only that is recorded, and what was recorded is told', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    await world.run('recordPayment', { ...input, amount: inr(100_000) });
    const rest = { ...input, paymentId: 'pay_BBBBBBBBBBBBBB', amount: inr(30_000) };
    const expected = { ...input.expected, paid: inr(100_000) };
    const answer = await world.run('recordPayment', { ...rest, expected });
    expect(answer).toMatchObject({ kind: 'recorded', invoice: { status: 'PAID' }, recorded: 18_029 });
  });

  test.each([
    [false, undefined],
    [true, true],
  ])('where nothing is due, nothing is recorded, searched first: %s', async (searchFirst, isMissing) => {
    const world = await createWorld();
    const input = await recordable(world);
    const { store } = world.simulator.togai;
    overrideInvoice(store, invoiceOf(store, input.invoiceId), { paidAmount: '1180.29' });
    const expected = { ...input.expected, paid: inr(118_029) };
    const answer = await world.run('recordPayment', { ...input, expected, searchFirst });
    expect(answer).toMatchObject({ kind: 'changed', ...(isMissing && { isMissing }) });
    expect(answer).toHaveProperty('invoice.status', 'DUE');
    // Nor does an invoice that was paid without it show that it is recorded.
    const unsure = { ...input, expected, searchFirst, mayPost: false };
    expect(await world.run('recordPayment', unsure)).toMatchObject({ kind: 'unverified' });
    expect(posts(world)).toBe(0);
  });

  test('a changed invoice is told, and nothing is recorded', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    const answer = await world.run('recordPayment', {
      ...input,
      expected: { ...input.expected, paid: inr(5) },
    });
    expect(answer).toMatchObject({ kind: 'changed' });
    expect(posts(world)).toBe(0);
  });
});
