import type { OfInvoice } from '../contracts/activities.js';
import type { Money } from '../contracts/money.js';
import { noteKeys } from '../contracts/names.js';
import type { Notes } from '../contracts/payment-request.js';
import { receiptFor } from '../contracts/receipt.js';
import { invoiceIdField } from '../contracts/schemas/fields.js';

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

/** The invoice an order or payment request was made for by us, with everything on it that only we put there. */
export function ownedInvoice(connection: string, found: Found): string | undefined {
  const invoiceId = namedInvoice(connection, found.notes);
  const round = roundOf(found);
  if (invoiceId === undefined || !Number.isSafeInteger(round)) return undefined;
  const receipt = receiptFor(connection, invoiceId, round);
  const why = whyForeign(found, { of: { connection, invoiceId }, round, receipt, amount: undefined });
  return why === undefined ? invoiceId : undefined;
}

/** The round that notes name; NaN when they name none. */
export function roundOf({ notes }: Pick<Found, 'notes'>): number {
  return Number(notes[noteKeys.round]);
}

/** The invoice that notes name, whoever wrote them. */
export function namedInvoice(connection: string, notes: Notes): string | undefined {
  if (notes[noteKeys.connection] !== connection) return undefined;
  return invoiceIdField.safeParse(notes[noteKeys.invoiceId]).data;
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
