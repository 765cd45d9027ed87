import { describe, expect, test } from 'vitest';
import {
  signCallback,
  signWebhook,
  verifyCallbackSignature,
  verifyWebhook,
} from '../../providers/razorpay/signatures.js';

describe('webhooks', () => {
  const body = Buffer.from('{"event":"order.paid" , "n":1}');

  test('the signature is lower-case hex HMAC-SHA256 of the raw bytes', () => {
    // RFC 4231, test case 2.
    expect(signWebhook('what do ya want for nothing?', 'Jefe')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('the current and the previous secret are taken, no other', () => {
    expect(verifyWebhook(body, signWebhook(body, 'new'), ['new', 'old'])).toBe(true);
    expect(verifyWebhook(body, signWebhook(body, 'old'), ['new', 'old'])).toBe(true);
    expect(verifyWebhook(body, signWebhook(body, 'other'), ['new', 'old'])).toBe(false);
    expect(verifyWebhook(body, signWebhook(body, 'new'), [])).toBe(false);
  });

  test('one changed byte, another length or upper case is refused', () => {
    const signature = signWebhook(body, 'secret');
    expect(
      verifyWebhook(Buffer.from(JSON.stringify(JSON.parse(body.toString()))), signature, ['secret']),
    ).toBe(false);
    expect(verifyWebhook(body, signature.slice(1), ['secret'])).toBe(false);
    expect(verifyWebhook(body, signature.toUpperCase(), ['secret'])).toBe(false);
    expect(verifyWebhook(body, '', ['secret'])).toBe(false);
  });
});

describe('callbacks', () => {
  const signature = signCallback('order_1', 'pay_1', 'key secret');

  test('order and payment are signed together', () => {
    expect(verifyCallbackSignature('order_1', 'pay_1', signature, 'key secret')).toBe(true);
    expect(verifyCallbackSignature('order_2', 'pay_1', signature, 'key secret')).toBe(false);
    expect(verifyCallbackSignature('order_1', 'pay_2', signature, 'key secret')).toBe(false);
    expect(verifyCallbackSignature('order_1', 'pay_1', signature, 'other')).toBe(false);
  });
});
