import { signalHint, type HintResult } from '../client/hints.js';
import type { Hint } from '../contracts/collection.js';
import type { ReceiverDeps } from './deps.js';
import { HintCoalescer } from './hint-coalescer.js';

/** Gives hints to workflows, at most one per gap for each workflow and witness. */
export interface HintSender {
  send(workflowId: string, hint: Hint): Promise<HintResult>;
  /** Sends what waits now. */
  flush(): void;
}

export function createHintSender({ client, clock, limits, metrics }: ReceiverDeps): HintSender {
  const coalescer = new HintCoalescer<{ workflowId: string; hint: Hint }, HintResult>(
    limits.hintGapMs,
    // Its own deadline: a sending that waited for its gap would inherit what is left of another request's.
    async (_, { workflowId, hint }) => {
      const result = await client.withDeadline(clock.now() + limits.temporalMs, () =>
        signalHint(client, workflowId, hint),
      );
      metrics.hints.inc({ evidence: hint.evidence, result });
      return result;
    },
    // The workflow may ignore an authorization that Razorpay will capture itself: it must not stand for the others.
    (older, newer) => (newer.hint.event === 'payment.authorized' ? older : newer),
  );
  return {
    send: (workflowId, hint) => coalescer.submit(`${workflowId} ${hint.evidence}`, { workflowId, hint }),
    flush: () => coalescer.flush(),
  };
}
