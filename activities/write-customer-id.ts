import { cancellationSignal } from '@temporalio/activity';
import type { BillingSystem } from '../providers/billing-system.js';
import { ProviderFailure } from '../providers/failure.js';
import { billingValueOf } from './answers.js';
import { failure } from './to-application-failure.js';

/**
 * Togai: writes the setting and reads it back. Two syncs may write at once: the id that stands there in the end wins,
 * and a refused or lost write is settled by what stands there.
 */
export async function writeCustomerId(
  billing: BillingSystem,
  accountId: string,
  customerId: string,
): Promise<string> {
  let detail: string | undefined;
  try {
    const written = await billing.writeCustomerId(accountId, customerId);
    if (!written.ok) detail = `setting of ${accountId}: ${String(written.refusal.status)}`;
  } catch (error) {
    if (!(error instanceof ProviderFailure && error.mayHaveHappened)) throw error;
  }
  const answer = await billing.readCustomerId(accountId, cancellationSignal());
  const standing = billingValueOf(answer, `setting of ${accountId}`, 'ACCOUNT_NOT_FOUND');
  if (standing !== undefined) return standing;
  if (detail !== undefined) throw failure('PROVIDER_REFUSED', detail);
  throw failure('PROVIDER_UNAVAILABLE', `setting of ${accountId} does not stand there yet`);
}
