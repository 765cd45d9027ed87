import type { ErrorCode, ProviderRefusal } from '../contracts/errors.js';

type Advice = Pick<ProviderRefusal, 'class' | 'concerns' | 'customerText'>;

const again = {
  concerns: 'payment',
  customerText: 'The payment was not started. Please try again.',
} as const;

/** What to do about each; about any other failure, which is a provider's or the network's, to wait. */
const adviceOn: Partial<Record<ErrorCode, Advice>> = {
  DOWNTIME: {
    class: 'use_another',
    concerns: 'instrument',
    customerText: 'This way of paying is out of order at the moment. Please pay by another.',
  },
  INSTRUMENT_DISABLED: {
    class: 'use_another',
    concerns: 'instrument',
    customerText: 'This bank, card or app cannot be used here at the moment. Please pay by another.',
  },
  CONNECTION_HELD: {
    class: 'fix_integration',
    concerns: 'connection',
    customerText: 'The seller cannot take payments right now. Your money is not touched.',
  },
  CARD_VAULT_MISSING: {
    class: 'fix_integration',
    concerns: 'instrument',
    customerText: 'Cards cannot be taken right now. Please pay in another way.',
  },
  VAULT_REFERENCE_UNKNOWN: { class: 'retry_same', ...again },
};

/** A refusal of our own, in the words of Razorpay's: the payment never left, so it uses up none of the attempts. */
export function neverSent(code: ErrorCode, description: string): ProviderRefusal {
  return {
    ...(adviceOn[code] ?? { class: 'wait', ...again }),
    ...{ code, description, reason: undefined, source: undefined, step: undefined, field: undefined },
  };
}
