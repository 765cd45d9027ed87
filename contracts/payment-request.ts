/**
 * What a caller may say about an order and a payment, in the words of Razorpay's Single Integration API
 * (`POST /v1/orders` that creates order and payment in one call). Amounts are integers in subunits.
 */

/** A reference into the card vault; the only form in which card details and OTPs enter Temporal. Single use. */
export type VaultReference = `vault:${string}:${string}`;

export type Notes = Readonly<Record<string, string>>;

export interface Transfer {
  readonly account: string;
  readonly amount: number;
  readonly currency: string;
  readonly notes?: Notes;
  readonly linked_account_notes?: readonly string[];
  readonly on_hold?: boolean;
  /** Unix seconds. */
  readonly on_hold_until?: number;
}

export interface BankAccount {
  readonly account_number: string;
  readonly name: string;
  readonly ifsc: string;
}

export interface PaymentConfig {
  readonly capture: 'automatic' | 'manual';
  readonly capture_options: {
    /** Minutes, at least 12; required when `capture` is automatic. */
    readonly automatic_expiry_period?: number;
    /** Minutes, at least `automatic_expiry_period`, at most 7200. */
    readonly manual_expiry_period?: number;
    readonly refund_speed: 'normal' | 'optimum';
  };
}

/** Order fields a caller may set. Receipt, amount, currency and customer are ours. */
export interface OrderOptions {
  /** The caller's own receipt or reference; it travels in the order's notes, since the receipt is ours. */
  readonly reference?: string;
  readonly notes?: Notes;
  readonly partial_payment?: boolean;
  /** Subunits; only with `partial_payment`. */
  readonly first_payment_min_amount?: number;
  readonly transfers?: readonly Transfer[];
  readonly products?: readonly Readonly<Record<string, unknown>>[];
  readonly bank_account?: BankAccount;
  readonly payment_config?: PaymentConfig;
  readonly user_agent?: string;
}

export interface Browser {
  readonly java_enabled: boolean;
  readonly javascript_enabled: boolean;
  /** Minutes, as `getTimezoneOffset()` gives it. */
  readonly timezone_offset: number;
  readonly color_depth: number;
  readonly screen_width: number;
  readonly screen_height: number;
}

export interface PaymentCommon {
  /** Subunits; only for a partial payment, otherwise the order's amount is paid. */
  readonly amount?: number;
  readonly email: string;
  readonly contact: string;
  /** The customer's IP address. */
  readonly ip: string;
  readonly referer?: string;
  readonly user_agent?: string;
  readonly description?: string;
  readonly notes?: Notes;
  /** Where Razorpay sends the customer's browser; the receiver's own callback route by default. */
  readonly callback_url?: string;
}

export type UpiDetails =
  | { readonly flow: 'intent' }
  | { readonly flow: 'in_app' }
  /** Deprecated by NPCI since 28 February 2026, with exemptions. */
  | { readonly flow: 'collect'; readonly vpa: string; readonly expiry_time?: number };

/** In the words of Razorpay's downtimes. */
export type CardNetwork = 'VISA' | 'MC' | 'RUPAY' | 'AMEX' | 'DICL';

export interface CardAuthentication {
  readonly authentication_channel: 'browser' | 'app';
}

/** What travels through Temporal for one payment: no card details, only a vault reference. */
export type PaymentDetails = PaymentCommon &
  (
    | { readonly method: 'netbanking'; readonly bank: string }
    | {
        readonly method: 'card';
        readonly card: VaultReference;
        /** As the card number tells; left out when it does not. */
        readonly network?: CardNetwork;
        readonly authentication?: CardAuthentication;
        readonly browser?: Browser;
      }
    | { readonly method: 'upi'; readonly upi: UpiDetails }
  );

export type PaymentMethod = PaymentDetails['method'];

/** A step the customer's side takes next (`payment_workflow.next` of the answer). */
export interface NextAction {
  readonly action:
    'redirect' | 'otp_generate' | 'otp_submit' | 'otp_resend' | 'poll' | 'intent' | (string & {});
  readonly url?: string;
}
