import type { ProviderRefusal } from '../../contracts/errors.js';
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

/** Who can decline for good; elsewhere a bare failure is worth another try. */
const decliningSources: readonly string[] = ['bank', 'issuer', 'issuer_bank', 'beneficiary_bank'];

/** Before these steps are done, nobody has been asked for the money yet: a bank cannot have declined it. */
const stepsBeforeTheBank: readonly string[] = ['payment_initiation', 'payment_authentication'];

/** A refusal in our terms, with a sentence that is safe to show to the customer. */
export function classifyRefusal(parts: RefusalParts): ProviderRefusal {
  const group = groupOf(parts);
  return {
    class: group.class,
    concerns: group.concerns ?? 'payment',
    code: parts.code ?? 'BAD_REQUEST_ERROR',
    reason: parts.reason,
    description: parts.description ?? '',
    source: parts.source,
    step: parts.step,
    field: parts.field,
    customerText: group.customerText,
  };
}

/**
 * Source and step decide where one reason covers two cases (reference 4.4): `payment_failed` is a decline when a bank says it
 * of an authorization, and a passing fault when a gateway does or the customer had not even confirmed.
 */
function groupOf(parts: RefusalParts): Omit<ReasonGroup, 'reasons'> {
  const reason = parts.reason === 'payment_failed' && isDecline(parts) ? 'payment_declined' : parts.reason;
  return (reason === undefined ? undefined : byReason.get(reason)) ?? unknownReason;
}

function isDecline({ source, step }: RefusalParts): boolean {
  const byBank = source !== undefined && decliningSources.includes(source);
  const tooEarly = step !== undefined && stepsBeforeTheBank.includes(step);
  return byBank && !tooEarly;
}
