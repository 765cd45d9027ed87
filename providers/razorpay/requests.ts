import type { Notes } from '../../contracts/payment-request.js';

/** Bodies of the calls we make, in Razorpay's own words. Amounts in subunits, times in Unix seconds. */

export interface CustomerDetails {
  readonly name?: string;
  readonly email?: string;
  readonly contact?: string;
}

export interface CustomerCreate extends CustomerDetails {
  /** The text "0" answers with an existing customer of this e-mail or contact; the number 0 counts as absent. */
  readonly fail_existing: '0' | '1';
  readonly notes: Notes;
}

/** The one-call create, or a further attempt on an order; see `order-body.ts` in activities for its shape. */
export type OrderWithPaymentBody = Readonly<Record<string, unknown>> & {
  readonly payment: Readonly<Record<string, unknown>>;
};

export interface RefundCreate {
  readonly amount: number;
  readonly speed: 'normal' | 'optimum';
  readonly receipt: string;
  readonly notes: Notes;
}

export interface InvoiceDraftCreate {
  readonly type: 'invoice';
  /** The text "1" keeps it a draft; without it the invoice is issued and billed at once. */
  readonly draft: '1';
  readonly customer_id: string;
  readonly currency: string;
  readonly line_items: readonly {
    readonly name: string;
    readonly amount: number;
    readonly currency: string;
    readonly quantity: number;
  }[];
  readonly description: string;
  readonly receipt: string;
  readonly expire_by: number;
  readonly sms_notify: 0;
  readonly email_notify: 0;
  readonly notes: Notes;
}
