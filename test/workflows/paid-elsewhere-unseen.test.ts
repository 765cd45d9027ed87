import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGate, type Gate } from '../flows/support/gate.js';
import {
  atRazorpay,
  atTheBank,
  bill,
  booksOf,
  inTogai,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
  type Billed,
} from '../flows/support/shop.js';
import type { Stage } from '../support/stage.js';
import { terminate } from './support/runs.js';

const held = { state: 'held', held: { reason: 'paid_elsewhere' } };

/** Paid in cash while nobody collected it, and by the bank as well. */
async function paidWhileTerminated(stage: Stage, refunded?: number): Promise<Billed> {
  const invoice = await bill(stage);
  const answer = await pay(stage, invoice, 'first');
  await terminate(stage, invoice);
  await inTogai(stage, invoice, { status: 'PAID' });
  await atTheBank(stage, answer, 'success');
  if (refunded !== undefined)
    await atRazorpay(stage, `/payments/${answer.paymentId}/refund`, { amount: refunded });
  await stage.orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
  return invoice;
}

describe.each(['mark_paid', 'record_payment'] as const)('where money reaches Togai by %s', (writeBack) => {
  // What the terminated run may have sent is given three seconds to show.
  const stage = useStage({ policy: { writeBack, unknownAfterMinutes: 0.05 } });

  test('an invoice that somebody else paid while its collection was terminated waits for a person', async () => {
    const invoice = await paidWhileTerminated(stage());
    const { looks } = await until(stage(), invoice, { ...held, amountPaid: 50_000 });
    // Looked at again, it is still nobody's guess.
    await stage().orchestrator.lookAgain(ref(invoice));
    await until(stage(), invoice, { ...held, looks: looks + 1 });
    expect(booksOf(stage(), invoice)).toMatchObject({ refunds: [], kept: 50_000, writes: [] });
  });
});

describe('where Togai shows no notes', () => {
  const gates: Gate[] = [];
  beforeAll(async () => void gates.push(await openGate()));
  const stage = useStage({ throughProxy: (url) => gates[0]?.through(url) ?? url });
  beforeAll(() => gates[0]?.answer('/togai/settings?entity_type=INVOICE&', 400));
  afterAll(() => gates[0]?.close());

  test('less than the invoice asked for cannot be what marked it, and waits for a person', async () => {
    const invoice = await paidWhileTerminated(stage(), 30_000);
    await until(stage(), invoice, { ...held, amountPaid: 20_000 });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 20_000, writes: [] });
  });

  test('money that covers the invoice counts as what paid it', async () => {
    const invoice = await paidWhileTerminated(stage());
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
  });
});
