import { describe, expect, it } from 'vitest';
import { contentHash, orderHash } from '../../client/content-hash.js';
import { fullOrder, payments } from '../schemas/samples.js';

const request = {
  connection: 'acme',
  invoiceId: 'i',
  attemptId: 'a',
  payment: payments.card,
  order: fullOrder,
};
const withCard = (over: object): string =>
  contentHash({ ...request, payment: { ...payments.card, card: { ...payments.card.card, ...over } } });

describe('contentHash', () => {
  it('is the same whatever the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(fullOrder).reverse());
    expect(contentHash({ ...request, order: reversed })).toBe(contentHash(request));
  });

  it('differs when anything the caller said differs', () => {
    const hashes = [
      contentHash(request),
      contentHash({ ...request, payment: { ...payments.card, email: 'other@example.com' } }),
      contentHash({ ...request, order: { ...fullOrder, reference: 'other' } }),
      contentHash({ ...request, order: { ...fullOrder, products: [] } }),
      contentHash({ ...request, retryOf: { receipt: 'r' } }),
      withCard({ number: '4111111111111111' }),
      withCard({ expiry_year: '32' }),
      withCard({ name: 'A Rao' }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('knows of a card only its last four digits, expiry and name', () => {
    expect(withCard({ cvv: '111' })).toBe(contentHash(request));
    expect(withCard({ number: '5555000000001007' })).toBe(contentHash(request));
  });

  it('hashes the order alone for comparing orders, and nothing when nothing was said', () => {
    expect(orderHash(request)).toBe(orderHash({ ...request, payment: payments.upi }));
    expect(orderHash({ ...request, order: {} })).not.toBe(orderHash(request));
    const { connection, invoiceId, attemptId, payment } = request;
    expect(orderHash({ connection, invoiceId, attemptId, payment })).toBeUndefined();
  });
});
