/** What one delivery of a webhook came to: an HTTP status, no answer within 5 s, or a connection that failed. */
export type DeliveryResult =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'dropped' };

/** After this long without a 2xx Razorpay gives up and disables the URL. */
export const giveUpAfterMs = 24 * 3600 * 1000;

/** Razorpay waits this long for an answer, in real time: the answering program's time is real, too. */
export const answerTimeoutMs = 5000;

/** The wait of the one quick retry, in milliseconds. */
export const quickGapMs = 230;

/** Gaps between deliveries as measured in test mode (August 2026, 796 deliveries, no jitter), in milliseconds. */
const gapsMs = [6, 13, 20, 42, 82, 162, 325, 643, 1283, 2563, 5127, 10241, 20481, 40964].map(
  (seconds) => seconds * 1000,
);

/**
 * The one quick retry: seen for HTTP 500 and for dropped connections, on payment and order events,
 * but not on `payment.failed`, refunds, other statuses or time-outs.
 */
export function retriesAtOnce(event: string, result: DeliveryResult): boolean {
  const quick = event !== 'payment.failed' && (event.startsWith('payment.') || event.startsWith('order.'));
  return quick && (result.kind === 'dropped' || (result.kind === 'answered' && result.status === 500));
}

/** Any 2xx is a success; everything else, also a 400, is tried again. */
export function isDelivered(result: DeliveryResult): boolean {
  return result.kind === 'answered' && result.status >= 200 && result.status < 300;
}

/** The wait before the next delivery. `step` counts the gaps of the ladder already used; undefined past its end. */
export function gapAfter(step: number): number | undefined {
  return gapsMs[step];
}
