import type { CollectionOutcome } from './collection.js';

/** A payment or refund that Razorpay has settled and that may be ours. Money in subunits of `currency`. */
export interface SettledMoney {
  readonly kind: 'payment' | 'refund';
  /** `pay_…` or `rfnd_…`. */
  readonly id: string;
  /** The payment itself, or the one that was refunded. */
  readonly paymentId: string;
  readonly currency: string;
  readonly amount: number;
  /** What Razorpay keeps, tax included. */
  readonly fee: number;
  readonly tax: number;
  readonly settlementId: string | undefined;
  readonly utr: string | undefined;
}

/** As Razorpay's list tells it. */
export interface SettledRow {
  readonly money: SettledMoney;
  /** Told by our receipt and our notes together. */
  readonly invoiceId: string | undefined;
  /** The order bears a receipt that only we make, whosever it is. */
  readonly ourReceipt: boolean;
}

/** Settled money of an invoice. */
export interface SettledLine extends SettledMoney {
  readonly invoiceId: string;
}

/** Exact, whatever is listed, unless rows were `unreadable`. Subunits of `currency`. */
export interface SettledSum {
  readonly currency: string;
  readonly payments: number;
  readonly amount: number;
  readonly fee: number;
  readonly tax: number;
  readonly refunds: number;
  readonly refunded: number;
}

/** What was settled of our invoices on one day. */
export interface SettlementReport {
  /** Indian calendar day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly sums: readonly SettledSum[];
  /** The first 1,000. */
  readonly lines: readonly SettledLine[];
  /** Lines beyond those; they are in the sums. */
  readonly leftOut: number;
  /** Payments and refunds on hold or not settled yet: no business of this day. */
  readonly waiting: number;
  /** Rows that could not be read, or whose owner could not: any of ours among them are not in the sums. */
  readonly unreadable: number;
  /** Rows of somebody else's money: other sales, transfers, adjustments. */
  readonly foreign: number;
  /** Paid invoices whose status in Togai this run did not ask for; another run of the day does. */
  readonly unasked: number;
}

/** What an ended collection counted for its invoice. */
export interface CountedMoney {
  readonly outcome: CollectionOutcome | undefined;
  readonly paymentIds: readonly string[];
  /** Subunits, less what was refunded until then. */
  readonly amount: number;
  /** It was refunded after we had set the invoice's status to PAID; left out by older versions. */
  readonly markedPaid?: true | undefined;
}

/** A payment as Razorpay tells it now. Subunits. */
export interface CaptureNow {
  readonly paymentId: string;
  readonly amount: number;
  readonly refunded: number;
  /** What Razorpay keeps, tax included; left out while Razorpay does not tell, and by older versions. */
  readonly fee?: number;
  readonly tax?: number;
}

/** What Razorpay kept of a payment by its settlement, and by the payment itself as far as it tells. Subunits. */
export interface FeeDifference {
  readonly settled: Readonly<Record<'fee' | 'tax', number>>;
  readonly payment: Readonly<Record<'fee' | 'tax', number | undefined>>;
}
