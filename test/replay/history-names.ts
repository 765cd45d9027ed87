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
  'payment-request',
  'payment-request-reminded',
  'payment-request-replaced',
  'payment-request-cancelled',

  // Answers that are lost, and what was read too long ago.
  'replaced-attempt-guarded',
  'mark-forgotten',

  // Money that comes late, or for an invoice that does not want it.
  'late-money-captured',
  'late-money-refunded',
  'voided-while-authorized',
  'accepted-payment',
  'stray-handed-over',
  'stray-held',
  'stray-accepted',
  'stray-not-ours',

  // Money that goes back, and disputes.
  'merchant-refund',
  'merchant-refund-withdrawn',
  'surplus-refund-failed-late',
  'stray-refund',
  'disputed',
  'stray-dispute',

  // What is held, and connections that are refused.
  'held',
  'attempt-held-by-connection',
  'payment-request-held-by-connection',
  'connection-hold-probed',
  'connection-hold-released',

  // Customers and reconciliation.
  'customer-synced',
  'customer-held',
  'reconciled',
  'reconciled-in-parts',
  'reconciled-held',
  'reconciled-settlements',
] as const;

export type HistoryName = (typeof historyNames)[number];
