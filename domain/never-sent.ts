import type { ErrorCode, ProviderRefusal } from '../contracts/errors.js';

/** A refusal of our own, in the words of Razorpay's: the payment never left, so it uses up none of the attempts. */
export function neverSent(code: ErrorCode, description: string): ProviderRefusal {
  return {
    class: classOf(code),
    concerns: code === 'DOWNTIME' ? 'instrument' : 'payment',
    ...{ code, description, reason: undefined, source: undefined, step: undefined, field: undefined },
    customerText:
      code === 'DOWNTIME'
        ? 'This way of paying is out of order at the moment. Please pay by another.'
        : 'The payment was not started. Please try again.',
  };
}

function classOf(code: ErrorCode): ProviderRefusal['class'] {
  if (code === 'DOWNTIME') return 'use_another';
  return code === 'VAULT_REFERENCE_UNKNOWN' ? 'retry_same' : 'wait';
}
