import { changeDowntime, startDowntime, type DowntimeChange, type DowntimeWish } from './downtimes.js';
import type { DowntimeEntity } from './entities.js';
import { authorizePayment } from './payment-lifecycle.js';
import { find } from './request.js';
import type { Account, ReceiptMode } from './state.js';

/** What no API offers: the hands of tests, storms and demos on the world behind Razorpay. */
export interface RazorpayControls {
  setReceiptMode(mode: ReceiptMode): void;
  /** The gateway refuses the next `count` payments in the moment they are made (third failure shape). */
  refuseNextAtGateway(count: number): void;
  /** The next `count` refunds that would be processed fail instead, with `refund.failed`. */
  failNextRefunds(count: number): void;
  /** The bank says yes after all, also to a failed payment (late authorization). Throws for an unknown id. */
  lateAuthorize(paymentId: string): void;
  /** Sets what refunds are paid from, in subunits. */
  setBalance(amount: number): void;
  startDowntime(wish: DowntimeWish): DowntimeEntity;
  /** Another severity, or the end; sends `payment.downtime.updated` or `.resolved`. */
  changeDowntime(id: string, change: DowntimeChange): DowntimeEntity;
}

/** The controls of one account. */
export function controlsOf(account: Account): RazorpayControls {
  const { state } = account;
  return {
    setReceiptMode: (mode) => (state.receiptMode = mode),
    refuseNextAtGateway: (count) => (state.gatewayRefusals = count),
    failNextRefunds: (count) => (state.refundFailures = count),
    lateAuthorize: (paymentId) => authorizePayment(account, find(state.payments, 'pay_', paymentId)),
    setBalance: (amount) => (state.balance = amount),
    startDowntime: (wish) => startDowntime(account, wish),
    changeDowntime: (id, change) => changeDowntime(account, id, change),
  };
}
