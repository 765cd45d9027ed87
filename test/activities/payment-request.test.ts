import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { PaymentRequestInput } from '../../contracts/activities.js';
import type { RazorpayClient } from '../../providers/razorpay/client.js';
import { netbanking } from './support/payments.js';
import { createWorld, lagging, type World } from './support/world.js';

async function request(world: World): Promise<PaymentRequestInput> {
  const { customerId, amount } = await netbanking(world);
  const expireBy = world.simulator.clock.seconds() + 86_400;
  return {
    connection: 'main',
    invoiceId: 'inv.1.a',
    round: 1,
    amount,
    customerId,
    expireBy,
    notifyBySms: false,
    notifyByEmail: true,
  };
}

const statuses = ({ simulator }: World) =>
  [...simulator.razorpay.state.invoices.values()].map(({ entity }) => entity.status);

test('one invoice is issued, and nobody is told yet', async () => {
  const world = await createWorld();
  const issued = await world.run('issuePaymentRequest', await request(world));
  expect(issued).toMatchObject({ kind: 'issued', shortUrl: expect.stringContaining('http') as string });
  const [invoice] = world.simulator.razorpay.state.invoices.values();
  expect(invoice?.entity).toMatchObject({
    status: 'issued',
    amount: 50_000,
    sms_status: null,
    email_status: null,
    notes: { po_invoice: 'inv.1.a', po_round: '1' },
  });
});

describe('whatever answer is lost, one invoice is issued', () => {
  test.each([
    ['the list', /^GET \/v1\/invoices\?/],
    ['the draft', /^POST \/v1\/invoices$/],
    ['the issue', /^POST \/v1\/invoices\/\w+\/issue/],
  ])('%s', async (_name, match) => {
    const world = await createWorld();
    const input = await request(world);
    world.proxy.next(match, 'lose_answer');
    const { failure } = await world.failing('issuePaymentRequest', input);
    expect(failure.nonRetryable).toBe(false);
    expect(await world.run('issuePaymentRequest', input)).toMatchObject({ kind: 'issued' });
    expect(statuses(world)).toEqual(['issued']);
  });

  test('two drafts: one is issued and the spare one is deleted', async () => {
    const world = await createWorld();
    const input = await request(world);
    const listsAgain = lagging(world, 'invoicesByReceipt');
    for (let lost = 0; lost < 2; lost += 1) {
      world.proxy.next(/^POST \/v1\/invoices$/, 'lose_answer');
      await world.failing('issuePaymentRequest', input);
    }
    listsAgain();
    expect(statuses(world)).toEqual(['draft', 'draft']);
    expect(await world.run('issuePaymentRequest', input)).toMatchObject({ kind: 'issued' });
    expect(statuses(world)).toEqual(['issued']);
  });
});

/** Makes whoever calls this at Razorpay wait for `then` once the answer is there. */
function after({ connection: { razorpay } }: World, call: keyof RazorpayClient, then: () => unknown): void {
  const real = Reflect.get(razorpay, call) as (...input: unknown[]) => Promise<unknown>;
  const slow = async (...input: unknown[]) => {
    const answer = await real(...input);
    await then();
    return answer;
  };
  Object.assign(razorpay, { [call]: slow });
}

test('two tries that overlap issue one invoice, the oldest, though each has made a draft', async () => {
  const world = await createWorld();
  const input = await request(world);
  let waiting: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (waiting = resolve));
  let lists = 0;
  after(world, 'invoicesByReceipt', () => {
    lists += 1;
    if (lists === 2) waiting();
    return both;
  });
  const tries = [input, input].map((same) => world.run('issuePaymentRequest', same));
  await Promise.allSettled(tries);
  const made = world.proxy.seen.filter((seen) => seen === 'POST /v1/invoices');
  expect(made).toHaveLength(2);
  expect(await world.run('issuePaymentRequest', input)).toMatchObject({ kind: 'issued' });
  expect(statuses(world)).toEqual(['issued']);
});

describe('a try in which calls took too long begins no further write', () => {
  async function twoDrafts(world: World): Promise<void> {
    const listsAgain = lagging(world, 'invoicesByReceipt');
    for (let lost = 0; lost < 2; lost += 1) {
      world.proxy.next(/^POST \/v1\/invoices$/, 'lose_answer');
      await world.failing('issuePaymentRequest', await request(world));
    }
    listsAgain();
  }
  const list = 'GET /v1/invoices?';
  const draft = 'POST /v1/invoices';

  test.each([
    ['drafts nothing', 'invoicesByReceipt', undefined, [list], []],
    ['issues no draft', 'createInvoiceDraft', undefined, [list, draft, list], ['draft']],
    ['deletes no draft', 'invoicesByReceipt', twoDrafts, [list], ['draft', 'draft']],
    ['issues no draft after a deletion', 'deleteInvoice', twoDrafts, [list, 'DELETE '], ['draft']],
  ] as const)('%s', async (_name, call, prepare, calls, left) => {
    const world = await createWorld();
    const input = await request(world);
    await prepare?.(world);
    world.proxy.seen.length = 0;
    const real = performance.now.bind(performance);
    let passed = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + passed);
    onTestFinished(() => clock.mockRestore());
    after(world, call, () => (passed = 5_000));
    const { failure } = await world.failing('issuePaymentRequest', input);
    expect(failure).toMatchObject({ type: 'PROVIDER_UNAVAILABLE', nonRetryable: false });
    expect(world.proxy.seen.map((seen, nth) => seen.slice(0, calls[nth]?.length))).toEqual(calls);
    expect(statuses(world)).toEqual(left);
  });
});

test('a draft for another amount is deleted, an issued one is held', async () => {
  const world = await createWorld();
  const input = await request(world);
  const other = { ...input, amount: { ...input.amount, amount: 70_000 } };
  world.proxy.next(/^POST \/v1\/invoices\/\w+\/issue/, { status: 503 });
  await world.failing('issuePaymentRequest', other);
  expect(await world.run('issuePaymentRequest', input)).toMatchObject({ kind: 'issued' });
  expect(statuses(world)).toEqual(['issued']);
  expect(await world.run('issuePaymentRequest', other)).toMatchObject({ kind: 'foreign_invoice' });
});

test('a refusal is told in our terms', async () => {
  const world = await createWorld();
  const refused = await world.run('issuePaymentRequest', { ...(await request(world)), expireBy: 1 });
  expect(refused).toMatchObject({
    kind: 'refused',
    refusal: { class: 'fix_integration', field: 'expire_by' },
  });
});

test('a notification is sent once: a lost answer counts as sent', async () => {
  const world = await createWorld();
  const issued = await world.run('issuePaymentRequest', await request(world));
  if (issued.kind !== 'issued') throw new Error(issued.kind);
  const { razorpayInvoiceId } = issued;
  world.proxy.next(/notify_by/, 'lose_answer');
  await world.run('notifyPaymentRequest', {
    connection: 'main',
    invoiceId: 'inv.1.a',
    razorpayInvoiceId,
    medium: 'email',
  });
  expect(world.proxy.seen.filter((seen) => seen.includes('notify_by'))).toHaveLength(1);
  const [invoice] = world.simulator.razorpay.state.invoices.values();
  expect(invoice?.entity.email_status).toBe('sent');
});

describe('cancelling', () => {
  async function issued(world: World) {
    const answer = await world.run('issuePaymentRequest', await request(world));
    if (answer.kind !== 'issued') throw new Error(answer.kind);
    return answer;
  }
  const of = { connection: 'main', invoiceId: 'inv.1.a' };

  test('an unpaid payment request is cancelled, also when the answer is lost', async () => {
    const world = await createWorld();
    const { razorpayInvoiceId } = await issued(world);
    world.proxy.next(/cancel/, 'lose_answer');
    expect(await world.run('cancelPaymentRequest', { ...of, razorpayInvoiceId })).toEqual({
      status: 'cancelled',
    });
  });

  test('a paid one is left alone', async () => {
    const world = await createWorld();
    const { razorpayInvoiceId, shortUrl } = await issued(world);
    await world.shopper.payHostedInvoice(shortUrl, { method: 'netbanking', outcome: 'success' });
    expect(await world.run('cancelPaymentRequest', { ...of, razorpayInvoiceId })).toEqual({ status: 'paid' });
    expect(world.proxy.seen.some((seen) => seen.includes('cancel'))).toBe(false);
  });
});
