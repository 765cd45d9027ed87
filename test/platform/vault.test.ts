import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CardSecret } from '../../platform/vault/card-secret.js';
import {
  ForeignVaultError,
  isVaultReference,
  VaultReferenceGoneError,
} from '../../platform/vault/card-vault.js';
import { createInMemoryVault } from '../../platform/vault/in-memory-vault.js';

const card = {
  number: '4111111111111111',
  expiry_month: '11',
  expiry_year: '30',
  cvv: '123',
  name: 'G Kumar',
};

function vaultAt(startMs: number): {
  vault: ReturnType<typeof createInMemoryVault>;
  pass: (ms: number) => void;
} {
  let now = startMs;
  return { vault: createInMemoryVault({ now: () => now }), pass: (ms) => (now += ms) };
}

describe('the in-memory card vault', () => {
  it('hands a secret out exactly once', async () => {
    const { vault } = vaultAt(0);
    const reference = await vault.put(CardSecret.card(card), 1_000);
    expect(isVaultReference(reference)).toBe(true);
    expect((await vault.take(reference)).reveal()).toEqual({ kind: 'card', card });
    await expect(vault.take(reference)).rejects.toBeInstanceOf(VaultReferenceGoneError);
  });

  it('forgets a secret when its time is over, also after it was put back', async () => {
    const { vault, pass } = vaultAt(0);
    const left = await vault.put(CardSecret.otp('123456'), 1_000);
    const taken = await vault.put(CardSecret.otp('654321'), 1_000);
    pass(999);
    const secret = await vault.take(taken);
    await vault.restore(taken, secret);
    pass(1);
    await expect(vault.take(left)).rejects.toBeInstanceOf(VaultReferenceGoneError);
    await expect(vault.take(taken)).rejects.toBeInstanceOf(VaultReferenceGoneError);
    await expect(vault.restore(taken, secret)).rejects.toBeInstanceOf(VaultReferenceGoneError);
  });

  it('gives a restored secret out once more, and restores only what was taken', async () => {
    const { vault } = vaultAt(0);
    const reference = await vault.put(CardSecret.otp('123456'), 1_000);
    await expect(vault.restore(reference, CardSecret.otp('000000'))).rejects.toBeInstanceOf(
      VaultReferenceGoneError,
    );
    await vault.restore(reference, await vault.take(reference));
    expect((await vault.take(reference)).reveal()).toEqual({ kind: 'otp', otp: '123456' });
  });

  it('says that no vault is shared when the reference is of another one', async () => {
    const reference = await vaultAt(0).vault.put(CardSecret.card(card), 1_000);
    const { vault } = vaultAt(0);
    await expect(vault.take(reference)).rejects.toBeInstanceOf(ForeignVaultError);
    await expect(vault.take(reference)).rejects.toThrow(/share no card vault/);
    await expect(vault.take(reference)).rejects.toMatchObject({ code: 'CARD_VAULT_MISSING' });
  });

  it('shows nothing of a secret however it is printed', () => {
    const secret = CardSecret.card(card);
    const shown = [
      JSON.stringify({ secret }),
      inspect({ secret }, { depth: 9, showHidden: true }),
      String(secret),
    ];
    for (const text of shown) for (const part of Object.values(card)) expect(text).not.toContain(part);
  });
});
