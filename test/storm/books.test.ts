import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBooks } from '../../testbed/storm/books.js';
import { addAccount, addInvoice, startWorld, type World } from '../simulator/togai/support.js';

const start = Date.parse('2026-11-22T00:00:00Z');

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.simulator.close());

async function bill(): Promise<{ readonly accountId: string; readonly invoiceId: string }> {
  const accountId = await addAccount(world);
  return { accountId, invoiceId: await addInvoice(world, '10') };
}

test.each([
  ['PAID', { voidedAt: undefined, paidByHandAt: start + 1_000 }],
  ['VOID', { voidedAt: start + 1_000, paidByHandAt: undefined }],
])('a status that somebody else set to %s is told with its time', async (status, told) => {
  const billed = await bill();
  await world.clock.advance(1_000);
  await world.control('POST', `/togai/invoices/${billed.invoiceId}`, { status });
  expect(readBooks(world.simulator, [billed])).toMatchObject([{ togaiStatus: status, ...told }]);
});

test.each(['PAID', 'VOID'])(
  'what else Togai sets on an invoice that is %s by our API call is no status, bill or payment',
  async (status) => {
    const billed = await bill();
    await world.call('PATCH', `/invoices/${billed.invoiceId}`, { status });
    const change = { paidAmount: 8.5, dueDate: '2026-12-01T00:00:00Z', finalizingStatus: 'FINALIZING' };
    await world.control('POST', `/togai/invoices/${billed.invoiceId}`, change);
    expect(world.simulator.togai.store.ledger).toHaveLength(4);
    expect(readBooks(world.simulator, [billed])).toMatchObject([
      {
        ...{ togaiStatus: status, voidedAt: undefined, paidByHandAt: undefined },
        ...{ billed: [{ at: start, amount: 1_000 }], records: [] },
      },
    ]);
  },
);
