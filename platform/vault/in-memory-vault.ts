import { nanoid } from 'nanoid';
import type { VaultReference } from '../../contracts/payment-request.js';
import type { Clock } from '../clock.js';
import type { CardSecret } from './card-secret.js';
import { ForeignVaultError, VaultReferenceGoneError, vaultIdOf, type CardVault } from './card-vault.js';

interface Entry {
  /** Undefined while it is taken. */
  secret: CardSecret | undefined;
  /** Unix milliseconds. */
  expiresAt: number;
}

/** A vault in this process's memory: for one process that is both caller and worker, as demo and tests are. */
export function createInMemoryVault(clock: Clock): CardVault {
  const vaultId = nanoid(10);
  const entries = new Map<VaultReference, Entry>();

  // Cheap at the few entries that wait at any moment, and nothing outlives its time by much.
  const forgetExpired = (): void => {
    for (const [reference, entry] of entries) if (entry.expiresAt <= clock.now()) entries.delete(reference);
  };
  const find = (reference: VaultReference): Entry => {
    if (vaultIdOf(reference) !== vaultId) throw new ForeignVaultError();
    forgetExpired();
    const entry = entries.get(reference);
    if (entry === undefined) throw new VaultReferenceGoneError();
    return entry;
  };
  const promised = <T>(work: () => T): Promise<T> =>
    new Promise((resolve) => {
      resolve(work());
    });

  return {
    scope: 'process',
    put: (secret, ttlMs) =>
      promised(() => {
        forgetExpired();
        const reference: VaultReference = `vault:${vaultId}:${nanoid()}`;
        entries.set(reference, { secret, expiresAt: clock.now() + ttlMs });
        return reference;
      }),
    take: (reference) =>
      promised(() => {
        const entry = find(reference);
        const { secret } = entry;
        if (secret === undefined) throw new VaultReferenceGoneError();
        entry.secret = undefined;
        return secret;
      }),
    restore: (reference, secret) =>
      promised(() => {
        const entry = find(reference);
        if (entry.secret !== undefined) throw new VaultReferenceGoneError();
        entry.secret = secret;
      }),
  };
}
