import { describe, expect, it } from 'vitest';
import { paymentFormSchema } from '../../contracts/schemas/payment-form.js';
import { parseInput } from '../../contracts/schemas/parse-input.js';
import { complaints } from './problems.js';
import { manyNotes, payments } from './samples.js';

const { netbanking, card, upi } = payments;
const withCard = (over: object): unknown => ({ ...card, card: { ...card.card, ...over } });

describe('paymentFormSchema', () => {
  it.each(Object.entries(payments))('takes %s', (_, payment) => {
    expect(parseInput(paymentFormSchema, payment)).toEqual(payment);
  });

  it.each([{ flow: 'intent' }, { flow: 'in_app' }])('takes upi %j', (details) => {
    expect(complaints(paymentFormSchema, { ...upi, upi: details })).toEqual([]);
  });

  it('takes upi without its block for an intent', () => {
    const bare = { ...netbanking, bank: undefined, method: 'upi' };
    expect(parseInput(paymentFormSchema, bare)).toMatchObject({ method: 'upi', upi: { flow: 'intent' } });
    expect(complaints(paymentFormSchema, { ...bare, upi: {} })).toEqual(['upi.flow is required']);
  });

  it('shortens a year of 4 digits to the 2 that Razorpay takes', () => {
    expect(parseInput(paymentFormSchema, withCard({ expiry_year: '2031' }))).toEqual(card);
  });

  it('needs no browser when the bank authenticates in its app', () => {
    const app = { ...card, browser: undefined, authentication: { authentication_channel: 'app' } };
    expect(complaints(paymentFormSchema, app)).toEqual([]);
  });

  it('takes an IPv6 address and an e-mail of 40 characters', () => {
    const email = `${'a'.repeat(28)}@example.com`;
    expect(email).toHaveLength(40);
    expect(complaints(paymentFormSchema, { ...netbanking, ip: '2001:db8::7', email })).toEqual([]);
  });

  it.each([
    [{ ...netbanking, email: `${'a'.repeat(29)}@example.com` }, /^email must have at most 40 characters/],
    [{ ...netbanking, email: 'asha' }, /^email must be an e-mail address/],
    [{ ...netbanking, contact: '+910000000000000' }, /^contact must be a phone number of at least 8 digits/],
    [{ ...netbanking, contact: '1234567' }, /^contact must be a phone number/],
    [{ ...netbanking, contact: '+1234567' }, /^contact must be a phone number/],
    [{ ...netbanking, contact: 9000012345 }, /^contact must be a string/],
    [{ ...netbanking, ip: '300.1.1.1' }, /^ip must be an IPv4 or IPv6 address/],
    [{ ...netbanking, bank: 'hdfc bank' }, /^bank must be a bank code/],
    [{ ...netbanking, amount: 10.5 }, /^amount must be an integer/],
    [{ ...netbanking, notes: manyNotes(12) }, /^notes must have at most 11 keys/],
    [{ ...netbanking, callback_url: 'javascript:alert(1)' }, /^callback_url must be an http or https URL/],
    [{ ...netbanking, vpa: 'a@b' }, /^vpa is not a known field/],
    [{ ...netbanking, method: 'wallet' }, /^method must have method netbanking, card or upi/],
    [withCard({ number: '4100280000001008' }), /^card\.number must be a card number/],
    [withCard({ number: '4111' }), /^card\.number must be 12 to 19 digits/],
    [withCard({ expiry_month: '13' }), /^card\.expiry_month must be a month/],
    [withCard({ expiry_year: '031' }), /^card\.expiry_year must be a year/],
    [withCard({ cvv: '12' }), /^card\.cvv must be 3 or 4 digits/],
    [withCard({ cvv: 123 }), /^card\.cvv must be a string/],
    [{ ...card, browser: undefined }, /^browser is required unless authentication_channel is app/],
    [{ ...upi, upi: { flow: 'collect', vpa: 'asha' } }, /^upi\.vpa must be a UPI address/],
    [{ ...upi, upi: { flow: 'collect' } }, /^upi\.vpa is required/],
    [{ ...upi, upi: { flow: 'intent', vpa: 'asha.rao@okbank' } }, /^upi\.vpa is not a known field/],
    [{ ...upi, upi: { ...upi.upi, expiry_time: 0 } }, /^upi\.expiry_time must be at least 1/],
  ])('refuses %#', (payment, complaint) => {
    expect(complaints(paymentFormSchema, payment)).toEqual([expect.stringMatching(complaint)]);
  });
});
