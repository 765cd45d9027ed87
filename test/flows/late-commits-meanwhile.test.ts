import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { Policy } from '../../contracts/policy.js';
import { wallClock } from '../../platform/clock.js';
import type { Stage } from '../support/stage.js';
import { openGate, type BrokenCall, type Gate } from './support/gate.js';
import { atRazorpay, atTheBank, bill, booksOf, hint, inTogai, outcomeOf } from './support/shop.js';
import { pay, ref, until, useStage, type Billed, type NextActions } from './support/shop.js';

const HOUR = 3_600_000;

interface Gated {
  readonly gate: Gate;
  readonly stage: () => Stage;
}

/** A stage behind a gate of its own. */
async function gated(policy: Partial<Policy>): Promise<Gated> {
  const gate = await openGate();
  afterAll(() => gate.close());
  return { gate, stage: useStage({ throughProxy: (url) => gate.through(url), policy }) };
}
const asking = await gated({ capture: 'manual' });
// What is captured for a voided invoice goes back.
const returning = await gated({ capture: 'manual', voided: 'refund' });
afterEach(() => vi.restoreAllMocks());

interface Call {
  readonly path: string;
  readonly method?: string;
}

/** The call breaks, and its provider is away while three hours pass and somebody does something. */
async function breaks(
  { gate, stage }: Gated,
  invoice: Billed,
  call: Call,
  meanwhile: () => Promise<unknown>,
): Promise<BrokenCall> {
  const broken = gate.breakNext(call.path, call.method);
  await hint(stage(), invoice);
  const late = await broken;
  gate.answer(call.path, 503);
  await expect.poll(() => gate.answered(call.path), { timeout: 20_000 }).toBeGreaterThan(0);
  await meanwhile();
  vi.spyOn(wallClock, 'now').mockImplementation(() => Date.now() + 3 * HOUR);
  gate.answer(call.path, undefined);
  return late;
}

/** An invoice whose customer's bank has said yes: ours to capture. */
async function authorized({ stage: of }: Gated): Promise<Billed & NextActions> {
  const stage = of();
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await atTheBank(stage, answer, 'success');
  return { ...invoice, ...answer };
}

const captureOf = ({ paymentId }: NextActions): Call => ({ path: `/v1/payments/${paymentId}/capture` });
const markOf = ({ invoiceId }: Billed): Call => ({ method: 'PATCH', path: `/togai/invoices/${invoiceId}` });

test('a capture that arrives when the invoice is void waits for a person', async () => {
  const { stage } = asking;
  const invoice = await authorized(asking);
  const late = await breaks(asking, invoice, captureOf(invoice), () =>
    inTogai(stage(), invoice, { status: 'VOID' }),
  );
  await until(stage(), invoice, { state: 'closing' });
  expect(booksOf(stage(), invoice)).toMatchObject({ captured: 0 });
  await late.arrive();
  await hint(stage(), invoice);
  await until(stage(), invoice, { held: { reason: 'invoice_changed' }, amountPaid: 50_000 });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'VOID' });
});

test('or goes back once, by policy', async () => {
  const { stage } = returning;
  const invoice = await authorized(returning);
  const late = await breaks(returning, invoice, captureOf(invoice), () =>
    inTogai(stage(), invoice, { status: 'VOID' }),
  );
  await until(stage(), invoice, { state: 'closing' });
  await late.arrive();
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'nothing_to_collect', amountPaid: 0 });
  const { captured, kept, refunds, togai } = booksOf(stage(), invoice);
  expect({ captured, kept, refunds: refunds.length, togai }).toEqual({
    ...{ captured: 50_000, kept: 0, refunds: 1, togai: 'VOID' },
  });
});

test.each([
  ['held', asking],
  ['sent back', returning],
] as const)(
  'a mark that arrives after somebody voided the invoice keeps its money: where such money is %s, too',
  async (_policy, of) => {
    const { stage } = of;
    const invoice = await authorized(of);
    const late = await breaks(of, invoice, markOf(invoice), () =>
      inTogai(stage(), invoice, { status: 'VOID' }),
    );
    await until(stage(), invoice, { state: 'captured', waitingFor: 'togai_to_show_the_mark' });
    await late.arrive();
    await stage().orchestrator.lookAgain(ref(invoice));
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  },
);

test('a mark that arrives when its money has gone back waits for a person, and is collected again when it is due again', async () => {
  const { stage } = asking;
  const invoice = await authorized(asking);
  const late = await breaks(asking, invoice, markOf(invoice), () =>
    atRazorpay(stage(), `/payments/${invoice.paymentId}/refund`, { amount: 50_000 }),
  );
  await until(stage(), invoice, { state: 'awaiting_attempt', amountPaid: 0 });
  await late.arrive();
  await stage().orchestrator.lookAgain(ref(invoice));
  await until(stage(), invoice, { state: 'held', held: { reason: 'paid_without_money' } });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 0, togai: 'PAID' });
  vi.restoreAllMocks();
  await inTogai(stage(), invoice, { status: 'DUE' });
  await stage().orchestrator.lookAgain(ref(invoice));
  await until(stage(), invoice, { state: 'awaiting_attempt' });
  expect(booksOf(stage(), invoice)).toMatchObject({ captured: 50_000, refunds: { length: 1 }, togai: 'DUE' });
});

test('or ends as cancelled, when somebody says that it was paid elsewhere', async () => {
  const { stage } = asking;
  const invoice = await authorized(asking);
  const late = await breaks(asking, invoice, markOf(invoice), () =>
    atRazorpay(stage(), `/payments/${invoice.paymentId}/refund`, { amount: 50_000 }),
  );
  await until(stage(), invoice, { state: 'awaiting_attempt', amountPaid: 0 });
  await late.arrive();
  await stage().orchestrator.lookAgain(ref(invoice));
  await until(stage(), invoice, { state: 'held', held: { reason: 'paid_without_money' } });
  await stage().orchestrator.cancelCollection({ ...ref(invoice), reason: 'paid in the shop' });
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'cancelled', amountPaid: 0 });
});

test('a mark that arrives when the merchant gave the money back becomes REFUND_INITIATED', async () => {
  const { stage } = asking;
  const invoice = await authorized(asking);
  const { paymentId } = invoice;
  let asked: Promise<unknown> = Promise.resolve();
  const late = await breaks(asking, invoice, markOf(invoice), () => {
    // It is answered when Togai is back.
    asked = stage().orchestrator.refundPayment({ ...ref(invoice), paymentId, refundId: 'return-1' });
    return Promise.resolve();
  });
  await asked;
  await until(stage(), invoice, { state: 'refunding', amountPaid: 0 });
  await late.arrive();
  await stage().orchestrator.lookAgain(ref(invoice));
  await expect.poll(() => booksOf(stage(), invoice).togai, { timeout: 20_000 }).toBe('REFUND_INITIATED');
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'refunded', amountPaid: 0 });
  expect(booksOf(stage(), invoice)).toMatchObject({ kept: 0, refunds: { length: 1 } });
});
