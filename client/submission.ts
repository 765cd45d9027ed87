import type { PaymentSubmission } from '../contracts/collection.js';
import { PaymentOrchestratorError } from '../contracts/orchestrator-error.js';
import type { PaymentDetails } from '../contracts/payment-request.js';
import type { ParsedPaymentForm, ParsedSubmitPaymentRequest } from '../contracts/requests.js';
import { cardNetwork } from '../domain/card-network.js';
import { CardSecret } from '../platform/vault/card-secret.js';
import type { CardVault } from '../platform/vault/card-vault.js';
import { contentHash, orderHash } from './content-hash.js';

/** Long enough for a worker that restarts, short enough for a CVV. */
const secretLifetimeMs = 10 * 60_000;

function requireVault(vault: CardVault | undefined): CardVault {
  if (vault === undefined) throw new PaymentOrchestratorError('CARD_VAULT_MISSING');
  return vault;
}

async function withoutCard(
  payment: ParsedPaymentForm,
  vault: CardVault | undefined,
): Promise<PaymentDetails> {
  if (payment.method !== 'card') return payment;
  const card = await requireVault(vault).put(CardSecret.card(payment.card), secretLifetimeMs);
  const network = cardNetwork(payment.card.number);
  return { ...payment, card, ...(network && { network }) };
}

/**
 * What travels to the workflow: card details are left in the vault.
 * @param takenAt when a collection was last known to have taken it, Unix milliseconds
 * @throws CARD_VAULT_MISSING
 */
export async function toSubmission(
  request: ParsedSubmitPaymentRequest,
  vault: CardVault | undefined,
  takenAt: number | undefined,
): Promise<PaymentSubmission> {
  return {
    attemptId: request.attemptId,
    contentHash: contentHash(request),
    payment: await withoutCard(request.payment, vault),
    order: request.order,
    orderHash: orderHash(request),
    retryOf: request.retryOf,
    replace: request.replace ?? false,
    ...(takenAt !== undefined && { takenAt }),
  };
}

/** Leaves an OTP in the vault. @throws CARD_VAULT_MISSING */
export async function keepOtp(
  otp: string,
  vault: CardVault | undefined,
): Promise<Awaited<ReturnType<CardVault['put']>>> {
  return requireVault(vault).put(CardSecret.otp(otp), secretLifetimeMs);
}
