import { describe, expect, test, vi } from 'vitest';
import type { RecordPaymentInput } from '../../contracts/activities.js';
import type { Money } from '../../contracts/money.js';
import { thisRun } from './support/payments.js';
import { createWorld, putBack, writes, type World } from './support/world.js';

const inr = (amount: number): Money => ({ amount, currency: 'INR', exponent: 2 });

/** ₹400 of an invoice of ₹1,000 are captured, and Togai has not been told. */
async function recordable(world: World) {
  const accountId = await world.togai.account({
    ...{ id: 'ACC1', name: 'Asha', email: 'asha@example.com', phone: '+91 98765 43210', currency: 'INR' },
  });
  const invoiceId = await world.togai.invoice({ accountId, amount: 100_000, currency: 'INR' });
  const input: RecordPaymentInput = {
    ...{ connection: 'main', invoiceId, accountId, paymentId: 'pay_AAAAAAAAAAAAAA', amount: inr(40_000) },
    ...{ expected: { total: inr(100_000), paid: inr(0) }, searchFirst: false, mayPost: true },
    clearInRun: thisRun ?? '',
  };
  return input;
}

const posts = (world: World) => world.proxy.seen.filter((seen) => seen === 'POST /togai/payments').length;
const searches = (world: World) =>
  world.proxy.seen.filter((seen) => seen.startsWith('GET /togai/payments')).length;

/** The word that a try leaves which was throttled before it could write. */
async function wordOf(world: World, input: RecordPaymentInput): Promise<unknown> {
  world.proxy.next(/^GET \/togai\/invoices/, { status: 429 });
  const { heartbeat } = await world.failing('recordPayment', input);
  expect(heartbeat).toBeDefined();
  return heartbeat;
}

describe('a record that an operator has put back to its first try', () => {
  test('is searched for, and not posted while an earlier try may have, though the invoice is as expected', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    expect(await world.run('recordPayment', input, putBack)).toEqual({ kind: 'missing', run: thisRun });
    expect([searches(world), posts(world)]).toEqual([1, 0]);
  });

  test('is found where an earlier try has made it, and not counted as somebody else’s', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    await world.run('recordPayment', input);
    expect(await world.run('recordPayment', input, putBack)).toMatchObject({ kind: 'recorded' });
    expect(posts(world)).toBe(1);
  });

  test('is waited for, too, where the invoice has changed meanwhile', async () => {
    const world = await createWorld();
    const input = { ...(await recordable(world)), expected: { total: inr(100_000), paid: inr(5) } };
    expect(await world.run('recordPayment', input, putBack)).toEqual({ kind: 'missing', run: thisRun });
  });

  test('is waited for, too, where its first try fails, and then another', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    world.proxy.next(/^GET \/togai\/invoices/, { status: 503 });
    const first = await world.failing('recordPayment', input, putBack);
    const second = { attempt: 2, heartbeatDetails: first.heartbeat };
    world.proxy.next(/^GET \/togai\/payments/, { status: 503 });
    const { heartbeat } = await world.failing('recordPayment', input, second);
    const third = { attempt: 3, heartbeatDetails: heartbeat };
    expect(await world.run('recordPayment', input, third)).toEqual({ kind: 'missing', run: thisRun });
    expect([first.heartbeat, heartbeat, posts(world)]).toEqual(['put back', 'put back', 0]);
  });

  test('is posted at once where the tries before it have left word that they wrote nothing', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    const heartbeatDetails = await wordOf(world, input);
    const answer = await world.run('recordPayment', input, { ...putBack, heartbeatDetails });
    expect(answer).toMatchObject({ kind: 'recorded' });
    expect([searches(world), posts(world)]).toEqual([0, 1]);
  });

  test('takes money of its own amount that came meanwhile for its own only if it is', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    await world.run('recordPayment', { ...input, paymentId: 'pay_BBBBBBBBBBBBBB' });
    expect(await world.run('recordPayment', input)).toMatchObject({ kind: 'changed', isMissing: true });
    await world.run('recordPayment', { ...input, expected: { ...input.expected, paid: inr(40_000) } });
    const late = { ...input, expected: { ...input.expected, paid: inr(40_000) } };
    expect(await world.run('recordPayment', late)).toMatchObject({ kind: 'recorded' });
    expect(posts(world)).toBe(2);
  });
});

describe('the word that nothing was written', () => {
  test('is taken back before the next try writes, which needs Temporal’s answer', async () => {
    const world = await createWorld();
    const input = await recordable(world);
    const next = { attempt: 2, heartbeatDetails: await wordOf(world, input) };
    world.heartbeatCall.mockRejectedValueOnce(new Error('Temporal is away'));
    const { heartbeat } = await world.failing('recordPayment', input, next);
    expect([posts(world), heartbeat]).toEqual([0, next.heartbeatDetails]);
    world.heartbeatCall.mockImplementationOnce(() => {
      expect(posts(world)).toBe(0);
      return Promise.resolve({});
    });
    expect(await world.run('recordPayment', input, next)).toMatchObject({ kind: 'recorded' });
    expect([posts(world), world.heartbeatCall.mock.calls.length]).toEqual([1, 2]);
  });

  test('costs a first try nothing', async () => {
    const world = await createWorld();
    expect(await world.run('recordPayment', await recordable(world))).toMatchObject({ kind: 'recorded' });
    expect(world.heartbeatCall).not.toHaveBeenCalled();
  });

  test('is taken back before an invoice is marked paid', async () => {
    const world = await createWorld();
    const { connection, invoiceId, expected } = await recordable(world);
    const input = { connection, invoiceId, expected };
    world.proxy.next(/^GET \/togai\/invoices/, { status: 503 });
    const { heartbeat } = await world.failing('markInvoicePaid', input);
    const mark = vi.spyOn(world.connection.billing, 'markPaid');
    const next = { attempt: 2, heartbeatDetails: heartbeat };
    expect(await world.run('markInvoicePaid', input, next)).toEqual({ kind: 'marked' });
    const [called] = world.heartbeatCall.mock.invocationCallOrder;
    expect(called).toBeLessThan(mark.mock.invocationCallOrder[0] ?? 0);
  });
});

test('a refund that an operator has put back may have been sent, and says so when it is stale', async () => {
  const world = await createWorld();
  const input = {
    ...{ connection: 'main', invoiceId: 'inv_1', paymentId: 'pay_AAAAAAAAAAAAAA', amount: inr(100), try: 0 },
    ...({ cause: 'surplus', speed: 'normal', refundedBefore: 0, validUntil: 0 } as const),
  };
  vi.spyOn(world.connection.razorpay, 'refundsOfPayment').mockResolvedValue({ ok: true, value: [] });
  expect(await world.run('refundPayment', input)).toEqual({ kind: 'stale', mayHaveWritten: false });
  const answer = await world.run('refundPayment', input, putBack);
  expect(answer).toEqual({ kind: 'stale', mayHaveWritten: true });
  expect(writes(world)).toEqual([]);
});

test('a mark that an operator has put back is ours by its note alone', async () => {
  const world = await createWorld();
  const { connection, invoiceId, expected } = await recordable(world);
  await world.connection.billing.markPaid(invoiceId);
  const answer = await world.run('markInvoicePaid', { connection, invoiceId, expected }, putBack);
  expect(answer).toMatchObject({ kind: 'was_paid', ours: false });
});

test('a mark that was put back is ours by its note alone at its second try, too, until that one writes', async () => {
  const world = await createWorld();
  const { connection, invoiceId, expected } = await recordable(world);
  const input = { connection, invoiceId, expected };
  world.proxy.next(/^GET \/togai\/invoices/, { status: 503 });
  const { heartbeat } = await world.failing('markInvoicePaid', input, putBack);
  const second = { attempt: 2, heartbeatDetails: heartbeat };
  world.proxy.next(/^PATCH .*invoices/, 'lose_answer');
  expect(await world.run('markInvoicePaid', input, second)).toEqual({ kind: 'marked' });
  expect(world.heartbeatCall).toHaveBeenCalledOnce();
  expect(await world.run('markInvoicePaid', input, second)).toMatchObject({ kind: 'was_paid', ours: false });
  expect(await world.run('markInvoicePaid', input, { attempt: 3 })).toMatchObject({ kind: 'marked' });
});

test('a record that another run may have sent is waited for, too, where the invoice has changed meanwhile', async () => {
  const world = await createWorld();
  const input = { ...(await recordable(world)), expected: { total: inr(100_000), paid: inr(5) } };
  const answer = await world.run('recordPayment', { ...input, clearInRun: null });
  expect(answer).toEqual({ kind: 'missing', run: thisRun });
  // Once it has been waited for, the search tells that it is not there.
  const waited = await world.run('recordPayment', { ...input, searchFirst: true });
  expect(waited).toMatchObject({ kind: 'changed', isMissing: true });
  expect(posts(world)).toBe(0);
});
