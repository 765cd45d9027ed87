import { z } from 'zod';
import Fastify from 'fastify';
import type { Scheduled, SimulatorClock, WebhookSender } from '../../../testbed/simulator/frame.js';
import { SimulatedCustomer } from '../../../testbed/simulator/razorpay/customer.js';
import {
  razorpay,
  type RazorpayOptions,
  type RazorpaySimulator,
} from '../../../testbed/simulator/razorpay/plugin.js';

export const KEY_ID = 'rzp_test_simulated00001';
export const KEY_SECRET = 'simulated-key-secret';

/** A clock that stands still until it is advanced. */
export function handClock(startMs = Date.UTC(2026, 10, 22, 6)): SimulatorClock {
  let now = startMs;
  let tasks: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    seconds: () => Math.floor(now / 1000),
    at(atMs, run): Scheduled {
      const task = { at: atMs, run };
      tasks.push(task);
      return { cancel: () => (tasks = tasks.filter((other) => other !== task)) };
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        const due = tasks.filter((task) => task.at <= end).sort((left, right) => left.at - right.at)[0];
        if (due === undefined) break;
        tasks = tasks.filter((task) => task !== due);
        now = Math.max(now, due.at);
        due.run();
        await Promise.resolve();
      }
      now = end;
    },
  };
}

/** A webhook as the sender was given it. */
export interface Sent {
  readonly event: string;
  readonly payload: Readonly<Record<string, Record<string, unknown>>>;
}

const entities = z.record(z.string(), z.record(z.string(), z.unknown()));

/** A simulator on a port of its own, with everything a test holds on to. */
export interface Bench {
  readonly url: string;
  readonly clock: SimulatorClock;
  readonly simulator: RazorpaySimulator;
  readonly sent: Sent[];
  readonly customer: SimulatedCustomer;
  /** Calls the API with the account's key, JSON in and out. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  events(): readonly string[];
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export async function startBench(options: Partial<RazorpayOptions> = {}): Promise<Bench> {
  const clock = options.clock ?? handClock();
  const sent: Sent[] = [];
  const webhooks: WebhookSender = {
    send: (event, payload) => sent.push({ event, payload: entities.parse(payload) }),
  };
  let url = '';
  const simulator = razorpay({
    clock,
    webhooks,
    keyId: KEY_ID,
    keySecret: KEY_SECRET,
    publicUrl: () => url,
    ...options,
  });
  const app = Fastify();
  await app.register(simulator.plugin, { prefix: '/v1' });
  await app.register(simulator.pages);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    clock,
    simulator,
    sent,
    customer: new SimulatedCustomer(url),
    async call(method, path, body, headers = {}) {
      const answer = await fetch(`${url}/v1${path}`, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`${KEY_ID}:${KEY_SECRET}`).toString('base64')}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const parsed: unknown = await answer.json();
      return {
        status: answer.status,
        body: z
          .record(z.string(), z.unknown())
          .or(z.array(z.unknown()).transform((items) => ({ items })))
          .parse(parsed),
      };
    },
    events: () => sent.map(({ event }) => event),
    close: () => app.close(),
  };
}

/** The one-call body of a netbanking payment; `change` overrides top-level fields. */
export function oneCallBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    amount: 50_000,
    currency: 'INR',
    receipt: 'receipt#1',
    notes: { key1: 'value3' },
    payment_config: {
      capture: 'automatic',
      capture_options: { automatic_expiry_period: 12, manual_expiry_period: 7200, refund_speed: 'optimum' },
    },
    payment: netbanking(),
    user_agent: 'Mozilla/5.0',
    ...change,
  };
}

const PERSON = { email: 'gaurav.kumar@example.com', contact: '9123456789', ip: '192.168.0.103' };

export function netbanking(change: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...PERSON, method: 'netbanking', bank: 'HDFC', description: 'Test payment', ...change };
}

export function card(
  number = '4100280000001007',
  change: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    ...PERSON,
    method: 'card',
    card: { number, name: 'Gaurav', expiry_month: '11', expiry_year: '30', cvv: '100' },
    ...change,
  };
}

export function upi(
  block: Record<string, unknown>,
  change: Record<string, unknown> = {},
): Record<string, unknown> {
  return { ...PERSON, method: 'upi', upi: block, ...change };
}

const workflow = z.object({
  id: z.string(),
  payment_workflow: z.object({
    id: z.string(),
    next: z.array(z.object({ action: z.string(), url: z.string() })),
  }),
});

/** What a test needs of a one-call answer. */
export function begun(answer: Answer): {
  orderId: string;
  paymentId: string;
  url: (action: string) => string;
} {
  const { id, payment_workflow: started } = workflow.parse(answer.body);
  return {
    orderId: id,
    paymentId: started.id,
    url: (action) => started.next.find((next) => next.action === action)!.url,
  };
}

export const errorOf = (answer: Answer): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(answer.body.error);
