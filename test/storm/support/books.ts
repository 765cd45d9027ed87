import { auditInvoice, type Agreed, type End } from '../../../testbed/storm/audit.js';
import type { InvoiceBooks, PaymentBook, RecordBook, RefundBook } from '../../../testbed/storm/books.js';
import type { LedgerEntry } from '../../../testbed/simulator/togai/entities.js';

export const TARGET = 50_000;

/** A name, books, and how the collection ended. */
export type Case = [string, InvoiceBooks, End];

export function payment(change: Partial<PaymentBook> = {}): PaymentBook {
  return {
    id: 'pay_1',
    orderId: 'order_1',
    attemptId: 'first',
    amount: TARGET,
    status: 'captured',
    ...{ authorizedAt: 900, capturedAt: 1_000 },
    ...change,
  };
}

/** Of a surplus, unless told otherwise. */
export function refund(change: Partial<RefundBook> = {}): RefundBook {
  const common = { id: 'rfnd_1', paymentId: 'pay_2', amount: TARGET, at: 3_000, cause: 'pay_2: asked for' };
  return { ...common, ours: true, failed: false, merchantRefundId: undefined, ...change };
}

/** What the merchant wanted back of the first payment. */
export function wanted(change: Partial<RefundBook> = {}): RefundBook {
  return refund({ id: 'rfnd_m', paymentId: 'pay_1', merchantRefundId: 'goodwill', ...change });
}

export function mark(change: Partial<LedgerEntry> = {}): LedgerEntry {
  return { kind: 'status', at: 2_000, invoiceId: 'inv', from: 'DUE', to: 'PAID', by: 'api', ...change };
}

export function record(change: Partial<RecordBook> = {}): RecordBook {
  return { paymentId: 'pay_1', amount: TARGET, at: 2_000, from: 'DUE', ...change };
}

/** An invoice that was paid once and marked, unless told otherwise. */
export function books(change: Partial<InvoiceBooks> = {}): InvoiceBooks {
  return {
    ...{ invoiceId: 'inv', accountId: 'acc', togaiStatus: 'PAID', togai: [mark()], records: [] },
    ...{ billed: [{ at: 0, amount: TARGET }], voidedAt: undefined, paidByHandAt: undefined },
    ...{ payments: [payment()], orders: [], pages: [], refunds: [], razorpay: [] },
    ...change,
  };
}

export const unpaid = { togaiStatus: 'DUE', togai: [], payments: [] } as const;

const nothingElse = {
  ...{ refundIds: [], wasReset: false, cancelledAt: undefined },
  ...{ enoughMs: 500, onItsWayMs: 100, away: () => [] },
};
export const marking: Agreed = { writeBack: 'mark_paid', ...nothingElse };
export const recording: Agreed = { writeBack: 'record_payment', ...nothingElse };

/** The checks that found something. */
export function checks(
  of: InvoiceBooks,
  end: End = { kind: 'ended', outcome: 'paid' },
  agreed: Agreed = marking,
): string[] {
  return auditInvoice(of, end, agreed).map(({ check }) => check);
}
