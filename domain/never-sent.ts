import type { ErrorCode, ProviderRefusal } from '../contracts/errors.js';

/** A refusal of our own, in the words of Razorpay's: the payment never left, so it uses up none of the attempts. */
export function neverSent(code: ErrorCode, description: string): ProviderRefusal {
  return {
    ...saidOf(code),
    ...{ code, description, reason: undefined, source: undefined, step: undefined, field: undefined },
  };
}

function saidOf(code: ErrorCode): Pick<ProviderRefusal, 'class' | 'concerns' | 'customerText'> {
  switch (code) {
    case 'DOWNTIME':
      return {
        class: 'use_another',
        concerns: 'instrument',
        customerText: 'This way of paying is out of order at the moment. Please pay by another.',
      };
    case 'CONNECTION_HELD':
      return {
        class: 'fix_integration',
        concerns: 'connection',
        customerText: 'The seller cannot take payments right now. Your money is not touched.',
      };
    default:
      return {
        class: code === 'VAULT_REFERENCE_UNKNOWN' ? 'retry_same' : 'wait',
        concerns: 'payment',
        customerText: 'The payment was not started. Please try again.',
      };
  }
}
