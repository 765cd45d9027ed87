import type { HeldReason } from '../../contracts/held-reasons.js';

/**
 * The only causes for which a storm lets an invoice stay `held`, each with why no program can decide it. Anything else
 * that is held after the calm is a violation, and so is one of these without its evidence in the providers' books.
 */
export const heldForGoodReason = {
  paid_elsewhere:
    'Somebody marked the invoice paid while our own customer paid as well: whether that mark meant this very money, only who set it knows.',
  invoice_changed:
    'The invoice was voided or changed in Togai while money for it was captured: whether the business still wants the money is its own decision.',
  write_back_unverified:
    'The one request that records a payment in Togai was lost, and Togai does not show it: it has no idempotency key, so whether it may still arrive, only Togai can tell. Or the amount was lowered to what was recorded, and Togai does not call it paid: only the business can.',
} as const satisfies Partial<Record<HeldReason, string>>;

export type GoodReason = keyof typeof heldForGoodReason;

export function isGoodReason(reason: string): reason is GoodReason {
  return Object.hasOwn(heldForGoodReason, reason);
}

/** Of all invoices, in percent: holding everything would be no way to pass. */
export const HELD_AT_MOST_PERCENT = 2;
