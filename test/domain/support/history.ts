import type { InvoiceStatus } from '../../../contracts/billing.js';
import type { Round } from '../../../contracts/collection.js';
import type { Policy } from '../../../contracts/policy.js';

/** What a payment does by itself. Times in minutes after the opening of the collection; amounts in subunits. */
export interface PaymentPlan {
  readonly paymentId: string;
  /** The order it is made on. */
  readonly round: 1 | 2;
  readonly amount: number;
  readonly currency: 'INR' | 'USD';
  readonly differsByFeeOrOffer: boolean;
  readonly createdAt: number;
  readonly failsAt: number | undefined;
  /** The bank says yes, possibly long after the payment failed. */
  readonly authorizedAt: number | undefined;
  /** Whether our caller submitted it, and whether the answer came. */
  readonly attempt: 'none' | 'answered' | 'lost';
}

/** Somebody changes the invoice in Togai, unless it is paid by then. */
export interface OutsideChange {
  readonly at: number;
  readonly status: InvoiceStatus | undefined;
  readonly total: number | undefined;
}

/** Everything that happens without us. No hint is part of it. */
export interface History {
  readonly policy: Policy;
  /** Due when the collection opens. */
  readonly total: number;
  readonly rounds: readonly Round[];
  readonly payments: readonly PaymentPlan[];
  /** Attempts whose request never reached Razorpay, and nobody knows. */
  readonly attemptsLostForGood: readonly number[];
  readonly change: OutsideChange | undefined;
  readonly cancelAt: number | undefined;
  /** So many refunds are accepted by Razorpay and fail an hour later. */
  readonly failingRefunds: number;
  /** So many payments are recorded in Togai without an answer, and it never shows them. */
  readonly lostRecords: number;
}

/** How we hear of it. Hints are minutes at which something makes us look; polling always remains. */
export interface Schedule {
  readonly hints: readonly number[];
  /** Every side effect is carried out twice, as after a lost answer. */
  readonly twice: boolean;
}
