/** Every path through the workflows that a committed history follows; no history more, and none less. */
export const historyNames = [
  // One payment, one page, one end.
  'netbanking',
  'card-otp-after-a-failure',
  'refused-at-the-gateway',
  'bank-not-enabled',
  'manual-capture-in-two-parts',
  'nothing-to-collect',
  'cancelled-in-temporal',
  'expired',
  'payment-request',
  'payment-request-reminded',
  'payment-request-replaced',
  'payment-request-cancelled',
  'payment-request-expired',

  // Answers that are lost, and what was read too long ago.
  'replaced-attempt-guarded',
  'next-actions-lost',
  'attempt-unknown',
  'mark-forgotten',
  'held-beside',
  'stale-capture',
  'stale-refund',
  'refund-on-its-way',
  'slow-invoice',
  'unreadable-invoice',
  'unreadable-orders',

  // Downtimes.
  'attempt-held-by-downtime',
  'attempt-held-by-downtime-withdrawn',
  'reminder-waits-for-downtime',

  // Money that comes late, or for an invoice that does not want it.
  'late-money-captured',
  'late-money-refunded',
  'late-authorization-captured-and-refunded',
  'captured-while-closing-refunded',
  'voided-while-authorized',
  'voided-refunded',
  'paid-elsewhere',
  'paid-then-due-again',
  'voided-then-due-again',
  'paid-without-money',
  'spent-order',
  'page-of-a-paid-invoice',
  'order-known-by-news',
  'started-by-an-order-in-news',
  'accepted-payment',
  'stray-handed-over',
  'stray-held',
  'stray-accepted',
  'stray-not-ours',

  // Money that goes back, and disputes.
  'merchant-refund',
  'merchant-refund-withdrawn',
  'refund-mark-forgotten',
  'surplus-short-of-balance',
  'surplus-refund-failed-late',
  'surplus-refund-failed-daily',
  'voided-refund-failed-late',
  'stray-refund',
  'disputed',
  'stray-dispute',

  // What is held, and connections that are refused.
  'held',
  'key-refused-at-the-start',
  'key-refused-while-paying',
  'attempt-held-by-connection',
  'payment-request-held-by-connection',
  'connection-hold-probed',
  'connection-hold-released',
  'connection-hold-key-accepted',
  'connection-checked',

  // Runs that follow another, and floods.
  'started-again',
  'payment-request-taken-up',
  'money-before-a-customer',
  'money-before-an-amount',
  'money-before-finalization',
  'payment-request-before-a-customer',
  'record-of-an-earlier-run',
  'continued-as-new',
  'continued-and-paid',
  'flooded',

  // Customers and reconciliation.
  'customer-synced',
  'customer-held',
  'reconciled',
  'reconciled-in-parts',
  'reconciled-held',
  'reconciled-settlements',
  'settled-fees',
  'settled-refunds',
] as const;

export type HistoryName = (typeof historyNames)[number];
