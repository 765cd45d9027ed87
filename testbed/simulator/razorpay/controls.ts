import { moveDispute, openDispute, type DisputeMove, type DisputeWish } from './disputes.js';
import { changeDowntime, startDowntime, type DowntimeChange, type DowntimeWish } from './downtimes.js';
import type { DisputeEntity, DowntimeEntity } from './entities.js';
import { setInstrument, type InstrumentWish } from './methods.js';
import { authorizePayment } from './payment-lifecycle.js';
import { find } from './request.js';
import type { Account, MerchantRefusal, ReceiptMode } from './state.js';

/** What no API offers: the hands of tests, storms and demos on the world behind Razorpay. */
export interface RazorpayControls {
  setReceiptMode(mode: ReceiptMode): void;
  /** Every payment and payment request is refused for this reason, until it is null again. */
  refuseMerchant(reason: MerchantRefusal | null): void;
  /** The gateway refuses the next `count` payments in the moment they are made (third failure shape). */
  refuseNextAtGateway(count: number): void;
  /** The next `count` refunds of captured money that would be processed fail instead, with `refund.failed`. */
  failNextRefunds(count: number): void;
  /** The next `count` refund requests are refused as on an account without enough balance. */
  refuseNextRefunds(count: number): void;
  /** The next `count` captures of authorized payments are refused, with nothing changed. */
  refuseNextCaptures(count: number): void;
  /**
   * The bank approves the next `count` payments that it approves, and takes it back: 5 business seconds later, or at the
   * capture, they fail. The customer has seen a success and the callback is signed.
   */
  reverseNextPayments(count: number): void;
  /**
   * The bank says yes after all, also to a failed payment (late authorization).
   * @param delaySeconds business seconds until then, default 0
   * @throws ApiError for an unknown id
   */
  lateAuthorize(paymentId: string, delaySeconds?: number): void;
  /** Sets what refunds are paid from, in subunits. */
  setBalance(amount: number): void;
  /** Something to pay with is switched off, cannot be reached, or is back. */
  setInstrument(wish: InstrumentWish): void;
  startDowntime(wish: DowntimeWish): DowntimeEntity;
  /** Another severity, or the end; sends `payment.downtime.updated` or `.resolved`. */
  changeDowntime(id: string, change: DowntimeChange): DowntimeEntity;
  /** @throws ApiError for a payment that was not captured */
  openDispute(wish: DisputeWish): DisputeEntity;
  /** @throws ApiError for a dispute that is over */
  moveDispute(id: string, to: DisputeMove): DisputeEntity;
}

/** The controls of one account. */
export function controlsOf(account: Account): RazorpayControls {
  const { state } = account;
  return {
    setReceiptMode: (mode) => (state.receiptMode = mode),
    refuseMerchant: (reason) => (state.merchantRefusal = reason),
    refuseNextAtGateway: (count) => (state.gatewayRefusals = count),
    failNextRefunds: (count) => (state.refundFailures = count),
    refuseNextRefunds: (count) => (state.refundRefusals = count),
    refuseNextCaptures: (count) => (state.captureRefusals = count),
    reverseNextPayments: (count) => (state.bankReversals = count),
    lateAuthorize(paymentId, delaySeconds = 0) {
      const payment = find(state.payments, 'pay_', paymentId);
      if (delaySeconds === 0) return authorizePayment(account, payment);
      const at = account.clock.now() + delaySeconds * 1000;
      account.clock.at(at, () => authorizePayment(account, payment));
    },
    setBalance: (amount) => (state.balance = amount),
    setInstrument: (wish) => setInstrument(account, wish),
    startDowntime: (wish) => startDowntime(account, wish),
    changeDowntime: (id, change) => changeDowntime(account, id, change),
    openDispute: (wish) => openDispute(account, wish),
    moveDispute: (id, to) => moveDispute(account, id, to),
  };
}
