import { createSimulatorClock, type ManagedClock } from '../../../testbed/simulator/clock.js';
import type { SimulatorOptions } from '../../../testbed/simulator/options.js';
import { startSimulator, type Simulator } from '../../../testbed/simulator/server.js';

/** An answer as it came: text, because faulty ones are no JSON. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** A simulator whose time stands still unless it is advanced, and calls over real HTTP. */
export interface FaultyWorld {
  readonly simulator: Simulator;
  readonly clock: ManagedClock;
  razorpay(method: string, path: string, body?: object): Promise<RawAnswer>;
  togai(method: string, path: string, body?: object): Promise<RawAnswer>;
  /** A path below `/_simulator`. */
  control(method: string, path: string, body?: object): Promise<RawAnswer>;
  /** The receipts of all orders that exist. */
  receipts(): readonly (string | null)[];
}

export const keySecret = 'secret';
export const togaiToken = 'togai-token';

export async function startFaultyWorld(options: Partial<SimulatorOptions> = {}): Promise<FaultyWorld> {
  const clock = createSimulatorClock({ startMs: Date.parse('2026-11-22T00:00:00Z'), wall: () => 0 });
  const simulator = await startSimulator({
    keyId: 'rzp_test_key',
    keySecret,
    togaiToken,
    clock,
    seed: 7,
    togaiRequestsPerSecond: null,
    ...options,
  });

  async function send(method: string, url: string, authorization: string, body?: object): Promise<RawAnswer> {
    const answer = await fetch(url, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const contentType = answer.headers.get('content-type') ?? '';
    return { status: answer.status, contentType, text: await answer.text() };
  }

  const basic = `Basic ${Buffer.from(`rzp_test_key:${keySecret}`).toString('base64')}`;
  return {
    simulator,
    clock,
    razorpay: (method, path, body) => send(method, simulator.razorpayUrl + path, basic, body),
    togai: (method, path, body) => send(method, simulator.togaiUrl + path, `Bearer ${togaiToken}`, body),
    control: (method, path, body) => send(method, `${simulator.url}/_simulator${path}`, '', body),
    receipts: () => [...simulator.razorpay.state.orders.values()].map((order) => order.entity.receipt),
  };
}

/** The body of an order, known by its receipt. */
export function order(receipt: string): object {
  return { amount: 50_000, currency: 'INR', receipt };
}
