import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { createEncryptionCodec, KEY_ID_METADATA } from '../../platform/temporal/encryption-codec.js';
import { formatKeyRing, generateKeyRing, parseKeyRing } from '../../platform/temporal/key-ring.js';

function payloadOf(value: unknown): Payload {
  return defaultPayloadConverter.toPayload(value);
}

describe('the encryption codec', () => {
  it('gives back what it was given and hides it in between', async () => {
    const codec = createEncryptionCodec(generateKeyRing());
    const plain = payloadOf({ customer: 'Gaurav Kumar', contact: '+919000090000' });
    const [sealed] = await codec.encode([plain]);
    expect(Buffer.from(sealed!.data!).toString('latin1')).not.toContain('Gaurav');
    expect(Buffer.from(sealed!.metadata!['encoding']!).toString()).toBe('binary/encrypted');
    const [opened] = await codec.decode([sealed!]);
    expect(defaultPayloadConverter.fromPayload(opened!)).toEqual({
      customer: 'Gaurav Kumar',
      contact: '+919000090000',
    });
  });

  it('never encrypts the same payload to the same bytes', async () => {
    const codec = createEncryptionCodec(generateKeyRing());
    const [one, two] = await codec.encode([payloadOf('same'), payloadOf('same')]);
    expect(Buffer.from(one!.data!).equals(Buffer.from(two!.data!))).toBe(false);
  });

  it('passes on what it did not write', async () => {
    const codec = createEncryptionCodec(generateKeyRing());
    const plain = payloadOf('written before encryption was on');
    expect(await codec.decode([plain])).toEqual([plain]);
  });

  it('decrypts with an older key of the ring and encrypts with the first', async () => {
    const old = generateKeyRing();
    const next = generateKeyRing();
    const [sealed] = await createEncryptionCodec(old).encode([payloadOf('kept')]);
    const rotated = parseKeyRing(`${formatKeyRing(next)},${formatKeyRing(old)}`);
    const codec = createEncryptionCodec(rotated);
    const [opened] = await codec.decode([sealed!]);
    expect(defaultPayloadConverter.fromPayload(opened!)).toBe('kept');
    const [fresh] = await codec.encode([payloadOf('new')]);
    expect(Buffer.from(fresh!.metadata![KEY_ID_METADATA]!).toString()).toBe(next.currentKeyId);
  });

  it('refuses a payload of a key it does not have, naming the key', async () => {
    const stranger = generateKeyRing();
    const sealed = await createEncryptionCodec(stranger).encode([payloadOf('theirs')]);
    await expect(createEncryptionCodec(generateKeyRing()).decode(sealed)).rejects.toThrow(
      stranger.currentKeyId,
    );
  });

  it('refuses a payload that was changed, shortened or moved to another key id', async () => {
    const ring = generateKeyRing();
    const twin = parseKeyRing(`${formatKeyRing(ring)},twin:${formatKeyRing(ring).split(':')[1]!}`);
    const codec = createEncryptionCodec(twin);
    const [sealed] = await codec.encode([payloadOf('amount 100')]);
    const flipped = Buffer.from(sealed!.data!);
    flipped[20] = flipped[20]! ^ 1;
    const moved = { ...sealed!.metadata, [KEY_ID_METADATA]: Buffer.from('twin') };
    const damaged = [
      { metadata: sealed!.metadata!, data: flipped },
      { metadata: sealed!.metadata!, data: flipped.subarray(0, 20) },
      { metadata: moved, data: sealed!.data! },
    ];
    for (const payload of damaged) await expect(codec.decode([payload])).rejects.toThrow(/payload/);
  });
});
