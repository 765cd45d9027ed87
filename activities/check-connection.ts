import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { webhookEvents } from '../contracts/connection-check.js';
import type { Answer } from '../providers/answer.js';
import { ProviderFailure } from '../providers/failure.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';

/** Tries key and token with the cheapest read of each; what fails is told, not thrown. */
export function checkConnection(dependencies: ActivityDependencies): Activities['checkConnection'] {
  return async ({ connection }) => {
    const { environment, razorpay, billing, publicUrl } = connectionOf(dependencies, connection);
    const signal = cancellationSignal();
    return {
      connection,
      environment,
      razorpay: await tried(() => razorpay.checkKey(signal)),
      togai: await tried(() => billing.checkToken(signal)),
      webhookUrl: `${publicUrl}/webhooks/razorpay/${connection}`,
      webhookEvents,
    };
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
