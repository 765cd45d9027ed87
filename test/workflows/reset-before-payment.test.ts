import { expect, test } from 'vitest';
import {
  atTheBank,
  bill,
  booksOf,
  hint,
  outcomeOf,
  pay,
  ref,
  until,
  useStage,
} from '../flows/support/shop.js';
import { toEveryStep } from './support/resets.js';

const stage = useStage();

test(
  'a collection that waited for its first payment, reset to any of its steps, is paid once',
  { timeout: 120_000 },
  async () => {
    const invoice = await bill(stage());
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    await until(stage(), invoice, { state: 'awaiting_attempt' });
    await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
    const isPaidOnce = async (at: string): Promise<void> => {
      const { outcome, attempts } = await outcomeOf(stage(), invoice);
      const { orders, payments, refunds, kept, togai, writes } = booksOf(stage(), invoice);
      const statuses = writes.filter(({ kind }) => kind === 'status').length;
      expect({
        ...{ at, outcome, attempts, refunds, kept, togai, statuses },
        ...{ orders: orders.length, payments: payments.length },
      }).toEqual({
        ...{ at, outcome: 'paid', attempts: 1, refunds: [], kept: 50_000 },
        ...{ togai: 'PAID', statuses: 1, orders: 1, payments: 1 },
      });
    };
    await toEveryStep(stage(), invoice, isPaidOnce, 5);
  },
);

test(
  'a payment still open, with the collection reset to any of its steps, stays the only one',
  { timeout: 120_000 },
  async () => {
    const invoice = await bill(stage());
    await stage().orchestrator.collectInvoice({ ...ref(invoice), mode: 'direct' });
    await until(stage(), invoice, { state: 'awaiting_attempt' });
    const answer = await pay(stage(), invoice, 'first');
    const staysTheOnlyOne = async (at: string): Promise<void> => {
      await hint(stage(), invoice);
      await until(stage(), invoice, { attempts: [{ attemptId: 'first', standing: 'known' }] });
      const { orders, payments } = booksOf(stage(), invoice);
      expect({ at, orders: orders.length, payments: payments.length }).toMatchObject({
        ...{ orders: 1, payments: 1 },
      });
    };
    await toEveryStep(stage(), invoice, staysTheOnlyOne, 3);
    await atTheBank(stage(), answer, 'success');
    await hint(stage(), invoice);
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid', amountPaid: 50_000 });
    expect(booksOf(stage(), invoice)).toMatchObject({ kept: 50_000, refunds: [], togai: 'PAID' });
  },
);
