import { expect, test } from 'vitest';
import { noteKeys } from '../../contracts/names.js';
import { receiptFor } from '../../contracts/receipt.js';
import { settlementRows } from '../../providers/razorpay/schemas.js';
import { createWorld } from './support/world.js';

/** As Razorpay's page of the reconciliation report shows them, with notes as a plain text and as null. */
const row = {
  ...{ entity_id: 'pay_DEXrnipqTmWVGE', type: 'payment', debit: 0, credit: 97_100, amount: 100_000 },
  ...{ currency: 'INR', fee: 2_900, tax: 0, on_hold: false, settled: true, created_at: 1567692556 },
  ...{ settled_at: 1568176960, settlement_id: 'setl_DGlQ1Rj8os78Ec', posted_at: null },
  ...{ credit_type: 'default', description: 'Recurring Payment via Subscription' },
  ...{ notes: 'Beam me up Scotty.', payment_id: null, settlement_utr: '1568176960vxp0rj' },
  ...{ order_id: 'order_DEXrnRiR3SNDHA', order_receipt: null, method: 'card', card_network: 'MasterCard' },
  ...{ card_issuer: 'KARB', card_type: 'credit', dispute_id: null },
};
const refund = {
  ...{ ...row, entity_id: 'rfnd_DGRcGzZSLyEdg1', type: 'refund', payment_id: 'pay_DEXq1pACSqFxtS' },
  ...{ amount: 242_500, fee: 0, description: null },
};
const nobodys = { settlement_utr: null, order_id: null, method: null, notes: null };
const transfer = { ...row, ...nobodys, entity_id: 'trf_DEUoCEtdsJgvl7', type: 'transfer', fee: 296, tax: 46 };
const adjustment = { ...row, ...nobodys, credit_type: undefined, entity_id: 'adj_Ehc', type: 'adjustment' };

const receipt = receiptFor('main', 'inv.1', 2);
const notes = {
  [noteKeys.connection]: 'main',
  [noteKeys.invoiceId]: 'inv.1',
  [noteKeys.round]: '2',
};
const ours = { ...row, entity_id: 'pay_ours', order_receipt: receipt, notes };

async function listed(...items: object[]) {
  const world = await createWorld();
  const asked: unknown[] = [];
  Object.assign(world.connection.razorpay, {
    settledOn: (query: unknown) => {
      asked.push(query);
      return Promise.resolve({
        ok: true,
        value: settlementRows.parse({ entity: 'collection', items }).items,
      });
    },
  });
  const page = { connection: 'main', day: '2019-09-11', skip: 3, pageSize: undefined };
  return { ...(await world.run('listSettled', page)), asked };
}

test('rows of every published type are read, and only payments and refunds on orders go on', async () => {
  const { read, more, waiting, rows, asked } = await listed(row, refund, transfer, adjustment);
  expect({ read, more, waiting, asked }).toEqual({
    ...{ read: 4, more: false, waiting: 0, asked: [{ day: '2019-09-11', skip: 3, count: 100 }] },
  });
  const settlement = { settlementId: 'setl_DGlQ1Rj8os78Ec', utr: '1568176960vxp0rj', currency: 'INR' };
  expect(rows).toEqual([
    {
      money: {
        ...{ kind: 'payment', id: 'pay_DEXrnipqTmWVGE', paymentId: 'pay_DEXrnipqTmWVGE', ...settlement },
        ...{ amount: 100_000, fee: 2_900, tax: 0 },
      },
      ...{ invoiceId: undefined, ourReceipt: false },
    },
    {
      money: {
        ...{ kind: 'refund', id: 'rfnd_DGRcGzZSLyEdg1', paymentId: 'pay_DEXq1pACSqFxtS', ...settlement },
        ...{ amount: 242_500, fee: 0, tax: 0 },
      },
      ...{ invoiceId: undefined, ourReceipt: false },
    },
  ]);
});

test('a row of an unexpected shape is counted, costs no other, and keeps its place in the page', async () => {
  const { read, more, waiting, unreadable, rows } = await listed({ ...row, amount: '100000' }, ours, {
    entity_id: 'adj_1',
  });
  expect({ read, more, waiting, unreadable }).toEqual({ read: 3, more: false, waiting: 0, unreadable: 2 });
  expect(rows.map(({ money }) => money.id)).toEqual(['pay_ours']);
});

test('our receipt and our notes together name the invoice, and neither does alone', async () => {
  const { rows } = await listed(
    ours,
    { ...ours, notes: [] },
    { ...ours, notes: { ...notes, [noteKeys.invoiceId]: 'inv.2' } },
    { ...ours, order_receipt: 'shop-4711' },
    { ...ours, notes: { ...notes, [noteKeys.connection]: 'another' } },
  );
  expect(rows.map(({ invoiceId, ourReceipt }) => [invoiceId, ourReceipt])).toEqual([
    ['inv.1', true],
    [undefined, true],
    [undefined, true],
    [undefined, false],
  ]);
});

test('what is on hold or not settled yet waits, and is told as a number only', async () => {
  const unsettled = { settled: false, settlement_id: null, settlement_utr: null };
  const { rows, waiting, read } = await listed(
    { ...ours, on_hold: true },
    { ...ours, ...unsettled },
    { ...ours, ...unsettled, settled: null },
    { ...ours, settled: null, on_hold: null },
  );
  expect({ read, waiting, settled: rows.length }).toEqual({ read: 4, waiting: 3, settled: 1 });
});
