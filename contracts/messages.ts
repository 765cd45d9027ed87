import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CollectionView, Hint, PaymentSubmission, SubmitPaymentAnswer } from './collection.js';
import type { ConnectionHoldView, ConnectionRefusal, Probed, ProbeRequest } from './connection-hold.js';
import type { CustomerSyncResult } from './customer-sync.js';
import type { NextAction, VaultReference } from './payment-request.js';
import type { RefundAnswer, RefundWish } from './refund.js';

/** A hint to look. Handlers only note it. */
export const hintSignal = defineSignal<[Hint]>('hintSignal');

/** One payment attempt; sent with start, idempotent by its attempt id. */
export const submitPaymentUpdate = defineUpdate<SubmitPaymentAnswer, [PaymentSubmission]>(
  'submitPaymentUpdate',
);

export interface OtpRequest {
  readonly attemptId: string;
  readonly step: 'generate' | 'submit' | 'resend';
  /** The customer's OTP, by vault reference; only for `submit`. */
  readonly otp: VaultReference | undefined;
}

export type OtpAnswer =
  | { readonly status: 'next_actions'; readonly next: readonly NextAction[] }
  /** The OTP was right; the money is looked for. */
  | { readonly status: 'accepted' }
  | {
      readonly status: 'refused';
      readonly customerText: string;
      readonly reason: string | undefined;
      readonly next: readonly NextAction[];
    };

/** OTP generate, submit and resend of a card payment. */
export const otpUpdate = defineUpdate<OtpAnswer, [OtpRequest]>('otpUpdate');

/** The three fields Razorpay's success form carries. */
export interface CallbackFields {
  readonly razorpay_payment_id: string;
  readonly razorpay_order_id: string;
  readonly razorpay_signature: string;
}

/** A success callback the merchant's own backend received; the worker verifies it against our own order id. */
export const confirmCallbackUpdate = defineUpdate<{ readonly verified: true }, [CallbackFields]>(
  'confirmCallbackUpdate',
);

/**
 * A person's word that a payment nobody here started belongs to this invoice: it is looked at from now on like one of its
 * own. Razorpay is still asked for its amount and status.
 */
export const acceptPaymentSignal = defineSignal<[{ readonly paymentId: string }]>('acceptPaymentSignal');

/** A person gives a held stray payment to an invoice: the one its notes suggest, or the one named here. */
export const acceptStraySignal = defineSignal<[{ readonly invoiceId?: string }]>('acceptStraySignal');

/** A person says that a held stray payment is none of ours. */
export const dismissStraySignal = defineSignal<[{ readonly reason: string }]>('dismissStraySignal');

/** A refund that the merchant wants; sent with start, idempotent by its refund id. */
export const refundPaymentUpdate = defineUpdate<RefundAnswer, [RefundWish]>('refundPaymentUpdate');

/** The same by hand. Without a `refundId` it is made of payment and amount, so that sending it twice is one refund. */
export const refundSignal =
  defineSignal<[{ readonly paymentId: string; readonly amount?: number; readonly refundId?: string }]>(
    'refundSignal',
  );

/** A person takes back a refund that Razorpay refuses and that the collection is held for. One that is made stays made. */
export const withdrawRefundSignal = defineSignal<[{ readonly refundId: string }]>('withdrawRefundSignal');

/** Ends the collection: no new attempt is accepted, and what is under way is waited out. */
export const cancelSignal = defineSignal<[{ readonly reason: string }]>('cancelSignal');

export const collectionQuery = defineQuery<CollectionView>('collectionQuery');

/** Asks a (running or new) sync to look at the account, and answers with its result or what holds it. */
export const syncCustomerUpdate = defineUpdate<CustomerSyncResult>('syncCustomerUpdate');

/** A refusal that concerns the whole connection; sent with start. */
export const connectionRefusedSignal = defineSignal<[ConnectionRefusal]>('connectionRefusedSignal');

/** A person lets a held connection go on. */
export const releaseSignal = defineSignal<[{ readonly reason: string }]>('releaseSignal');

/** Asks for leave to send one payment of a held connection; rejected unless it is given. */
export const probeUpdate = defineUpdate<'granted', [ProbeRequest]>('probeUpdate');

/** What came of a payment that had leave. */
export const probedSignal = defineSignal<[Probed]>('probedSignal');

export const connectionHoldQuery = defineQuery<ConnectionHoldView>('connectionHoldQuery');
