import { afterAll, beforeAll, expect, test } from 'vitest';
import { setLeapingStage, type LeapingStage } from '../workflows/support/leaping-stage.js';
import { atTheBank, bill, booksOf, hint, outcomeOf, pay, ref, until } from './support/shop.js';

let stage: LeapingStage;
beforeAll(async () => {
  stage = await setLeapingStage();
});
afterAll(() => stage.close());

test.each(['/togai/invoices/', '/v1/orders'])(
  'answers to %s that stay unreadable hold the invoice where a person sees it, and it goes on when they can be read',
  async (path) => {
    const invoice = await bill(stage);
    const answer = await pay(stage, invoice, 'first');
    await atTheBank(stage, answer, 'success');
    stage.gate.answer(path, 200);
    await stage.orchestrator.lookAgain(ref(invoice));
    await expect.poll(() => stage.gate.answered(path), { timeout: 20_000 }).toBeGreaterThan(1);
    await stage.pass('60 minutes');
    await until(stage, invoice, { state: 'held', held: { reason: 'unexpected_refusal' } });
    stage.gate.answer(path, undefined);
    await hint(stage, invoice);
    expect(await outcomeOf(stage, invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expect(booksOf(stage, invoice)).toMatchObject({ togai: 'PAID', kept: 50_000, refunds: [] });
  },
);
