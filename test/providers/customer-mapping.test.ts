import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapCustomer } from '../../providers/razorpay/customer-mapping.js';

const nobody = { name: '', email: undefined, phone: undefined };

describe('names', () => {
  test.each([
    ['Asha Rao', 'Asha Rao'],
    ['  Müller & Söhne GmbH ', 'Muller and Sohne GmbH'],
    ['Łódź–Straße', 'Lodz Strasse'],
    ['O’Brien @ Co. (India)/South', "O'Brien @ Co. (India)/South"],
    ['x'.repeat(80), 'x'.repeat(50)],
    ['आशा', undefined],
    ['AB', undefined],
    ['...', undefined],
  ])('%s becomes %s', (name, mapped) => {
    expect(mapCustomer({ ...nobody, name }).name).toBe(mapped);
  });
});

describe('contacts', () => {
  test.each([
    ['+91 98765 43210', '+919876543210'],
    ['0091 (987) 654-3210', '+919876543210'],
    ['98765.43210 ext 12', '9876543210'],
    ['tel: 9876543210', '9876543210'],
    ['1234567', undefined],
    ['+123456789012345', undefined],
    ['none', undefined],
    [undefined, undefined],
  ])('%s becomes %s', (phone, contact) => {
    expect(mapCustomer({ ...nobody, phone }).contact).toBe(contact);
  });
});

describe('e-mail addresses', () => {
  test.each([
    [' asha@example.com ', 'asha@example.com'],
    ['asha', undefined],
    [`${'a'.repeat(60)}@example.com`, undefined],
  ])('%s becomes %s', (email, mapped) => {
    expect(mapCustomer({ ...nobody, email }).email).toBe(mapped);
  });
});

test('whatever comes in, only what Razorpay takes comes out, and mapping it again changes nothing', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 90 }),
    fc.stringMatching(/^[\d+ ()./-]{0,30}$/),
  );
  fc.assert(
    fc.property(text, text, text, (name, email, phone) => {
      const mapped = mapCustomer({ name, email, phone });
      if (mapped.name !== undefined) expect(mapped.name).toMatch(/^[A-Za-z0-9.'/@() ]{3,50}$/);
      if (mapped.email !== undefined) expect(mapped.email.length).toBeLessThanOrEqual(64);
      if (mapped.contact !== undefined) {
        expect(mapped.contact).toMatch(/^\+?\d{8,}$/);
        expect(mapped.contact.length).toBeLessThanOrEqual(15);
      }
      const again = mapCustomer({ name: mapped.name ?? '', email: mapped.email, phone: mapped.contact });
      expect(again).toEqual(mapped);
    }),
    { numRuns: 1_000 },
  );
});
