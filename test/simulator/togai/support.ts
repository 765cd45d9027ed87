import { parse } from 'lossless-json';
import { createSimulatorClock, type ManagedClock } from '../../../testbed/simulator/clock.js';
import { startSimulator, type Simulator } from '../../../testbed/simulator/server.js';
import type { SimulatorOptions } from '../../../testbed/simulator/options.js';

export const token = 'togai-token';

export interface Answer {
  readonly status: number;
  /** The body as sent, to see the numbers' own text. */
  readonly text: string;
  /** The body with numbers as JavaScript has them; for everything but money. */
  readonly json: Record<string, unknown>;
}

export interface World {
  readonly simulator: Simulator;
  readonly clock: ManagedClock;
  call(method: string, path: string, body?: object | string, bearer?: string): Promise<Answer>;
  control(method: string, path: string, body?: object): Promise<Answer>;
}

/** A simulator whose time stands still unless it is advanced, without a quota unless one is named. */
export async function startWorld(options: Partial<SimulatorOptions> = {}): Promise<World> {
  const clock = createSimulatorClock({ startMs: Date.parse('2026-11-22T00:00:00Z'), wall: () => 0 });
  const simulator = await startSimulator({
    keyId: 'rzp_test_key',
    keySecret: 'secret',
    togaiToken: token,
    clock,
    togaiRequestsPerSecond: null,
    ...options,
  });
  async function send(
    method: string,
    url: string,
    body: object | string | undefined,
    bearer?: string,
  ): Promise<Answer> {
    const answer = await fetch(url, {
      method,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    parse(text);
    return { status: answer.status, text, json: JSON.parse(text) as Record<string, unknown> };
  }
  return {
    simulator,
    clock,
    call: (method, path, body, bearer = token) => send(method, simulator.togaiUrl + path, body, bearer),
    control: (method, path, body) => send(method, `${simulator.url}/_simulator${path}`, body),
  };
}

/** A customer `C1` and an account in `currency`; returns the account's id. */
export async function addAccount(world: World, currency = 'INR', id = 'ACC1'): Promise<string> {
  const customer = {
    id: `C-${id}`,
    name: 'Acme Ltd',
    primaryEmail: 'pay@acme.example',
    address: { country: 'IN' },
  };
  await world.call('POST', '/customers', customer);
  const made = await world.call('POST', '/accounts', {
    id,
    name: 'Acme Ltd',
    customerId: customer.id,
    invoiceCurrency: currency,
    address: { phoneNumber: '+919000090000' },
  });
  if (made.status !== 201) throw new Error(made.text);
  return id;
}

/** JSON of a custom invoice, `value` as its own number text. */
export function invoiceBody(accountId: string, value: string, extra: object = {}): string {
  const body = {
    accountId,
    startDate: '2026-10-01T00:00:00.000Z',
    endDate: '2026-11-01T00:00:00.000Z',
    status: 'DUE',
    ...extra,
  };
  return JSON.stringify({ ...body, lineItems: '@' }).replace(
    '"@"',
    `[{"description":"Plan","value":${value}}]`,
  );
}

export async function addInvoice(
  world: World,
  value: string,
  extra: object = {},
  accountId = 'ACC1',
): Promise<string> {
  const made = await world.call('POST', '/invoices', invoiceBody(accountId, value, extra));
  if (made.status !== 201) throw new Error(made.text);
  return String(made.json['id']);
}

/** JSON of a payment of one line, amounts as their own number text. */
export function paymentBody(invoiceId: string, amount: string, currency = 'INR', accountId = 'ACC1'): string {
  return `{"accountId":"${accountId}","currency":"${currency}","totalAmount":${amount},
    "externalPaymentReference":{"sourceName":"Razorpay","sourceType":"GATEWAY","transactionNumber":"pay_1"},
    "lineItemRecords":[{"type":"INVOICE","togaiId":"${invoiceId}","amount":${amount},"order":1}]}`;
}
