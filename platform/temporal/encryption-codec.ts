import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { METADATA_ENCODING_KEY, ValueError, type Payload, type PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { KeyRing } from './key-ring.js';

/** Value of the payload metadata `encoding` for what this codec wrote. */
export const ENCRYPTED_ENCODING = 'binary/encrypted';
/** Payload metadata that names the key; part of what is authenticated. */
export const KEY_ID_METADATA = 'encryption-key-id';

const cipherName = 'aes-256-gcm';
const nonceBytes = 12; // NIST SP 800-38D, 8.2: the length that needs no further derivation.
const tagBytes = 16;
const encryptedEncoding = Buffer.from(ENCRYPTED_ENCODING);
const PayloadMessage = proto.temporal.api.common.v1.Payload;

/** A payload was encrypted with a key that is not on the ring, or is damaged. Carries no payload content. */
export class PayloadDecryptionError extends ValueError {
  override readonly name = 'PayloadDecryptionError';
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return bytes === null || bytes === undefined ? '' : Buffer.from(bytes).toString();
}

function isEncrypted(payload: Payload): boolean {
  return textOf(payload.metadata?.[METADATA_ENCODING_KEY]) === ENCRYPTED_ENCODING;
}

function encrypt(payload: Payload, keyId: Buffer, key: Buffer): Payload {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(keyId);
  const sealed = cipher.update(PayloadMessage.encode(payload).finish());
  cipher.final();
  return {
    metadata: { [METADATA_ENCODING_KEY]: encryptedEncoding, [KEY_ID_METADATA]: keyId },
    data: Buffer.concat([nonce, sealed, cipher.getAuthTag()]),
  };
}

function decrypt(payload: Payload, ring: KeyRing): Payload {
  const keyId = textOf(payload.metadata?.[KEY_ID_METADATA]);
  const key = ring.keys.get(keyId);
  if (key === undefined)
    throw new PayloadDecryptionError(`The encryption key "${keyId}" is not on this key ring`);
  const data = Buffer.from(payload.data ?? []);
  if (data.length < nonceBytes + tagBytes)
    throw new PayloadDecryptionError('An encrypted payload is cut short');
  const decipher = createDecipheriv(cipherName, key, data.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(keyId))
    .setAuthTag(data.subarray(data.length - tagBytes));
  try {
    const opened = Buffer.concat([decipher.update(data.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return PayloadMessage.decode(opened);
  } catch {
    throw new PayloadDecryptionError(
      `A payload does not decrypt with key "${keyId}": it was changed, or the key is another one`,
    );
  }
}

/**
 * Encrypts every payload whole, metadata included, with AES-256-GCM and the ring's current key, and decrypts
 * what any key of the ring encrypted. Payloads of other encodings (written before encryption was on) are
 * passed through unchanged.
 */
export function createEncryptionCodec(ring: KeyRing): PayloadCodec {
  const keyId = Buffer.from(ring.currentKeyId);
  const key = ring.keys.get(ring.currentKeyId);
  if (key === undefined)
    throw new PayloadDecryptionError(`The current key "${ring.currentKeyId}" is not on the key ring`);
  return {
    encode: (payloads) => Promise.resolve(payloads.map((payload) => encrypt(payload, keyId, key))),
    // Inside a promise, so that a payload that does not decrypt rejects instead of throwing.
    decode: (payloads) =>
      new Promise((resolve) => {
        resolve(payloads.map((payload) => (isEncrypted(payload) ? decrypt(payload, ring) : payload)));
      }),
  };
}
