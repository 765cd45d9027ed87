import { expect, onTestFinished, test } from 'vitest';
import type { Downtime } from '../../contracts/downtime.js';
import { createRazorpayClient } from '../../providers/razorpay/client.js';
import { createRazorpayHttp } from '../../providers/razorpay/http.js';
import { startSimulator } from '../../testbed/simulator/server.js';
import { answerWith, startMisbehavingServer } from './misbehaving-server.js';

const [keyId, keySecret] = ['rzp_test_downtimes', 'secret'];

async function activeAt(baseUrl: string): Promise<readonly Downtime[]> {
  const client = createRazorpayClient(createRazorpayHttp({ baseUrl, keyId, keySecret }));
  onTestFinished(() => client.close());
  const answer = await client.activeDowntimes();
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
  return answer.value;
}

async function activeIn(items: readonly unknown[]): Promise<readonly Downtime[]> {
  const body = JSON.stringify({ entity: 'collection', count: items.length, items });
  const server = await startMisbehavingServer(answerWith('200 OK', body));
  onTestFinished(() => server.close());
  return activeAt(server.url);
}

/** As Razorpay's pages show one, without `entity`. */
const sample = {
  ...{ id: 'down_F1Zppa6lcVheSE', method: 'netbanking', begin: 1591935238, end: null, status: 'started' },
  ...{ scheduled: false, severity: 'high', instrument: { bank: 'VIJB' }, instrument_schema: ['bank'] },
};

test('what the simulated Razorpay has begun is told; what it has announced or ended is not', async () => {
  const simulator = await startSimulator({ keyId, keySecret, togaiToken: 'token' });
  onTestFinished(() => simulator.close());
  const { razorpay, clock } = simulator;
  razorpay.startDowntime({ method: 'card', instrument: { network: 'VISA' }, severity: 'low' });
  const over = razorpay.startDowntime({ method: 'card', instrument: { network: 'MC' }, severity: 'high' });
  razorpay.changeDowntime(over.id, { status: 'resolved' });
  const begin = clock.seconds() + 3_600;
  razorpay.startDowntime({
    ...{ method: 'upi', instrument: { flow: 'in_app' }, severity: 'high' },
    scheduled: { begin, end: begin + 60 },
  });
  expect(await activeAt(simulator.razorpayUrl)).toMatchObject([
    { method: 'card', instrument: { network: 'VISA' }, severity: 'low' },
  ]);
});

test.each([
  ['started', 1],
  ['updated', 1],
  ['scheduled', 0],
  ['resolved', 0],
  ['cancelled', 0],
  ['a word of tomorrow', 0],
])('%s: %i', async (status, count) => {
  expect(await activeIn([{ ...sample, status }])).toHaveLength(count);
});

test('a severity that nobody knows is a low one', async () => {
  expect(await activeIn([{ ...sample, severity: 'apocalyptic' }])).toMatchObject([{ severity: 'low' }]);
});

test.each([
  ['nothing', undefined, {}],
  ['a list', [], {}],
  ['more than text', { bank: 'VIJB', since: 3 }, { bank: 'VIJB' }],
])('an instrument that is %s', async (_what, instrument, expected) => {
  expect(await activeIn([{ ...sample, instrument }])).toMatchObject([{ instrument: expected }]);
});

test('one that cannot be read does not hide the others', async () => {
  expect(await activeIn([null, 'text', { status: 'started' }, { ...sample, begin: 'soon' }])).toEqual([
    { method: 'netbanking', instrument: { bank: 'VIJB' }, severity: 'high', begin: undefined },
  ]);
});
