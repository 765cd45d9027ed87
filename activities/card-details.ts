import { ApplicationFailure } from '@temporalio/common';
import type { PaymentDetails } from '../contracts/payment-request.js';
import type { CardDetails } from '../platform/vault/card-secret.js';
import type { CardVault } from '../platform/vault/card-vault.js';
import { failure } from './to-application-failure.js';

/** The failure that says a request may have been executed; after any other the card details may be used again. */
const MAY_HAVE_HAPPENED = 'OUTCOME_UNKNOWN';

/**
 * Takes the card details out of the vault for the one call that needs them, and puts them back when that call provably
 * made no payment.
 * @throws CARD_VAULT_MISSING, VAULT_REFERENCE_UNKNOWN
 */
export async function withCard<Result>(
  vault: CardVault,
  payment: PaymentDetails,
  use: (card: CardDetails | undefined) => Promise<Result>,
): Promise<Result> {
  if (payment.method !== 'card') return use(undefined);
  const secret = await vault.take(payment.card);
  const content = secret.reveal();
  if (content.kind !== 'card') throw failure('INVALID_INPUT', 'the reference holds no card');
  try {
    return await use(content.card);
  } catch (error) {
    const used = error instanceof ApplicationFailure && error.type === MAY_HAVE_HAPPENED;
    if (!used) await vault.restore(payment.card, secret);
    throw error;
  }
}
