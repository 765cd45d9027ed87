import { describe, expect, test } from 'vitest';
import type { CreateOrderWithPaymentInput, TriedPayment } from '../../contracts/activities.js';
import type { PaymentSubmission } from '../../contracts/collection.js';
import { receiptFor } from '../../contracts/receipt.js';
import { CardSecret } from '../../platform/vault/card-secret.js';
import { asFirst, dueByNetbanking, inRound, paid, tried } from './support/payments.js';
import { createWorld, made, writes, type World } from './support/world.js';

const modes = [
  ['in a round that is known', inRound],
  ['before anything is known', asFirst],
] as const;

const run = (world: World, input: CreateOrderWithPaymentInput): Promise<TriedPayment> =>
  world.run('createOrderWithPayment', input);
const invoiceOf = ({ simulator }: World, id: string) => simulator.togai.store.invoices.get(id)!;
const settings = ({ simulator }: World) => [...simulator.togai.store.settings.values()];

describe.each(modes)('%s', (_name, asked) => {
  test('the invoice is read before anything is made, and comes with the answer', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    world.proxy.seen.length = 0;
    const answer = await run(world, asked(input));
    expect(answer).toMatchObject({
      invoice: { invoiceId: input.invoiceId, status: 'DUE', customerIdSetting: input.customerId },
      policy: world.connection.policy,
      result: { kind: 'created' },
    });
    expect(world.proxy.seen).toContain(`GET /togai/invoices/${input.invoiceId}`);
    expect(writes(world)).toEqual([world.proxy.seen.at(-1)]);
    expect(world.proxy.seen.at(-1)).toBe('POST /v1/orders');
    const [order] = world.simulator.razorpay.state.orders.values();
    const receipt = receiptFor('main', input.invoiceId, 1);
    expect(order?.entity).toMatchObject({ amount: 50_000, receipt, notes: { po_round: '1' } });
  });

  test.each([
    ['VOID', { status: 'VOID' }],
    ['PAID', { status: 'PAID' }],
    ['paid by other means', { recorded: 50_000, paid: 50_000 }],
    ['not final yet', { finalizingStatus: 'FINALIZING' }],
    ['under Razorpay’s minimum', { total: 99 }],
  ] as const)('no order for an invoice that is %s', async (_state, change) => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    world.proxy.seen.length = 0;
    Object.assign(invoiceOf(world, input.invoiceId), change);
    const { result, invoice } = await run(world, asked(input));
    expect(result).toEqual({ kind: 'not_tried' });
    expect(invoice.invoiceId).toBe(input.invoiceId);
    expect(writes(world)).toEqual([]);
    expect(made(world)).toEqual({ orders: 0, payments: 0 });
  });

  test('a setting that holds no customer id is left to the workflow', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    settings(world)[0]!.value = 'verifone-1234';
    world.proxy.seen.length = 0;
    expect((await run(world, asked(input))).result).toEqual({ kind: 'not_tried' });
    expect(writes(world)).toEqual([]);
    expect(settings(world)[0]!.value).toBe('verifone-1234');
  });

  test('an invoice Togai does not know, or a read whose answer is lost: nothing is sent', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    const unknown = { ...asked(input), invoiceId: 'inv.none' };
    const gone = await world.failing('createOrderWithPayment', unknown);
    world.proxy.next(/^GET \/togai\/invoices/, 'lose_answer');
    const lost = await world.failing('createOrderWithPayment', asked(input));
    expect([gone.failure.type, lost.failure.type]).toEqual(['INVOICE_NOT_FOUND', 'PROVIDER_UNAVAILABLE']);
    expect(writes(world)).toEqual(['POST /v1/customers']);
  });

  test('the card details stay in the vault when nothing is tried', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    const details = { number: '4100280000001007', expiry_month: '11', expiry_year: '30', cvv: '100' };
    const card = await world.vault.put(CardSecret.card({ ...details, name: 'Asha' }), 60_000);
    const { email, contact, ip } = input.payment;
    const byCard = { ...input, payment: { method: 'card' as const, card, email, contact, ip } };
    invoiceOf(world, input.invoiceId).finalizingStatus = 'FINALIZING';
    expect((await run(world, asked(byCard))).result).toEqual({ kind: 'not_tried' });
    invoiceOf(world, input.invoiceId).finalizingStatus = 'FINALIZED';
    expect((await run(world, asked(byCard))).result).toMatchObject({ kind: 'created' });
  });
});

describe('an amount that changed since', () => {
  test.each([60_000, 40_000])('is not ordered in a round for another: %d', async (total) => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    invoiceOf(world, input.invoiceId).total = total;
    expect(await tried(world, input)).toEqual({ kind: 'not_tried' });
    expect(made(world)).toEqual({ orders: 0, payments: 0 });
  });

  test('takes no further payment on the order it had', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    const first = await tried(world, input);
    if (first.kind !== 'created') throw new Error(first.kind);
    invoiceOf(world, input.invoiceId).total = 60_000;
    const further = { ...input, attemptId: 'a2', orderId: first.orderId };
    expect(await tried(world, further)).toEqual({ kind: 'not_tried' });
    expect(made(world)).toEqual({ orders: 1, payments: 1 });
  });

  test('is not changed by what this collection itself recorded', async () => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    Object.assign(invoiceOf(world, input.invoiceId), { recorded: 20_000, paid: 20_000 });
    expect(await tried(world, input)).toEqual({ kind: 'not_tried' });
    const known = { ...inRound(input), recordedByUs: 20_000 };
    expect((await run(world, known)).result).toMatchObject({ kind: 'created' });
  });
});

describe('an account without a customer', () => {
  async function withoutCustomer(world: World) {
    const input = await dueByNetbanking(world);
    settings(world)[0]!.value = '';
    world.simulator.razorpay.state.customers.clear();
    world.proxy.seen.length = 0;
    return input;
  }

  test.each(modes)('gets one, and no order yet: %s', async (_name, asked) => {
    const world = await createWorld();
    const input = await withoutCustomer(world);
    const { result } = await run(world, asked(input));
    const [customerId] = [...world.simulator.razorpay.state.customers.keys()];
    expect(result).toEqual({
      kind: 'customer',
      sync: { status: 'synced', customerId, change: 'created' },
    });
    expect(settings(world).map(({ value }) => value)).toEqual([customerId]);
    expect(made(world)).toEqual({ orders: 0, payments: 0 });
    expect(await run(world, asked(input))).toMatchObject({
      invoice: { customerIdSetting: customerId },
      result: { kind: 'created' },
    });
    expect(made(world)).toEqual({ orders: 1, payments: 1 });
  });

  test('is told when a person has to help', async () => {
    const world = await createWorld();
    const input = await withoutCustomer(world);
    const [account] = world.simulator.togai.store.accounts.values();
    Object.assign(account!, { primaryEmail: undefined, address: undefined });
    const { result } = await run(world, asFirst(input));
    expect(result).toMatchObject({
      kind: 'customer',
      sync: { status: 'held', reason: 'customer_without_contact' },
    });
    expect(writes(world)).toEqual([]);
  });

  test('gets none where the policy is to wait', async () => {
    const world = await createWorld('allow', { withoutCustomer: 'hold' });
    const input = await withoutCustomer(world);
    expect((await run(world, asFirst(input))).result).toEqual({ kind: 'not_tried' });
    expect(writes(world)).toEqual([]);
    expect(world.simulator.razorpay.state.customers.size).toBe(0);
  });

  test('gets none when it is an invoice group', async () => {
    const world = await createWorld();
    const input = await withoutCustomer(world);
    const owner = { accountId: 'ACC1', amount: 50_000, currency: 'INR', groupName: 'Group' };
    const { invoiceId } = await world.togai.invoiceGroupInvoice(owner);
    const { result, invoice } = await run(world, { ...asFirst(input), invoiceId });
    expect([invoice.ownerType, result]).toEqual(['invoice_group', { kind: 'not_tried' }]);
    expect(writes(world)).toEqual([]);
  });
});

describe('which order a further payment names', () => {
  const receipt = (invoiceId: string) => receiptFor('main', invoiceId, 1);

  test.each([
    ['the policy’s, when the caller says nothing', () => undefined, 'receipt', { receipt: true }],
    ['the id, when the caller names it', (id: string) => ({ id }), 'receipt', { receipt: false }],
    [
      'the receipt, when the caller names it',
      (_: string, at: string) => ({ receipt: at }),
      'id',
      { receipt: true },
    ],
  ] as const)('%s', async (_name, retryOf, retryBy, named) => {
    const world = await createWorld();
    const input = await dueByNetbanking(world);
    const { orderId } = await paid(world, input);
    const sent: object[] = [];
    const { razorpay } = world.connection;
    const real = razorpay.createOrderWithPayment.bind(razorpay);
    Object.assign(razorpay, {
      createOrderWithPayment: (...args: Parameters<typeof real>) => {
        sent.push(args[0]);
        return real(...args);
      },
    });
    const further = inRound({ ...input, attemptId: 'a2', orderId, retryBy });
    const submission: PaymentSubmission = {
      ...further.submission,
      retryOf: retryOf(orderId, receipt(input.invoiceId)),
    };
    expect((await run(world, { ...further, submission })).result).toMatchObject({ kind: 'created', orderId });
    expect(sent).toMatchObject([named.receipt ? { receipt: receipt(input.invoiceId) } : { id: orderId }]);
  });
});
