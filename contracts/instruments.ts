import type { PaymentMethod } from './payment-request.js';

/** Something to pay with, in the words of Razorpay's downtimes. */
export interface Instrument {
  readonly method: PaymentMethod;
  /** e.g. `{ bank: 'HDFC' }`, `{ network: 'VISA' }`, `{ flow: 'collect' }`; empty for the whole method. */
  readonly instrument: Readonly<Record<string, string>>;
}

/** An instrument that Razorpay has refused: the account may not take it, or it cannot be reached. */
export interface DisabledInstrument extends Instrument {
  /** Razorpay's word, e.g. `bank_not_enabled`. */
  readonly reason: string;
}

/**
 * What an account may take, by method: banks of netbanking, networks of cards, flows of UPI, in Razorpay's words. Empty when
 * the method is not enabled; undefined when Razorpay does not say.
 */
export type EnabledInstruments = Readonly<Record<PaymentMethod, readonly string[] | undefined>>;

/** What to offer a customer instead of an instrument that was refused: nothing of it is known to fail. */
export interface Alternatives {
  /** The payment's own method among them, as long as it works with other instruments. */
  readonly methods: readonly PaymentMethod[];
  /** Other banks, Razorpay's codes; only of a payment by netbanking, and only when Razorpay says which it takes. */
  readonly banks?: readonly string[];
  /** Other card networks, Razorpay's words; only of a payment by card, and only when Razorpay says which it takes. */
  readonly networks?: readonly string[];
  /** Other ways through UPI; only of a payment by UPI. A vendor's own app (`in_app`) is named by nobody. */
  readonly flows?: readonly ('intent' | 'collect')[];
  /**
   * Razorpay has said what the account may take. False when it did not within a second: then this leaves out what is known
   * to fail, and cannot say that the rest is enabled.
   */
  readonly confirmed: boolean;
}
