import type { Scheduled } from '../frame.js';
import type { Notes } from './entities.js';

export interface LineItemEntity {
  readonly id: string;
  readonly item_id: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly amount: number;
  readonly unit_amount: number;
  readonly gross_amount: number;
  readonly tax_amount: 0;
  readonly taxable_amount: number;
  readonly net_amount: number;
  readonly currency: string;
  readonly type: 'invoice';
  readonly tax_inclusive: false;
  readonly hsn_code: null;
  readonly sac_code: null;
  readonly tax_rate: null;
  readonly unit: null;
  readonly quantity: number;
  readonly taxes: readonly [];
}

export type InvoiceStatus = 'draft' | 'issued' | 'partially_paid' | 'paid' | 'cancelled' | 'expired';
export type NotificationStatus = 'pending' | 'sent' | null;

export interface InvoiceEntity {
  readonly id: string;
  readonly entity: 'invoice';
  receipt: string | null;
  invoice_number: string | null;
  customer_id: string | null;
  customer_details: Readonly<Record<string, unknown>>;
  order_id: string | null;
  line_items: readonly LineItemEntity[];
  payment_id: string | null;
  status: InvoiceStatus;
  expire_by: number | null;
  issued_at: number | null;
  paid_at: number | null;
  cancelled_at: number | null;
  expired_at: number | null;
  sms_status: NotificationStatus;
  email_status: NotificationStatus;
  date: number;
  terms: string | null;
  partial_payment: boolean;
  gross_amount: number;
  readonly tax_amount: 0;
  taxable_amount: number;
  amount: number;
  amount_paid: number | null;
  amount_due: number | null;
  first_payment_min_amount: number | null;
  currency: string;
  readonly currency_symbol: string;
  description: string | null;
  notes: Notes;
  comment: string | null;
  short_url: string | null;
  readonly view_less: true;
  readonly billing_start: null;
  readonly billing_end: null;
  readonly type: 'invoice';
  readonly group_taxes_discounts: false;
  readonly created_at: number;
  readonly idempotency_key: null;
}

export interface InvoiceRecord {
  readonly entity: InvoiceEntity;
  /** The last part of `short_url`. */
  readonly code: string;
  expiry: Scheduled | null;
}
