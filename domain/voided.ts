import type { BillingInvoice } from '../contracts/billing.js';
import type { Situation } from './situation.js';

/** Togai has voided the invoice, knows of no money for it, and by policy such money goes back. */
export function isVoidForGood({ invoice, policy, ...known }: Situation): boolean {
  const togaiMayKnow =
    known.writtenBack ||
    known.writeBackTried ||
    known.recordedPaymentIds.length > 0 ||
    (known.markedPaymentIds ?? []).length > 0 ||
    (policy.writeBack === 'record_payment' && !showsNothing(invoice));
  return policy.voided === 'refund' && invoice.status === 'VOID' && !togaiMayKnow;
}

/** Togai knows of no money: a payment that is recorded is paid, whoever recorded it. */
export function showsNothing({ amounts }: BillingInvoice): boolean {
  return amounts.kind === 'exact' && amounts.paid.amount === 0;
}
