import type { ProviderRefusal } from './errors.js';

/** What can be done after a payment failed or an attempt was refused, each with a sentence for whoever wrote the checkout. */
export const failureAdvice = {
  same_instrument: 'Submit another attempt; the same instrument may succeed.',
  another_instrument: 'Submit another attempt, by another instrument.',
  later: 'Wait a moment, then submit another attempt.',
  open_attempt: 'Another attempt may still succeed: wait for it, or submit with replace.',
  hosted_page: 'The customer tries again on the page of the payment request.',
  fix_integration:
    'Mend the integration or the Razorpay account first; no attempt like this one can succeed.',
  no_attempt: 'Nothing: the collection takes no further attempt.',
} as const;

/** A payment that Razorpay says failed, at the bank or on the way there, and what may come after it. */
export interface FailedPayment {
  readonly paymentId: string;
  readonly orderId: string;
  /** As the payment's notes have it; undefined on a hosted page. */
  readonly attemptId: string | undefined;
  readonly method: string;
  /** Class, code, reason, source and step; `customerText` is safe to show to the customer. */
  readonly failure: ProviderRefusal;
  /** As the collection stands now, and not as it stood then. */
  readonly next: keyof typeof failureAdvice;
}
