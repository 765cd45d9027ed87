import type { BillingInvoice, InvoiceStatus } from '../../contracts/billing.js';
import type { PaymentFact, RazorpayFacts } from '../../contracts/facts.js';
import { MINUTE, SECOND } from '../../domain/clock.js';
import { kept } from '../../domain/sums.js';
import { factsOf, invoiceOf, opened, paymentOf } from './situations.js';

/** What a payment will do by itself. Times in minutes after the opening. */
export interface PaymentPlan {
  readonly paymentId: string;
  readonly amount: number;
  /** When it is created; before the opening if negative. */
  readonly createdAt: number;
  /** Fails at this time; may still be authorized later. */
  readonly failsAt: number | undefined;
  readonly authorizedAt: number | undefined;
}

export interface WorldPlan {
  readonly target: number;
  readonly capture: 'automatic' | 'manual';
  readonly payments: readonly PaymentPlan[];
  /** Somebody changes the invoice in Togai. */
  readonly togaiSays: { readonly at: number; readonly status: InvoiceStatus } | undefined;
}

const automaticExpiry = 12;
const manualExpiry = 7200;

/** A toy Razorpay and a toy Togai: they do what was planned, and what a collection asks of them, once each. */
export class ToyWorld {
  /** Subunits captured by request, by payment. */
  readonly captured = new Map<string, number>();
  /** Subunits sent back, by payment and cause: Razorpay's idempotency key. */
  readonly refunds = new Map<string, number>();
  readonly recorded = new Map<string, number>();
  markedPaid = 0;
  private paidByUs = false;

  constructor(private readonly plan: WorldPlan) {}

  facts(now: number): RazorpayFacts {
    return factsOf(...this.plan.payments.flatMap((plan) => this.payment(plan, now) ?? []));
  }

  invoice(now: number): BillingInvoice {
    const { target, togaiSays } = this.plan;
    const recorded = [...this.recorded.values()].reduce((sum, amount) => sum + amount, 0);
    if (this.paidByUs || recorded >= target) return invoiceOf('PAID', target, recorded);
    if (togaiSays && now >= opened + togaiSays.at * MINUTE) return invoiceOf(togaiSays.status, target);
    return invoiceOf(recorded > 0 ? 'PARTIALLY_PAID' : 'DUE', target, recorded);
  }

  kept(now: number): number {
    return kept(this.facts(now));
  }

  /** Everything that was ever captured, whatever went back. */
  capturedSum(now: number): number {
    const captured = this.facts(now).orders.flatMap(({ payments }) =>
      payments.filter(({ paymentId, status }) => status === 'captured' || this.isSentBack(paymentId)),
    );
    return captured.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Like Razorpay's: only an authorized payment is captured. */
  capture(paymentId: string, now: number): void {
    const payment = this.find(paymentId, now);
    if (payment?.status === 'authorized') this.captured.set(paymentId, payment.amount);
  }

  /** Like Razorpay's: the same key is the same refund. */
  refund(paymentId: string, cause: string, amount: number): void {
    const key = `${paymentId} ${cause}`;
    if (!this.refunds.has(key)) this.refunds.set(key, amount);
  }

  /** As our activity does it. @returns false when the invoice is not open any more */
  markPaid(now: number): boolean {
    const { status } = this.invoice(now);
    if (status === 'PAID') return true;
    if (status !== 'DUE') return false;
    this.paidByUs = true;
    this.markedPaid += 1;
    return true;
  }

  record(paymentId: string, amount: number, now: number): boolean {
    if (this.recorded.has(paymentId)) return true;
    const { status } = this.invoice(now);
    if (status !== 'DUE' && status !== 'PARTIALLY_PAID') return false;
    this.recorded.set(paymentId, amount);
    return true;
  }

  find(paymentId: string, now: number): PaymentFact | undefined {
    const plan = this.plan.payments.find((known) => known.paymentId === paymentId);
    return plan && this.payment(plan, now);
  }

  private isSentBack(paymentId: string): boolean {
    return this.sentBack(paymentId) > 0;
  }

  private sentBack(paymentId: string): number {
    const own = [...this.refunds].filter(([key]) => key.startsWith(`${paymentId} `));
    return own.reduce((sum, [, amount]) => sum + amount, 0);
  }

  private payment(plan: PaymentPlan, now: number): PaymentFact | undefined {
    const { paymentId, amount, createdAt } = plan;
    const minute = (now - opened) / MINUTE;
    if (minute < createdAt) return undefined;
    const status = this.statusOf(plan, minute);
    const sentBack = status === 'refunded' ? amount : this.sentBack(paymentId);
    return paymentOf(paymentId, {
      amount,
      createdAt: opened / SECOND + createdAt * 60,
      refunded: sentBack,
      status: sentBack === amount ? 'refunded' : status,
    });
  }

  private statusOf(plan: PaymentPlan, minute: number): PaymentFact['status'] {
    const { paymentId, createdAt, failsAt, authorizedAt } = plan;
    if (this.captured.has(paymentId)) return 'captured';
    if (authorizedAt !== undefined && minute >= authorizedAt) {
      if (this.plan.capture === 'automatic' && authorizedAt < createdAt + automaticExpiry)
        return minute < authorizedAt + 1 ? 'authorized' : 'captured';
      return minute < createdAt + manualExpiry ? 'authorized' : 'refunded';
    }
    return failsAt !== undefined && minute >= failsAt ? 'failed' : 'created';
  }
}
