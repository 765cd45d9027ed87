import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../razorpay/errors.js';
import { canBeSet } from '../razorpay/methods.js';
import type { RazorpaySimulator } from '../razorpay/plugin.js';
import type { MerchantRefusal, ReceiptMode } from '../razorpay/state.js';
import { TogaiRefusal } from '../togai/errors.js';
import { idOf, parseWith, wholeNumber } from '../togai/wire.js';
import { chosenNumber, seconds } from './input.js';

/** The three ways an account may treat a receipt that was used before. */
export const receiptModes = ['allow', 'reject', 'reuse'] as const satisfies readonly ReceiptMode[];

/** The reasons for which an account takes no payments at all. */
const merchantRefusals = [
  'merchant_not_activated',
  'live_mode_not_enabled',
] as const satisfies readonly MerchantRefusal[];

const merchant = z.strictObject({ refusal: z.enum(merchantRefusals).nullable() });

const change = z.strictObject({ mode: z.enum(receiptModes) });

const count = chosenNumber(0, 1_000_000_000).optional();

const next = z.strictObject({
  gatewayRefusals: count,
  bankReversals: count,
  refundRefusals: count,
  captureRefusals: count,
  refundFailures: count,
});

const lateYes = z.strictObject({ delaySeconds: seconds.default(0) });

const balance = z.strictObject({ amount: wholeNumber });

const severity = z.enum(['high', 'medium', 'low']);

const unixSeconds = chosenNumber(0, 2 ** 33);

const downtime = z.strictObject({
  method: z.enum(['card', 'netbanking', 'upi']),
  instrument: z.record(z.string(), z.string()),
  severity,
  scheduled: z.strictObject({ begin: unixSeconds, end: unixSeconds }).optional(),
});

const downtimeChange = z.union([
  z.strictObject({ severity }),
  z.strictObject({ status: z.enum(['resolved', 'cancelled']) }),
]);

const instrument = z
  .strictObject({
    method: z.enum(['card', 'netbanking', 'upi']),
    instrument: z.record(z.string(), z.string()).default({}),
    as: z.enum(['enabled', 'not_enabled', 'not_available']),
  })
  .refine(canBeSet, 'Razorpay has no reason for refusing such a payment');

const dispute = z.strictObject({
  paymentId: z.string(),
  amount: chosenNumber(1, 1_000_000_000).exactOptional(),
  phase: z.enum(['fraud', 'retrieval', 'chargeback', 'pre_arbitration', 'arbitration']).exactOptional(),
  reasonCode: z.string().exactOptional(),
  respondInDays: chosenNumber(0, 365).exactOptional(),
});

const disputeMove = z.strictObject({
  status: z.enum(['under_review', 'action_required', 'won', 'lost', 'closed']),
});

/** An id that the simulated account does not know is the caller's mistake, told in the control API's shape. */
function known<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw error instanceof ApiError ? new TogaiRefusal(404, error.message) : error;
  }
}

/** The world behind Razorpay: receipts, gateway, banks, refunds, balance, instruments, downtimes and disputes. */
export function razorpayControl(instance: FastifyInstance, payments: RazorpaySimulator): void {
  instance.post('/razorpay/receipt-mode', (request) => {
    const { mode } = parseWith(change, request.body);
    payments.setReceiptMode(mode);
    return { mode };
  });

  instance.post('/razorpay/merchant', (request) => {
    const { refusal } = parseWith(merchant, request.body);
    payments.refuseMerchant(refusal);
    return { refusal, refused: payments.state.refusedForMerchant };
  });

  instance.post('/razorpay/next', (request) => {
    const wish = parseWith(next, request.body);
    if (wish.gatewayRefusals !== undefined) payments.refuseNextAtGateway(wish.gatewayRefusals);
    if (wish.bankReversals !== undefined) payments.reverseNextPayments(wish.bankReversals);
    if (wish.refundRefusals !== undefined) payments.refuseNextRefunds(wish.refundRefusals);
    if (wish.refundFailures !== undefined) payments.failNextRefunds(wish.refundFailures);
    if (wish.captureRefusals !== undefined) payments.refuseNextCaptures(wish.captureRefusals);
    const { gatewayRefusals, bankReversals, refundRefusals, refundFailures, captureRefusals } =
      payments.state;
    return { gatewayRefusals, bankReversals, refundRefusals, refundFailures, captureRefusals };
  });

  instance.post('/razorpay/balance', (request) => {
    const { amount } = parseWith(balance, request.body);
    payments.setBalance(amount);
    return { amount };
  });

  instance.post('/razorpay/payments/:id/authorize', (request) => {
    const { delaySeconds } = parseWith(lateYes, request.body ?? {});
    const id = idOf(request);
    known(() => payments.lateAuthorize(id, delaySeconds));
    return { id, delaySeconds, status: payments.state.payments.get(id)?.entity.status };
  });

  instance.post('/razorpay/instruments', (request) => {
    payments.setInstrument(parseWith(instrument, request.body));
    return { unusable: payments.state.unusable };
  });

  instance.post('/razorpay/downtimes', (request) => {
    const { scheduled, ...wish } = parseWith(downtime, request.body);
    return payments.startDowntime({ ...wish, ...(scheduled === undefined ? {} : { scheduled }) });
  });
  instance.post('/razorpay/downtimes/:id', (request) => {
    const wish = parseWith(downtimeChange, request.body);
    return known(() => payments.changeDowntime(idOf(request), wish));
  });

  instance.post('/razorpay/disputes', (request) => {
    const wish = parseWith(dispute, request.body);
    return known(() => payments.openDispute(wish));
  });
  instance.post('/razorpay/disputes/:id', (request) => {
    const { status } = parseWith(disputeMove, request.body);
    return known(() => payments.moveDispute(idOf(request), status));
  });
}
