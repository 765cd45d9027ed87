import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { formatKeyRing, generateKeyRing, parseKeyRing } from '../../platform/temporal/key-ring.js';

const key = randomBytes(32).toString('base64');

it('reads back what it wrote, current key first', () => {
  const ring = parseKeyRing(`new:${key}, old:${randomBytes(32).toString('base64')}`);
  expect(ring.currentKeyId).toBe('new');
  expect(parseKeyRing(formatKeyRing(ring))).toEqual(ring);
  expect(parseKeyRing(formatKeyRing(generateKeyRing())).keys.size).toBe(1);
});

it.each([
  ['', /no encryption key/],
  [key, /expected "id:base64"/],
  [`a b:${key}`, /its id must be/],
  [`a:${key},a:${key}`, /"a" is there twice/],
  [`a:${randomBytes(16).toString('base64')}`, /expected 32 bytes/],
  [`a:${key.slice(0, -1)}!`, /expected 32 bytes/],
])('refuses key list %#, and the message holds no key', (text, message) => {
  let caught: unknown;
  try {
    parseKeyRing(text);
  } catch (error) {
    caught = error;
  }
  expect(String(caught)).toMatch(message);
  expect(String(caught)).not.toContain(key.slice(0, 10));
});
