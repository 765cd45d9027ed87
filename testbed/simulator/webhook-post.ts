import { request, type Dispatcher } from 'undici';
import { answerTimeoutMs, type DeliveryResult } from './webhook-ladder.js';

/** Posts one webhook with Razorpay's headers and says what came of it. */
export async function postWebhook(
  dispatcher: Dispatcher,
  url: string,
  webhook: { readonly id: string; readonly body: string; readonly signature: string },
): Promise<DeliveryResult> {
  const signal = AbortSignal.timeout(answerTimeoutMs);
  try {
    const answer = await request(url, {
      method: 'POST',
      dispatcher,
      signal,
      body: webhook.body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Razorpay-Webhook/v1',
        'accept-encoding': 'gzip',
        'x-razorpay-signature': webhook.signature,
        'x-razorpay-event-id': webhook.id,
        'request-id': webhook.id,
      },
    });
    await answer.body.dump();
    return { kind: 'answered', status: answer.statusCode };
  } catch {
    return signal.aborted ? { kind: 'timeout' } : { kind: 'dropped' };
  }
}
