import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkConnectionWorkflowId,
  connectionNamePattern,
  customerSyncWorkflowId,
  invoicePaymentWorkflowId,
  razorpayIdPatterns,
} from '../../contracts/ids.js';
import { isOwnNoteKey, noteKeys } from '../../contracts/names.js';
import { receiptFor } from '../../contracts/receipt.js';

test('workflow ids name the business object and its connection', () => {
  expect(invoicePaymentWorkflowId('acme', 'INV/1')).toBe('invoice-payment/acme/INV/1');
  expect(customerSyncWorkflowId('acme', 'a1')).toBe('customer-sync/acme/a1');
  expect(checkConnectionWorkflowId('acme')).toBe('check-connection/acme');
});

test('two invoices never share a workflow, since no connection’s name holds a slash', () => {
  const names = fc.stringMatching(connectionNamePattern);
  fc.assert(
    fc.property(names, fc.string(), names, fc.string(), (a, x, b, y) => {
      const same = invoicePaymentWorkflowId(a, x) === invoicePaymentWorkflowId(b, y);
      expect(same).toBe(a === b && x === y);
    }),
  );
});

test.each(['acme', '0', 'a'.repeat(39)])('%s is a connection’s name', (name) => {
  expect(connectionNamePattern.test(name)).toBe(true);
});

test.each(['', 'Acme', '-a', 'a/b', 'a b', 'a'.repeat(40), 'acme\n'])('%j is none', (name) => {
  expect(connectionNamePattern.test(name)).toBe(false);
});

test('Razorpay’s ids have a prefix and 14 alphanumerics', () => {
  expect(razorpayIdPatterns.customer.test('cust_Aa00000000001Z')).toBe(true);
  expect(razorpayIdPatterns.customer.test('cust_Aa00000000001')).toBe(false);
  expect(razorpayIdPatterns.order.test('xorder_Aa00000000001Z')).toBe(false);
  expect(razorpayIdPatterns.payment.test('pay_Aa0000000000-Z')).toBe(false);
  expect(razorpayIdPatterns.invoice.test('inv_Aa00000000001Z')).toBe(true);
});

test('a receipt is the same for good: a restarted run finds its orders by it', () => {
  expect(receiptFor('acme', 'INV-1', 1)).toBe('po_0b4b43359dcdda9431caa1c7c9712017');
});

test('a receipt fits Razorpay’s 40 characters and differs by connection, invoice and round', () => {
  const parts = fc.tuple(fc.string(), fc.string(), fc.integer({ min: 1, max: 50 }));
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      expect(receiptFor(...one)).toMatch(/^po_[0-9a-f]{32}$/);
      const same = JSON.stringify(one) === JSON.stringify(other);
      expect(receiptFor(...one) === receiptFor(...other)).toBe(same);
    }),
  );
  expect(receiptFor('a', 'bc', 1)).not.toBe(receiptFor('ab', 'c', 1));
});

test('all our note keys are refused from callers, and leave them room', () => {
  expect(Object.values(noteKeys).filter((key) => !isOwnNoteKey(key))).toEqual([]);
  expect(new Set(Object.values(noteKeys)).size).toBe(Object.keys(noteKeys).length);
  expect(Object.keys(noteKeys).length).toBeLessThan(15);
  expect(isOwnNoteKey('purpose')).toBe(false);
});
