import type { FastifyError, FastifyInstance, FastifyPluginCallback } from 'fastify';
import { stringify } from 'lossless-json';
import type { SimulatorClock } from '../frame.js';
import type { IdGenerator } from '../razorpay/ids.js';
import { accountRoutes } from './accounts.js';
import { installAuth } from './auth.js';
import { customerRoutes } from './customers.js';
import { TogaiRefusal } from './errors.js';
import { invoiceGroupRoutes } from './invoice-groups.js';
import { invoiceRoutes } from './invoices.js';
import { createOutgoing, type OutgoingOptions } from './outgoing.js';
import { paymentRoutes } from './payments.js';
import { settingRoutes } from './settings.js';
import { createStore, type TogaiStore } from './store.js';
import { parseJson } from './wire.js';

/** How the Togai half is set up. */
export interface TogaiOptions {
  readonly clock: SimulatorClock;
  /** The API token that callers must bring. */
  readonly token: string;
  /** Togai's quota for authenticated calls; null: none. Default 10, the published test-tier number. */
  readonly requestsPerSecond?: number | null;
  /** The organisation's currency, for accounts that name none. Default INR. */
  readonly baseCurrency?: string;
  readonly newId: IdGenerator;
  /** Of invoices only: the same invoices get the same ids whatever else is made between them. */
  readonly newInvoiceId: IdGenerator;
  readonly webhook?: OutgoingOptions;
}

/** The Togai half: a Fastify plugin for the prefix `/togai`, and what the control API reaches. */
export interface Togai {
  readonly plugin: FastifyPluginCallback;
  readonly store: TogaiStore;
  setRequestsPerSecond(limit: number | null): void;
  /** The next `count` `PATCH /invoices/:id` are answered as if they were done, and are not. */
  loseNextUpdates(count: number): void;
  /** The next `count` `PATCH /invoices/:id` and `POST /payments` together are refused, with nothing changed. */
  refuseNextWrites(count: number): void;
  close(): Promise<void>;
}

/** Makes JSON bodies keep their numbers as text, and answers print exact decimals. */
export function useExactJson(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const text = body.toString();
    try {
      done(null, text === '' ? undefined : parseJson(text));
    } catch (error) {
      done(error instanceof Error ? error : new Error('unreadable body'));
    }
  });
  instance.setReplySerializer((payload) => stringify(payload) ?? 'null');
}

/** Answers every failure in Togai's one shape, `{"message"}`. */
export function useTogaiErrors(instance: FastifyInstance): void {
  instance.setErrorHandler((error: FastifyError | TogaiRefusal, request, reply) => {
    const status = error instanceof TogaiRefusal ? error.status : (error.statusCode ?? 500);
    if (status >= 500) request.log.error(error);
    return reply.code(status).send({ message: status >= 500 ? 'Internal server error' : error.message });
  });
  instance.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'Not found' }));
}

/** A simulated Togai. */
export function togai(options: TogaiOptions): Togai {
  const outgoing = createOutgoing(options.webhook ?? {});
  const store = createStore({
    clock: options.clock,
    newId: options.newId,
    newInvoiceId: options.newInvoiceId,
    baseCurrency: options.baseCurrency ?? 'INR',
    hint: (hint) => {
      outgoing.send(hint);
    },
  });
  const { requestsPerSecond = 10 } = options;
  let auth: ReturnType<typeof installAuth> | undefined;

  return {
    store,
    plugin(instance, _options, done) {
      useExactJson(instance);
      useTogaiErrors(instance);
      auth = installAuth(instance, { clock: options.clock, token: options.token, requestsPerSecond });
      for (const routes of [
        customerRoutes,
        accountRoutes,
        settingRoutes,
        invoiceGroupRoutes,
        invoiceRoutes,
        paymentRoutes,
      ]) {
        routes(instance, store);
      }
      done();
    },
    setRequestsPerSecond(limit) {
      auth?.setRequestsPerSecond(limit);
    },
    loseNextUpdates: (count) => (store.lostUpdates = count),
    refuseNextWrites: (count) => (store.writeRefusals = count),
    close: () => outgoing.close(),
  };
}
