import { vaultReferencePattern } from '../../contracts/ids.js';
import type { VaultReference } from '../../contracts/payment-request.js';
import type { CardSecret } from './card-secret.js';

/**
 * Where card details and OTPs wait between the caller and the one activity that sends them to Razorpay.
 * Only the reference enters Temporal.
 */
export interface CardVault {
  /** `process`: only this process can take what it put. `shared`: every process with the same vault can. */
  readonly scope: 'process' | 'shared';
  /** Keeps the secret for at most `ttlMs` milliseconds. */
  put(secret: CardSecret, ttlMs: number): Promise<VaultReference>;
  /**
   * Hands the secret out, once.
   * @throws ForeignVaultError when another vault made the reference.
   * @throws VaultReferenceGoneError when it was taken, has expired, or never was.
   */
  take(reference: VaultReference): Promise<CardSecret>;
  /**
   * Puts a taken secret back under its reference, until it would have expired anyway. Only for a request of
   * which not one byte was sent; after anything else the secret may have been used.
   * @throws ForeignVaultError, VaultReferenceGoneError when it was not taken from here or has expired since.
   */
  restore(reference: VaultReference, secret: CardSecret): Promise<void>;
}

/** The reference belongs to another vault: caller and worker do not share one. */
export class ForeignVaultError extends Error {
  override readonly name = 'ForeignVaultError';
  readonly code = 'CARD_VAULT_MISSING';
  constructor() {
    super(
      'The card reference was made by another vault: the process that took the card details and this worker ' +
        'share no card vault. Run them in one process, or configure a shared vault for both.',
    );
  }
}

/** The reference leads nowhere (any more): taken, expired or unknown. */
export class VaultReferenceGoneError extends Error {
  override readonly name = 'VaultReferenceGoneError';
  readonly code = 'VAULT_REFERENCE_UNKNOWN';
  constructor() {
    super('The card reference was used before, has expired, or never existed');
  }
}

/** Whether a text has the shape of a vault reference; says nothing about the secret behind it. */
export function isVaultReference(text: string): text is VaultReference {
  return vaultReferencePattern.test(text);
}

/** The id of the vault that made the reference. */
export function vaultIdOf(reference: VaultReference): string | undefined {
  return vaultReferencePattern.exec(reference)?.[1];
}
