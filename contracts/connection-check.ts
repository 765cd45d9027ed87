import { disputeEvents, downtimeEvents } from './razorpay-events.js';

/** What trying a connection's credentials found; secrets never stand in it. */
export interface ConnectionReport {
  readonly connection: string;
  readonly environment: 'test' | 'live';
  readonly razorpay: { readonly ok: boolean; readonly detail: string };
  readonly togai: { readonly ok: boolean; readonly detail: string };
  /** To be entered in Razorpay's dashboard, Accounts & Settings, Webhooks. */
  readonly webhookUrl: string;
  /** To be ticked there. */
  readonly webhookEvents: readonly string[];
}

/** The Razorpay events that make us look. */
export const webhookEvents = [
  'payment.authorized',
  'payment.captured',
  'payment.failed',
  'order.paid',
  'invoice.paid',
  'invoice.partially_paid',
  'invoice.expired',
  'refund.processed',
  'refund.failed',
  ...disputeEvents,
  ...downtimeEvents,
] as const;
