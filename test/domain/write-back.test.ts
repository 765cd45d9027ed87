import { describe, expect, test } from 'vitest';
import type { InvoiceStatus } from '../../contracts/billing.js';
import { defaultPolicy } from '../../contracts/policy.js';
import { decide } from '../../domain/decide.js';
import { attemptOf, factsOf, inr, invoiceOf, minutes, paymentOf, situationOf } from './situations.js';

const now = minutes(1);
const recording = { ...defaultPolicy, writeBack: 'record_payment' } as const;
const first = paymentOf('pay-1', { amount: 400 });
const second = paymentOf('pay-2', { amount: 600, after: 5_000 });

describe('a connection that marks invoices paid', () => {
  test.each(['DUE', 'PARTIALLY_PAID'] as const)('does so when money covers a %s invoice', (status) => {
    const situation = situationOf({ invoice: invoiceOf(status), facts: factsOf(paymentOf('pay-1')) });
    expect(decide(situation, now)).toEqual({ kind: 'mark_paid', reason: 'captured_in_full' });
  });

  test('takes a PAID invoice for its own work only when a write-back of ours may have got there', () => {
    const situation = situationOf({ invoice: invoiceOf('PAID'), facts: factsOf(paymentOf('pay-1')) });
    expect(decide(situation, now)).toMatchObject({ kind: 'hold', held: 'paid_elsewhere' });
    expect(decide({ ...situation, writeBackTried: true }, now).kind).toBe('mark_paid');
  });

  test('reads what Togai says before it makes a mark again that Togai did not show', () => {
    const unshown = { ...situationOf({ facts: factsOf(paymentOf('pay-1')) }), unshownMarks: 1 };
    expect(decide(unshown, now)).toEqual({ kind: 'read_invoice', reason: 'before_another_mark' });
    expect(decide({ ...unshown, invoiceIsFresh: true }, now).kind).toBe('mark_paid');
  });

  test('counts captures of all its orders together', () => {
    const facts = factsOf(first, { ...second, orderId: 'order-2' });
    expect(decide(situationOf({ facts }), now).kind).toBe('mark_paid');
  });

  test('does not count what went back', () => {
    const facts = factsOf(paymentOf('pay-1', { refunded: 1 }));
    expect(decide(situationOf({ facts }), now)).toEqual({
      kind: 'hold',
      held: 'partial_needs_record_payment',
      detail: '999 of 1000 subunits are captured',
    });
  });

  test('does not count what is only authorized', () => {
    const facts = factsOf(paymentOf('pay-1', { status: 'authorized' }));
    expect(decide(situationOf({ facts }), now).kind).toBe('wait');
  });

  test('does nothing for a capture that went back entirely', () => {
    const facts = factsOf(paymentOf('pay-1', { status: 'refunded', refunded: 1000 }));
    expect(decide(situationOf({ facts }), now)).toMatchObject({ kind: 'wait', state: 'awaiting_attempt' });
  });

  test('marks once', () => {
    const situation = situationOf({ facts: factsOf(paymentOf('pay-1')), writtenBack: true });
    expect(decide(situation, now)).toEqual({
      kind: 'finish',
      outcome: 'paid',
      reason: 'captured_in_full',
    });
  });
});

describe('a connection that records payments', () => {
  test('records captures oldest first, whatever the order Razorpay lists them in', () => {
    const situation = situationOf({ policy: recording, facts: factsOf(second, first) });
    expect(decide(situation, now)).toEqual({
      kind: 'record_payment',
      payment: first,
      reason: 'captured_and_not_recorded',
    });
  });

  test('orders captures of one second by their id', () => {
    const twin = paymentOf('pay-0', { amount: 600 });
    const situation = situationOf({ policy: recording, facts: factsOf(first, twin) });
    expect(decide(situation, now)).toMatchObject({ kind: 'record_payment', payment: twin });
  });

  test('settles a record that may be on its way before it sends another', () => {
    const situation = situationOf({ policy: recording, facts: factsOf(first, second) });
    const unsure = { ...situation, unverifiedRecords: ['pay-2'] };
    expect(decide(unsure, now)).toMatchObject({ kind: 'record_payment', payment: second });
  });

  test('records each once', () => {
    const recordedPaymentIds = ['pay-1'];
    const situation = situationOf({ policy: recording, facts: factsOf(first, second), recordedPaymentIds });
    expect(decide(situation, now)).toMatchObject({ kind: 'record_payment', payment: second });
  });

  test('never marks the whole invoice paid', () => {
    const situation = situationOf({ policy: recording, facts: factsOf(paymentOf('pay-1')) });
    expect(decide(situation, now).kind).toBe('record_payment');
  });

  test('waits for the rest when a part is recorded', () => {
    const recordedPaymentIds = ['pay-1'];
    const situation = situationOf({ policy: recording, facts: factsOf(first), recordedPaymentIds });
    expect(decide(situation, now)).toMatchObject({ kind: 'wait', state: 'collecting_rest' });
  });

  test('does not record a capture that went back', () => {
    const facts = factsOf(paymentOf('pay-0', { status: 'refunded', refunded: 1000 }), first);
    expect(decide(situationOf({ policy: recording, facts }), now)).toMatchObject({ payment: first });
  });

  test('asks a person when everything is recorded and Togai does not say PAID', () => {
    const recordedPaymentIds = ['pay-1', 'pay-2'];
    const situation = situationOf({ policy: recording, facts: factsOf(first, second), recordedPaymentIds });
    expect(decide(situation, now)).toEqual({
      kind: 'hold',
      held: 'write_back_unverified',
      detail: 'Every capture is recorded, but Togai says DUE',
    });
  });

  test.each([
    ['Togai’s status is behind', 'DUE', 400],
    ['the amount was lowered to it', 'PARTIALLY_PAID', 400],
    ['the amount was lowered below it', 'PARTIALLY_PAID', 300],
    ['the paid amount is behind, too', 'DUE', 0],
  ] as const)('records nothing more when all is recorded: %s', (_, status, amount) => {
    const invoice = amount === 0 ? invoiceOf(status, 400, 0) : invoiceOf(status, amount, 400);
    const behind = situationOf({
      ...{ policy: recording, facts: factsOf(first, second), target: inr(amount || 400) },
      ...{ invoice, recordedByUs: 400, recordedPaymentIds: ['pay-1'] },
    });
    expect(decide(behind, now)).toEqual({ kind: 'read_invoice', reason: 'before_a_refund' });
    const fresh = { ...behind, invoiceIsFresh: true };
    expect(decide(fresh, now)).toEqual({ kind: 'refund', payment: second, amount: 600, reason: 'surplus' });
    const returned = factsOf(first, { ...second, status: 'refunded', refunded: 600 });
    expect(decide({ ...fresh, facts: returned }, now)).toMatchObject({ held: 'write_back_unverified' });
    const asked = { ...fresh, policy: { ...recording, surplus: 'hold' as const } };
    expect(decide(asked, now)).toMatchObject({ kind: 'hold', held: 'surplus' });
  });

  test('asks a person when the money that Togai shows instead is not ours', () => {
    const situation = situationOf({
      ...{ policy: recording, facts: factsOf(first), target: inr(0), invoiceIsFresh: true },
      invoice: invoiceOf('DUE', 1000, 1000),
      attempts: [attemptOf({ paymentId: 'pay-1' })],
    });
    expect(decide(situation, now)).toMatchObject({ kind: 'hold', held: 'invoice_changed' });
  });

  test('looks for what an earlier run may have recorded before it calls anything surplus', () => {
    const situation = situationOf({
      ...{ policy: recording, facts: factsOf(first, second), target: inr(400), writtenBack: true },
      ...{ invoice: invoiceOf('PAID', 1000, 1000), recordedByUs: 400, recordedPaymentIds: ['pay-1'] },
    });
    expect(decide(situation, now)).toEqual({
      ...{ kind: 'record_payment', payment: second, reason: 'an_earlier_run_may_have_recorded_it' },
    });
    expect(decide({ ...situation, missingRecords: ['pay-2'] }, now)).toMatchObject({
      ...{ kind: 'refund', payment: second, amount: 600 },
    });
    // A credit, beside a payment that this run has begun itself.
    const attempts = [attemptOf({ paymentId: 'pay-2' })];
    expect(decide({ ...situation, attempts }, now)).toMatchObject({ kind: 'refund', payment: second });
  });

  test('asks a person about money for an invoice that somebody else settled', () => {
    const situation = situationOf({
      policy: recording,
      invoice: invoiceOf('PAID'),
      facts: factsOf(paymentOf('pay-1')),
    });
    expect(decide(situation, now)).toMatchObject({ kind: 'hold', held: 'paid_elsewhere' });
  });
});

const gone: readonly InvoiceStatus[] = [
  'DRAFT',
  'VOID',
  'UN_COLLECTIBLE',
  'REFUND_INITIATED',
  'REFUND_COMPLETED',
  'MERGED',
];

test.each(
  gone.flatMap((status) => [
    { status, policy: defaultPolicy },
    { status, policy: recording },
  ]),
)('captured money for an invoice that is $status is a person’s case ($policy.writeBack)', (given) => {
  const { status, policy } = given;
  const situation = situationOf({ policy, invoice: invoiceOf(status), facts: factsOf(paymentOf('pay-1')) });
  expect(decide(situation, now)).toEqual({
    kind: 'hold',
    held: 'invoice_changed',
    detail: `1000 of 1000 subunits are captured and Togai says ${status}`,
  });
});
