import type { KeptOutcome } from '../contracts/collection.js';
import { keptOutcomeSchema } from '../contracts/schemas/kept-outcome.js';
import type { BillingAnswer, BillingSystem } from '../providers/billing-system.js';

/** Togai: what we left with the invoice, as it stands there. A text that is none of ours counts as nothing. */
export async function readNote(
  billing: BillingSystem,
  invoiceId: string,
  signal: AbortSignal,
): Promise<BillingAnswer<KeptOutcome | undefined>> {
  const answer = await billing.readOutcome(invoiceId, signal);
  return answer.ok ? { ok: true, value: parse(answer.value) } : answer;
}

function parse(value: string | undefined): KeptOutcome | undefined {
  if (value === undefined) return undefined;
  try {
    return keptOutcomeSchema.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}

/** Togai: leaves it there, in place of what was left before. */
export function writeNote(
  billing: BillingSystem,
  invoiceId: string,
  note: KeptOutcome,
): Promise<BillingAnswer<void>> {
  return billing.writeOutcome(invoiceId, JSON.stringify(note));
}
