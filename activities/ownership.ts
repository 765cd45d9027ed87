import type { OfInvoice } from '../contracts/activities.js';
import type { Money } from '../contracts/money.js';
import { noteKeys } from '../contracts/names.js';
import type { Notes } from '../contracts/payment-request.js';

/** The notes that say whose an order or a payment request is. */
export function ownNotes(of: OfInvoice, round: number): Notes {
  return {
    [noteKeys.connection]: of.connection,
    [noteKeys.invoiceId]: of.invoiceId,
    [noteKeys.round]: String(round),
  };
}

/** What an object found by our receipt must say to be adopted. */
export interface Expected {
  readonly of: OfInvoice;
  readonly round: number;
  readonly receipt: string;
  /** Undefined when a restarted run does not know the round's amount. */
  readonly amount: Money | undefined;
}

interface Found {
  readonly receipt: string | undefined;
  readonly amount?: number | null | undefined;
  readonly currency: string | undefined;
  readonly notes: Notes;
}

/** Why an object is not ours, or undefined when receipt, amount, currency and our notes all agree. */
export function whyForeign(found: Found, { of, round, receipt, amount }: Expected): string | undefined {
  const differing = Object.entries(ownNotes(of, round)).find(([key, value]) => found.notes[key] !== value);
  if (differing !== undefined) return `its notes do not carry ${differing[0]} of this invoice`;
  if (found.receipt !== receipt) return 'its receipt is not the one of this round';
  if (amount !== undefined && (found.amount !== amount.amount || found.currency !== amount.currency)) {
    return `it is for ${String(found.amount)} ${String(found.currency)} (subunits), not ${String(amount.amount)} ${amount.currency}`;
  }
  return undefined;
}
