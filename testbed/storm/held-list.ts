import type { HeldReason } from '../../contracts/held-reasons.js';

/**
 * The only causes for which a storm lets an invoice stay `held`, each with why no program can decide it. Anything else
 * that is held after the calm is a violation.
 */
export const heldForGoodReason = {
  order_mismatch:
    'An order carries our receipt and not our notes, amount or currency: who made it, only the people who have access to the account can find out.',
  paid_elsewhere:
    'Somebody marked the invoice paid while our own customer paid as well: whether that mark meant this very money, only who set it knows.',
  invoice_changed:
    'The invoice was voided or changed in Togai while money for it was captured: whether the business still wants the money is its own decision.',
  customer_of_another_account:
    'Razorpay knows the contact as the customer of somebody else: which of the two records is right, only the business knows.',
  surplus: 'The policy itself leaves the return of a surplus to a person.',
  partial_needs_record_payment:
    'A part of the amount was captured on a connection whose policy can only mark whole invoices paid.',
  write_back_unverified:
    'The one request that records a payment in Togai was lost, and Togai does not show it: it has no idempotency key, so whether it may still arrive, only Togai can tell.',
} as const satisfies Partial<Record<HeldReason, string>>;

/** Of all invoices, in percent: holding everything would be no way to pass. */
export const HELD_AT_MOST_PERCENT = 2;
