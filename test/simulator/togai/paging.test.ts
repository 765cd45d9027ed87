import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAccount, addInvoice, startWorld, type World } from './support.js';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  await addAccount(world);
});
afterEach(() => world.simulator.close());

interface ListAnswer {
  readonly data: readonly { readonly id: string }[];
  readonly nextToken?: string;
}

async function list(query: string): Promise<ListAnswer> {
  return (await world.call('GET', `/invoices?${query}`)).json as unknown as ListAnswer;
}

test('pages follow the token, which remembers the query; a full last page is followed by an empty one', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 4; i += 1) ids.push(await addInvoice(world, '10'));
  await addInvoice(world, '10', { status: 'PAID' });
  const first = await list('status=DUE&pageSize=2');
  const second = await list(`nextToken=${encodeURIComponent(first.nextToken!)}`);
  const third = await list(`nextToken=${encodeURIComponent(second.nextToken!)}`);
  expect([...first.data, ...second.data].map((row) => row.id)).toEqual(ids);
  expect(third).toEqual({ data: [] });
});

test('an invoice that is paid between two pages hides no other one', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 3; i += 1) ids.push(await addInvoice(world, '10'));
  const first = await list('status=DUE&pageSize=2');
  await world.call('PATCH', `/invoices/${ids[0]!}`, { status: 'PAID' });
  const second = await list(`nextToken=${encodeURIComponent(first.nextToken!)}`);
  expect(second.data.map((row) => row.id)).toEqual([ids[2]]);
});

test('filters: owner, customer and time in epoch milliseconds', async () => {
  await addAccount(world, 'INR', 'ACC2');
  const early = await addInvoice(world, '10');
  await world.clock.advance(1000);
  const late = await addInvoice(world, '10', {}, 'ACC2');
  const ids = async (query: string): Promise<string[]> => (await list(query)).data.map((row) => row.id);
  expect(await ids('owner_id=ACC2')).toEqual([late]);
  expect(await ids('customer_id=C-ACC1')).toEqual([early]);
  expect(await ids(`start_time=${world.clock.now()}`)).toEqual([late]);
  expect(await ids(`end_time=${world.clock.now() - 1}`)).toEqual([early]);
});

test('at most 50 a page; other sizes, bad tokens and bad times are refused', async () => {
  for (let i = 0; i < 51; i += 1) await addInvoice(world, '10');
  expect((await list('')).data).toHaveLength(50);
  for (const query of ['pageSize=51', 'pageSize=0', 'pageSize=x', 'nextToken=abc']) {
    expect((await world.call('GET', `/invoices?${query}`)).status).toBe(400);
  }
  expect((await world.call('GET', '/invoices?start_time=2026-01-01')).status).toBe(422);
});
