import type {
  FastifyError,
  FastifyInstance,
  FastifyPluginAsync,
  FastifyPluginCallback,
  FastifyReply,
  FastifyRequest,
} from 'fastify';
import type { SimulatorClock, WebhookSender } from '../frame.js';
import { bankPages, upiPages } from './answer-pages.js';
import { requireKey, requireKeyId, requireKeyOrPublicKey } from './auth.js';
import { controlsOf, type RazorpayControls } from './controls.js';
import { customerRoutes } from './customers.js';
import { disputeRoutes } from './disputes.js';
import { downtimeRoutes } from './downtimes.js';
import { ApiError, badRequest, notApplicable, unknownRoute } from './errors.js';
import { idGenerator } from './ids.js';
import { invoicePages } from './invoice-page.js';
import { invoiceRoutes } from './invoices.js';
import { methodRoutes } from './methods.js';
import { orderRoutes } from './orders.js';
import { otpRoutes } from './otp.js';
import { paymentRoutes } from './payments.js';
import { refundRoutes } from './refunds.js';
import { acceptBodies } from './request.js';
import { settlementRoutes } from './settlements.js';
import {
  emptyState,
  type Account,
  type RazorpayFeatures,
  type RazorpayState,
  type ReceiptMode,
} from './state.js';

/** How a simulated Razorpay account is set up. */
export interface RazorpayOptions {
  readonly clock: SimulatorClock;
  readonly webhooks: WebhookSender;
  /** `rzp_test_...` or `rzp_live_...`; live mode refuses test cards. */
  readonly keyId: string;
  readonly keySecret: string;
  /** Where browsers reach the simulator, e.g. `http://127.0.0.1:4010`; asked anew for each URL. */
  readonly publicUrl: () => string;
  readonly receiptMode?: ReceiptMode;
  /** Of the ids; the same seed gives the same ids in the same order. */
  readonly seed?: number;
  readonly accountId?: string;
  /** Minutes from a capture to the settlement that contains it; 2 in test mode. */
  readonly settlementDelayMinutes?: number;
  readonly features?: Partial<RazorpayFeatures>;
}

/** The Razorpay half of the simulator. */
export interface RazorpaySimulator extends RazorpayControls {
  /** The `acc_` id that the webhooks' envelopes name. */
  readonly accountId: string;
  /** The API; to be mounted at the prefix `/v1`. */
  readonly plugin: FastifyPluginAsync;
  /** Hosted invoices (`/i/:code`) and the UPI app (`/upi/:ref`); to be mounted at the root. */
  readonly pages: FastifyPluginCallback;
  readonly state: RazorpayState;
}

const DEFAULTS: RazorpayFeatures = {
  upiAnswerSeconds: 2,
  refundSeconds: 5,
  // One crore rupees: a refund returns the whole amount although the fee is gone, so an empty account could not refund.
  openingBalance: 1_000_000_000,
  beforeRefund: () => Promise.resolve(),
};

/** Sets up one simulated account. Everything lives in memory and moves by the given clock only. */
export function razorpay(options: RazorpayOptions): RazorpaySimulator {
  const features = { ...DEFAULTS, ...options.features };
  const state = emptyState(options.receiptMode ?? 'allow', features.openingBalance);
  const newId = idGenerator(options.seed ?? 1);
  const accountId = options.accountId ?? newId('acc_');
  const account: Account = {
    clock: options.clock,
    webhooks: options.webhooks,
    newId,
    keyId: options.keyId,
    keySecret: options.keySecret,
    mode: options.keyId.startsWith('rzp_live_') ? 'live' : 'test',
    publicUrl: options.publicUrl,
    settlementDelayMinutes: options.settlementDelayMinutes ?? 2,
    features,
    state,
  };
  const plugin: FastifyPluginAsync = async (app) => {
    speakRazorpay(app);
    await app.register((api, _options, done) => {
      api.addHook('onRequest', (request, _reply, next) => {
        requireKey(account, request);
        next();
      });
      customerRoutes(api, account);
      orderRoutes(api, account);
      downtimeRoutes(api, account);
      paymentRoutes(api, account);
      refundRoutes(api, account);
      invoiceRoutes(api, account);
      settlementRoutes(api, account);
      disputeRoutes(api, account);
      done();
    });
    await app.register((browser, _options, done) => {
      browser.addHook('preHandler', (request, _reply, next) => {
        requireKeyOrPublicKey(account, request);
        next();
      });
      otpRoutes(browser, account);
      done();
    });
    await app.register((methods, _options, done) => {
      methods.addHook('onRequest', (request, _reply, next) => {
        requireKeyId(account, request);
        next();
      });
      methodRoutes(methods, account);
      done();
    });
    bankPages(app, account);
  };
  const pages: FastifyPluginCallback = (app, _options, done) => {
    speakRazorpay(app, false);
    upiPages(app, account);
    invoicePages(app, account);
    done();
  };
  return { accountId, plugin, pages, state, ...controlsOf(account) };
}

/** Bodies and errors as Razorpay has them; the 404 only where the whole prefix is Razorpay's. */
function speakRazorpay(app: FastifyInstance, ownsPrefix = true): void {
  acceptBodies(app);
  app.setErrorHandler((error: FastifyError | ApiError, request, reply) => answerError(error, request, reply));
  if (ownsPrefix) {
    app.setNotFoundHandler((request, reply) => answerError(unknownRoute(), request, reply));
  }
}

function answerError(
  error: FastifyError | ApiError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const answer = asApiError(error);
  if (answer.status === 500) request.log.error(error);
  return reply
    .status(answer.status)
    .send({ error: answer.body, ...(answer.next === undefined ? {} : { next: answer.next }) });
}

function asApiError(error: FastifyError | ApiError): ApiError {
  if (error instanceof ApiError) return error;
  if (error.statusCode !== undefined && error.statusCode < 500) return badRequest(error.message);
  return notApplicable(
    500,
    'We are facing some trouble completing your request at the moment. Please try again shortly.',
  );
}
