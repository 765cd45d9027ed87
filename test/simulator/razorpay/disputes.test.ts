import { afterEach, beforeEach, expect, test } from 'vitest';
import { begun, errorOf, oneCallBody, startBench, type Bench } from './fixture.js';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

async function paid(): Promise<string> {
  const { paymentId, url } = begun(await bench.call('POST', '/orders', oneCallBody()));
  await bench.customer.followRedirect(url('redirect'), 'success');
  return paymentId;
}

test('a dispute is told, shown by id and in the list, and says what it deducted when it is lost', async () => {
  const paymentId = await paid();
  const { id, amount } = bench.simulator.openDispute({ paymentId });
  const open = { id, entity: 'dispute', payment_id: paymentId, status: 'open', amount_deducted: 0 };
  expect((await bench.call('GET', `/disputes/${id}`)).body).toMatchObject(open);
  const { balance } = bench.simulator.state;
  bench.simulator.moveDispute(id, 'under_review');
  bench.simulator.moveDispute(id, 'action_required');
  bench.simulator.moveDispute(id, 'lost');
  expect((await bench.call('GET', '/disputes')).body).toMatchObject({
    ...{ entity: 'collection', count: 1 },
    items: [{ id, status: 'lost', amount_deducted: amount }],
  });
  expect(bench.simulator.state.balance).toBe(balance - amount);
  expect((await bench.call('GET', `/payments/${paymentId}`)).body).toMatchObject({ status: 'captured' });
  const told = bench.sent.filter(({ event }) => event.startsWith('payment.dispute.'));
  expect(told.map(({ event }) => event.split('.')[2])).toEqual([
    ...['created', 'under_review', 'action_required', 'lost'],
  ]);
  expect(told[0]?.payload).toMatchObject({ payment: { id: paymentId }, dispute: open });
});

test('the list is cut by time, newest first', async () => {
  const paymentId = await paid();
  const first = bench.simulator.openDispute({ paymentId, amount: 100 });
  await bench.clock.advance(60_000);
  const second = bench.simulator.openDispute({ paymentId, amount: 100 });
  const listed = async (query: string): Promise<unknown[]> => {
    const { items } = (await bench.call('GET', `/disputes?${query}`)).body as { items: { id: string }[] };
    return items.map(({ id }) => id);
  };
  expect(await listed('count=10')).toEqual([second.id, first.id]);
  expect(await listed(`from=${second.created_at}`)).toEqual([second.id]);
  expect(await listed('count=1&skip=1')).toEqual([first.id]);
});

test('only what is captured is disputed, for no more than that, and a dispute that is over stays so', async () => {
  const paymentId = await paid();
  const { id } = bench.simulator.openDispute({ paymentId });
  bench.simulator.moveDispute(id, 'won');
  expect(() => bench.simulator.moveDispute(id, 'lost')).toThrow('won already');
  expect(() => bench.simulator.openDispute({ paymentId, amount: 10_000_000 })).toThrow('a part of it');
  const open = begun(await bench.call('POST', '/orders', oneCallBody()));
  expect(() => bench.simulator.openDispute({ paymentId: open.paymentId })).toThrow('captured');
  expect(errorOf(await bench.call('GET', '/disputes/disp_AHfqOvkldwsbqt')).description).toBe(
    'The id provided does not exist',
  );
});
