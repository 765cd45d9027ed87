/** Events of a dispute; all of them say the same: look at it. */
export const disputeEvents = [
  'payment.dispute.created',
  'payment.dispute.under_review',
  'payment.dispute.action_required',
  'payment.dispute.won',
  'payment.dispute.lost',
  'payment.dispute.closed',
] as const;

/** Events about Razorpay's instruments, not about one of our objects. */
export const downtimeEvents = [
  'payment.downtime.started',
  'payment.downtime.updated',
  'payment.downtime.resolved',
] as const;
