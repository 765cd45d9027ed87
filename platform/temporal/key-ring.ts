import { randomBytes } from 'node:crypto';

/** The keys that payloads are encrypted with: all decrypt, the first encrypts. */
export interface KeyRing {
  readonly currentKeyId: string;
  /** 32-byte AES-256 keys by id. */
  readonly keys: ReadonlyMap<string, Buffer>;
}

/** A key list that cannot be used; the message names the entry by its position or id, never the key. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError';
}

const keyBytes = 32;
const idPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
const base64Pattern = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Reads `id:base64,id:base64`: the first key encrypts, the others still decrypt what they encrypted before.
 * @throws KeyRingError
 */
export function parseKeyRing(text: string): KeyRing {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const keys = new Map<string, Buffer>();
  for (const [index, entry] of entries.entries()) {
    const place = `encryption key ${index + 1}`;
    const colon = entry.indexOf(':');
    if (colon < 0) throw new KeyRingError(`${place}: expected "id:base64"`);
    const id = entry.slice(0, colon);
    if (!idPattern.test(id)) {
      throw new KeyRingError(`${place}: its id must be 1 to 63 letters, digits, ".", "_" or "-"`);
    }
    if (keys.has(id)) throw new KeyRingError(`${place}: the id "${id}" is there twice`);
    if (!base64Pattern.test(entry.slice(colon + 1))) {
      throw new KeyRingError(
        `${place} ("${id}"): expected ${keyBytes} bytes in base64 (openssl rand -base64 32)`,
      );
    }
    keys.set(id, Buffer.from(entry.slice(colon + 1), 'base64'));
  }
  const [currentKeyId] = keys.keys();
  if (currentKeyId === undefined)
    throw new KeyRingError('no encryption key: expected "id:base64[,id:base64]"');
  return { currentKeyId, keys };
}

/** A ring of one fresh random key, for demos and tests: what it encrypts is unreadable once it is forgotten. */
export function generateKeyRing(): KeyRing {
  const currentKeyId = `demo-${randomBytes(4).toString('hex')}`;
  return { currentKeyId, keys: new Map([[currentKeyId, randomBytes(keyBytes)]]) };
}

/** The ring as {@link parseKeyRing} reads it: to hand a demo's key to a child process, never to a log. */
export function formatKeyRing(ring: KeyRing): string {
  const current = [...ring.keys].filter(([id]) => id === ring.currentKeyId);
  const older = [...ring.keys].filter(([id]) => id !== ring.currentKeyId);
  return [...current, ...older].map(([id, key]) => `${id}:${key.toString('base64')}`).join(',');
}
