import { webhookEvents, type ConnectionReport } from '../contracts/connection-check.js';
import type { Answer } from './answer.js';
import { ProviderFailure } from './failure.js';
import type { Providers } from './open-providers.js';

/** What is checked, with what a person has to enter at Razorpay. */
export interface CheckedConnection extends Pick<Providers, 'razorpay' | 'billing'> {
  readonly name: string;
  readonly environment: ConnectionReport['environment'];
  /** Where Razorpay reaches the receiver, without a slash at the end. */
  readonly publicUrl: string;
}

/** Tries key and token with the cheapest read of each; what fails is told, not thrown. */
export async function checkCredentials(
  { name, environment, publicUrl, razorpay, billing }: CheckedConnection,
  signal?: AbortSignal,
): Promise<ConnectionReport> {
  return {
    ...{ connection: name, environment },
    razorpay: await tried(() => razorpay.checkKey(signal)),
    togai: await tried(() => billing.checkToken(signal)),
    webhookUrl: `${publicUrl}/webhooks/razorpay/${name}`,
    webhookEvents,
  };
}

async function tried(
  read: () => Promise<Answer<unknown, { readonly status: number }>>,
): Promise<{ readonly ok: boolean; readonly detail: string }> {
  try {
    const answer = await read();
    if (answer.ok) return { ok: true, detail: 'credentials accepted' };
    return { ok: false, detail: `refused with status ${String(answer.refusal.status)}` };
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return { ok: false, detail: `${error.code}: ${error.message}` };
  }
}
