import type { Scheduled } from '../frame.js';

/** Razorpay writes empty notes as `[]`, not `{}`. */
export type Notes = Readonly<Record<string, string>> | readonly [];

export interface CustomerEntity {
  readonly id: string;
  readonly entity: 'customer';
  name: string | null;
  email: string | null;
  contact: string | null;
  gstin: string | null;
  notes: Notes;
  readonly created_at: number;
}

export type RefundSpeed = 'normal' | 'optimum';

/** When an authorized payment is captured or given back; minutes count from the payment's creation. */
export interface CaptureSettings {
  readonly capture: 'automatic' | 'manual';
  readonly automaticMinutes: number;
  readonly manualMinutes: number;
  readonly refundSpeed: RefundSpeed;
}

export interface TransferEntity {
  readonly id: string;
  readonly entity: 'transfer';
  status: 'created' | 'processed';
  readonly source: string;
  readonly recipient: string;
  readonly amount: number;
  readonly currency: string;
  readonly amount_reversed: number;
  readonly notes: Notes;
  readonly linked_account_notes: readonly string[];
  readonly on_hold: boolean;
  readonly on_hold_until: number | null;
  readonly created_at: number;
  processed_at: number | null;
}

export interface OrderEntity {
  readonly id: string;
  readonly entity: 'order';
  readonly amount: number;
  amount_paid: number;
  amount_due: number;
  readonly currency: string;
  readonly receipt: string | null;
  readonly offer_id: string | null;
  status: 'created' | 'attempted' | 'paid';
  attempts: number;
  notes: Notes;
  readonly created_at: number;
  partial_payment?: true;
  readonly first_payment_min_amount?: number | null;
}

/** An order and what Razorpay knows of it beyond the entity. */
export interface OrderRecord {
  readonly entity: OrderEntity;
  readonly capture: CaptureSettings;
  readonly transfers: TransferEntity[];
  /** The only method the order may be paid with, where the request named one. */
  readonly method: string | null;
  /** Accepted, kept, and not part of the answer. */
  readonly asked: {
    readonly customerId: string | null;
    readonly products: unknown;
    readonly bankAccount: unknown;
  };
  readonly invoiceId: string | null;
  readonly payments: PaymentRecord[];
}

export interface CardEntity {
  readonly id: string;
  readonly entity: 'card';
  readonly name: string;
  readonly last4: string;
  readonly network: string;
  readonly type: 'credit' | 'debit';
  readonly issuer: string | null;
  readonly international: boolean;
  readonly emi: boolean;
  readonly sub_type: 'consumer';
  readonly token_iin: null;
  readonly iin: string;
}

/** Why a payment failed; flattened into the payment entity's `error_*` fields. */
export interface PaymentFailure {
  readonly code: 'BAD_REQUEST_ERROR' | 'GATEWAY_ERROR';
  readonly description: string;
  readonly source: string;
  readonly step: string;
  readonly reason: string;
}

export type PaymentStatus = 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';

export interface PaymentEntity {
  readonly id: string;
  readonly entity: 'payment';
  readonly amount: number;
  readonly currency: string;
  readonly base_amount: number;
  status: PaymentStatus;
  readonly order_id: string | null;
  readonly invoice_id: string | null;
  readonly international: boolean;
  readonly method: 'card' | 'netbanking' | 'upi';
  amount_refunded: number;
  readonly amount_transferred: number;
  refund_status: null | 'partial' | 'full';
  captured: boolean;
  readonly description: string | null;
  readonly card_id: string | null;
  readonly bank: string | null;
  readonly wallet: null;
  vpa: string | null;
  readonly email: string | null;
  readonly contact: string | null;
  readonly customer_id?: string;
  notes: Notes;
  fee: number | null;
  tax: number | null;
  error_code: string | null;
  error_description: string | null;
  error_source: string | null;
  error_step: string | null;
  error_reason: string | null;
  acquirer_data: Readonly<Record<string, string | null>>;
  readonly created_at: number;
  readonly upi?: {
    readonly payer_account_type: 'bank_account';
    vpa: string | null;
    readonly flow: string;
  };
  late_authorized?: true;
}

/** What the bank's side will do with a payment. */
export interface BankPlan {
  /** `customer`: waits for a person; otherwise the answer comes by itself after a short business delay. */
  readonly answer: 'customer' | 'success' | 'failure';
  /** What a failure looks like, when it comes to one. */
  readonly failure: PaymentFailure;
  /** The amount or card decides: even a customer who agrees fails. */
  readonly doomed: boolean;
  /** Minutes until an unanswered payment fails, and the reason it then carries. */
  readonly timeoutMinutes: number;
  readonly timeoutReason: 'payment_timed_out' | 'payment_collect_request_expired';
}

export interface PaymentRecord {
  readonly entity: PaymentEntity;
  readonly order: OrderRecord | null;
  readonly card: CardEntity | null;
  readonly flow: string | null;
  readonly callbackUrl: string | null;
  readonly plan: BankPlan;
  readonly createdAtMs: number;
  authorizedAtMs: number | null;
  capturedAt: number | null;
  /** The bank has said yes and will say no. */
  reversing: boolean;
  settlementId: string | null;
  /** As its settlement took it. */
  settledCharge?: { readonly fee: number | null; readonly tax: number | null };
  readonly otp: { wrong: number; generated: boolean; readonly hash: string; readonly trackId: string };
  /** The `tr` of a UPI intent. */
  readonly upiReference: string;
  readonly refunds: RefundRecord[];
  timers: Scheduled[];
}

export interface RefundEntity {
  readonly id: string;
  readonly entity: 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly payment_id: string;
  notes: Notes;
  readonly receipt: string | null;
  acquirer_data: { readonly arn: string | null };
  readonly created_at: number;
  readonly batch_id: null;
  status: 'pending' | 'processed' | 'failed';
  speed_processed: 'normal' | 'instant' | null;
  readonly speed_requested: RefundSpeed;
}

export interface RefundRecord {
  readonly entity: RefundEntity;
  readonly payment: PaymentRecord;
  /** Captured money is refunded from the balance; money never captured only goes back. */
  readonly fromBalance: boolean;
  settlementId: string | null;
}

export interface DowntimeEntity {
  readonly id: string;
  readonly entity: 'payment.downtime';
  readonly method: 'card' | 'netbanking' | 'upi';
  readonly begin: number;
  end: number | null;
  status: 'scheduled' | 'started' | 'resolved' | 'cancelled';
  readonly scheduled: boolean;
  severity: 'high' | 'medium' | 'low';
  readonly instrument: Readonly<Record<string, string>>;
  readonly instrument_schema: readonly string[];
  readonly created_at: number;
  updated_at: number;
}

export interface DisputeEntity {
  readonly id: string;
  readonly entity: 'dispute';
  readonly payment_id: string;
  readonly amount: number;
  readonly currency: string;
  amount_deducted: number;
  readonly reason_code: string;
  readonly reason_description: string;
  readonly respond_by: number;
  status: 'open' | 'under_review' | 'won' | 'lost' | 'closed';
  readonly phase: 'fraud' | 'retrieval' | 'chargeback' | 'pre_arbitration' | 'arbitration';
  readonly created_at: number;
  readonly evidence: { readonly amount: number; readonly summary: null; submitted_at: number | null };
}

export interface SettlementEntity {
  readonly id: string;
  readonly entity: 'settlement';
  readonly amount: number;
  readonly status: 'created' | 'processed' | 'failed';
  readonly fees: number;
  readonly tax: number;
  readonly utr: string;
  readonly created_at: number;
}
