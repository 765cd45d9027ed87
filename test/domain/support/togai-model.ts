import type { BillingInvoice } from '../../../contracts/billing.js';
import { invoiceOf } from '../situations.js';
import type { History } from './history.js';

/** A small Togai: one invoice, which others may change while it is not paid. */
export class TogaiModel {
  readonly recorded = new Map<string, number>();
  private readonly lost = new Set<string>();
  markedPaid = 0;
  private paidAt: number | undefined;

  constructor(private readonly history: History) {}

  /** @param minute after the opening */
  invoice(minute: number): BillingInvoice {
    const recorded = this.recordedSum();
    const total = this.totalAt(this.paidAt ?? minute);
    if (this.paidAt !== undefined) return invoiceOf('PAID', total, recorded);
    const { change } = this.history;
    if (change?.status !== undefined && minute >= change.at) return invoiceOf(change.status, total, recorded);
    if (recorded >= total) return invoiceOf('PAID', total, recorded);
    return invoiceOf(recorded > 0 ? 'PARTIALLY_PAID' : 'DUE', total, recorded);
  }

  /** Reads before it writes, as our activity does. */
  markPaid(expected: BillingInvoice, minute: number): 'marked' | 'was_paid' | 'changed' {
    const now = this.invoice(minute);
    if (now.status === 'PAID') return 'was_paid';
    if (now.status !== 'DUE' || !isSameAmount(now, expected)) return 'changed';
    this.paidAt = minute;
    this.markedPaid += 1;
    return 'marked';
  }

  /**
   * Finds what it recorded before, and never sends again what was lost; otherwise as strict as `markPaid`.
   * @returns how much of the capture is recorded: no more than was due
   */
  record(
    paymentId: string,
    amount: number,
    expected: BillingInvoice,
    minute: number,
  ): number | 'changed' | 'unverified' {
    const before = this.recorded.get(paymentId);
    if (before !== undefined) return before;
    if (this.lost.has(paymentId)) return 'unverified';
    const now = this.invoice(minute);
    if (now.status !== 'DUE' && now.status !== 'PARTIALLY_PAID') return 'changed';
    if (!isSameAmount(now, expected)) return 'changed';
    const due = Math.min(amount, this.totalAt(minute) - this.recordedSum());
    if (due <= 0) return 'changed';
    if (this.lost.size < this.history.lostRecords) {
      this.lost.add(paymentId);
      return 'unverified';
    }
    this.recorded.set(paymentId, due);
    if (this.recordedSum() >= this.totalAt(minute)) this.paidAt = minute;
    return due;
  }

  private recordedSum(): number {
    return [...this.recorded.values()].reduce((sum, amount) => sum + amount, 0);
  }

  private totalAt(minute: number): number {
    const { change, total } = this.history;
    return change?.total !== undefined && minute >= change.at ? change.total : total;
  }
}

function isSameAmount({ amounts: a }: BillingInvoice, { amounts: b }: BillingInvoice): boolean {
  if (a.kind !== 'exact' || b.kind !== 'exact') return false;
  return a.total.amount === b.total.amount && a.paid.amount === b.paid.amount;
}
