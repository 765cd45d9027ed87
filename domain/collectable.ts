import type { BillingInvoice, InvoiceStatus } from '../contracts/billing.js';
import type { HeldReason } from '../contracts/held-reasons.js';
import type { Money } from '../contracts/money.js';
import type { Policy } from '../contracts/policy.js';
import { formatMoney, isBelowMinimum, subtract } from './money.js';

/** Whether an invoice may be collected, and if not, which of the three other things is to be done. */
export type Collectability =
  | { readonly kind: 'collect'; readonly target: Money }
  | { readonly kind: 'wait'; readonly reason: string }
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'hold'; readonly held: HeldReason; readonly detail: string };

const neverCollected: Readonly<Partial<Record<InvoiceStatus, string>>> = {
  DRAFT: 'invoice_draft',
  PAID: 'invoice_paid',
  VOID: 'invoice_void',
  MERGED: 'invoice_merged',
  UN_COLLECTIBLE: 'invoice_uncollectible',
  REFUND_INITIATED: 'invoice_refunded',
  REFUND_COMPLETED: 'invoice_refunded',
};

/**
 * Judges an invoice as Togai tells it (statuses and finalisation: Togai's invoice reference; minimum: Razorpay's orders).
 * @param recordedByUs subunits this collection itself has recorded as paid in Togai, which `paid` contains
 */
export function collectability(invoice: BillingInvoice, recordedByUs: number): Collectability {
  const never = neverCollected[invoice.status];
  if (never !== undefined) return { kind: 'nothing', reason: never };
  if (invoice.finalizing) return { kind: 'wait', reason: 'invoice_finalizing' };
  const { amounts } = invoice;
  if (amounts.kind === 'currency_unknown')
    return {
      kind: 'hold',
      held: 'currency_unknown',
      detail: 'No currency in the invoice, its owner or its revenue.',
    };
  if (amounts.kind === 'not_expressible')
    return { kind: 'hold', held: 'amount_not_expressible', detail: `${amounts.currency} ${amounts.text}` };
  const target = targetOf(amounts, recordedByUs);
  if (target.amount <= 0) return { kind: 'nothing', reason: 'nothing_due' };
  if (isBelowMinimum(target))
    return { kind: 'hold', held: 'amount_below_minimum', detail: `${formatMoney(target)} is due` };
  return { kind: 'collect', target };
}

/**
 * False for an invoice whose payments Togai could not be told of one by one: `POST /payments` takes an account, and which one
 * it wants for an invoice group's invoice is not documented. A person is asked before money is taken, not after.
 */
export function isRecordable(
  { ownerType }: Pick<BillingInvoice, 'ownerType'>,
  { writeBack }: Pick<Policy, 'writeBack'>,
): boolean {
  return writeBack !== 'record_payment' || ownerType !== 'invoice_group';
}

/**
 * `target = total − (paid − what we recorded ourselves)`: what this collection is to keep over all its orders. Never more
 * than the total: of a capture that was larger, Togai shows no more paid than was due.
 */
export function targetOf(
  amounts: { readonly total: Money; readonly paid: Money },
  recordedByUs: number,
): Money {
  const { total, paid } = amounts;
  const due = subtract(total, paid);
  return { ...due, amount: Math.min(due.amount + recordedByUs, total.amount) };
}

/** True while Togai would take money for the invoice. */
export function isOpenStatus(status: InvoiceStatus): boolean {
  return status === 'DUE' || status === 'PARTIALLY_PAID';
}
