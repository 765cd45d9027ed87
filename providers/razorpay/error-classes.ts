import type { ErrorClass, ProviderRefusal } from '../../contracts/errors.js';
import { reasonGroups, type ReasonGroup } from './error-reasons.js';

/** What Razorpay says of a refused request or a failed payment, from an envelope or from a payment's `error_*` fields. */
export interface RefusalParts {
  readonly code: string | undefined;
  readonly reason: string | undefined;
  readonly description: string | undefined;
  readonly source: string | undefined;
  readonly step: string | undefined;
  readonly field?: string | undefined;
}

/** A reason nobody told us of: the outcome counts as unknown until a look says more. */
const unknownReason: Omit<ReasonGroup, 'reasons'> = {
  class: 'wait',
  customerText: 'The payment could not be completed right now. Please wait a moment before you try again.',
};

const byReason: ReadonlyMap<string, ReasonGroup> = new Map(
  reasonGroups.flatMap((group) => group.reasons.map((reason) => [reason, group] as const)),
);

/** The bank or the issuer said no for good; elsewhere a bare failure is worth another try. */
const decliningSources: readonly string[] = ['bank', 'issuer', 'issuer_bank', 'beneficiary_bank'];

/**
 * The class of a reason. `source` decides where one reason covers two cases (reference 4.4): `payment_failed` is a
 * decline when a bank says it, and a passing fault when a gateway does.
 */
export function classOf(parts: RefusalParts): ErrorClass {
  if (parts.reason === 'payment_failed') {
    return parts.source !== undefined && decliningSources.includes(parts.source)
      ? 'use_another'
      : 'retry_same';
  }
  return groupOf(parts).class;
}

/** A refusal in our terms, with a sentence that is safe to show to the customer. */
export function classifyRefusal(parts: RefusalParts): ProviderRefusal {
  return {
    class: classOf(parts),
    code: parts.code ?? 'BAD_REQUEST_ERROR',
    reason: parts.reason,
    description: parts.description ?? '',
    source: parts.source,
    step: parts.step,
    field: parts.field,
    customerText: groupOf(parts).customerText,
  };
}

function groupOf(parts: RefusalParts): Omit<ReasonGroup, 'reasons'> {
  return (parts.reason === undefined ? undefined : byReason.get(parts.reason)) ?? unknownReason;
}
