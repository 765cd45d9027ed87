import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toMajor, toMinor } from '../../../testbed/simulator/togai/money.js';
import { addAccount, addInvoice, paymentBody, startWorld, type World } from './support.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  for (const currency of ['INR', 'JPY', 'KWD']) await addAccount(world, currency, `ACC-${currency}`);
});
afterAll(() => world.simulator.close());

test.each([
  ['INR', '0.1', '0.2', '"totalAmount":0.3,"paidAmount":0.2,'],
  ['INR', '1.005', '1', '"totalAmount":1.2,"paidAmount":1,'],
  ['INR', '90071992547409.71', '0.01', '"totalAmount":90071992547409.91,"paidAmount":0.01,'],
  ['JPY', '1999.9', '1000', '"totalAmount":1999,"paidAmount":1000,'],
  ['KWD', '1.0019', '0.002', '"totalAmount":1.201,"paidAmount":0.002,'],
])('%s %s and 0.2 on top, %s paid: exact', async (currency, value, paid, expected) => {
  const account = `ACC-${currency}`;
  const id = await addInvoice(world, `${value}},{"description":"Tax","value":0.2`, {}, account);
  await world.call('POST', '/payments', paymentBody(id, paid, currency, account));
  expect((await world.call('GET', `/invoices/${id}`)).text).toContain(expected);
});

test('minor units to JSON text and back lose nothing', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom('INR', 'JPY', 'KWD'), (minor, currency) => {
      const text = toMajor(minor, currency).value;
      expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
      expect(toMinor(text, currency)).toBe(minor);
    }),
  );
});

test('exponents are read, absurd numbers are refused', () => {
  expect(toMinor('1.5e3', 'INR')).toBe(150_000);
  expect(toMinor('25E-2', 'INR')).toBe(25);
  for (const text of ['1e999999', '99999999999999999', `0.${'1'.repeat(40)}`])
    expect(() => toMinor(text, 'INR')).toThrow(/amount/);
});
