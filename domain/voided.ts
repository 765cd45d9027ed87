import type { Situation } from './situation.js';

/**
 * Togai has voided the invoice, knows of no money for it, and by policy such money goes back. Where payments are recorded, a
 * run that was started again cannot tell which: a person decides.
 */
export function isVoidForGood({ invoice, policy, ...known }: Situation): boolean {
  const togaiMayKnow =
    policy.writeBack === 'record_payment' ||
    known.writtenBack ||
    known.writeBackTried ||
    known.recordedPaymentIds.length > 0;
  return policy.voided === 'refund' && invoice.status === 'VOID' && !togaiMayKnow;
}
