import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createRazorpayClient, type RazorpayClient } from '../../providers/razorpay/client.js';
import { createRazorpayHttp } from '../../providers/razorpay/http.js';
import { startSimulator } from '../../testbed/simulator/server.js';
import { answerWith, startMisbehavingServer } from './misbehaving-server.js';

const [keyId, keySecret] = ['rzp_test_methods', 'secret'];

function clientOf(baseUrl: string): RazorpayClient {
  const client = createRazorpayClient(createRazorpayHttp({ baseUrl, keyId, keySecret }));
  onTestFinished(() => client.close());
  return client;
}

async function enabledIn(body: unknown): Promise<unknown> {
  const server = await startMisbehavingServer(answerWith('200 OK', JSON.stringify(body)));
  onTestFinished(() => server.close());
  const answer = await clientOf(server.url).enabledInstruments();
  return answer.ok ? answer.value : answer;
}

test('what the simulated Razorpay has enabled is told', async () => {
  const simulator = await startSimulator({ keyId, keySecret, togaiToken: 'token' });
  onTestFinished(() => simulator.close());
  const { razorpay } = simulator;
  razorpay.setInstrument({ method: 'netbanking', instrument: { bank: 'HDFC' }, as: 'not_enabled' });
  razorpay.setInstrument({ method: 'card', instrument: { network: 'AMEX' }, as: 'not_enabled' });
  razorpay.setInstrument({ method: 'upi', instrument: { flow: 'collect' }, as: 'not_enabled' });
  const answer = await clientOf(simulator.razorpayUrl).enabledInstruments();
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
  expect(answer.value).toMatchObject({ card: ['DICL', 'MC', 'MAES', 'VISA', 'RUPAY'], upi: ['intent'] });
  expect(answer.value.netbanking).toContain('SBIN');
  expect(answer.value.netbanking).not.toContain('HDFC');
});

test('the secret stays at home', async () => {
  let authorization = '';
  const server = createServer((request, response) => {
    authorization = request.headers.authorization ?? '';
    response.writeHead(500).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = z.object({ port: z.number() }).parse(server.address());
  await expect(clientOf(`http://127.0.0.1:${String(port)}`).enabledInstruments()).rejects.toThrow();
  expect(authorization).toBe(`Basic ${Buffer.from(`${keyId}:`).toString('base64')}`);
});

/** Nothing but the kind of answer. */
const bare = { entity: 'methods' };
const nothing = { card: undefined, netbanking: undefined, upi: undefined };

test.each<[string, object, object]>([
  ['nothing', {}, nothing],
  ['no card', { card: false, card_networks: { VISA: 1 } }, { ...nothing, card: [] }],
  [
    'card networks',
    { card: true, card_networks: { VISA: 1, MC: true, AMEX: 0 } },
    { ...nothing, card: ['VISA', 'MC'] },
  ],
  ['cards of any network', { card: true }, nothing],
  ['banks', { netbanking: { HDFC: 'HDFC Bank', SBIN: 'SBI' } }, { ...nothing, netbanking: ['HDFC', 'SBIN'] }],
  ['no bank', { netbanking: [] }, { ...nothing, netbanking: [] }],
  ['UPI', { upi: true }, { ...nothing, upi: ['intent', 'collect'] }],
  ['UPI by intent alone', { upi: false, upi_intent: true }, { ...nothing, upi: ['intent'] }],
  ['UPI by request alone', { upi: 1, upi_intent: 0 }, { ...nothing, upi: ['collect'] }],
  ['no UPI', { upi: false }, { ...nothing, upi: [] }],
  ['what cannot be read', { card: 'sometimes', netbanking: 7, card_networks: 'VISA', upi: {} }, nothing],
])('%s', async (_what, body, expected) => {
  expect(await enabledIn({ ...bare, ...body })).toEqual(expected);
  expect(await enabledIn({ methods: { ...bare, ...body } })).toEqual(expected);
});

test.each<[string, unknown]>([
  ['an answer of something else', {}],
  ['a list', []],
])('%s is no answer', async (_what, body) => {
  await expect(enabledIn(body)).rejects.toMatchObject({ code: 'PROVIDER_ANSWER_UNREADABLE' });
});
