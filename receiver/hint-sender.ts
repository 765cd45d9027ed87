import { signalHint, type HintResult } from '../client/hints.js';
import type { Hint } from '../contracts/collection.js';
import type { ReceiverDeps } from './deps.js';
import { HintCoalescer } from './hint-coalescer.js';

/** Gives hints to workflows, at most one per gap for each workflow, witness, order and dispute. */
export interface HintSender {
  send(workflowId: string, hint: Hint): Promise<HintResult>;
  /** Sends what waits now. */
  flush(): void;
}

interface Sending {
  readonly workflowId: string;
  readonly hint: Hint;
}

export function createHintSender({ client, clock, limits, metrics }: ReceiverDeps): HintSender {
  const coalescer = new HintCoalescer<Sending, HintResult>(
    limits.hintGapMs,
    // Its own deadline: a sending that waited for its gap would inherit what is left of another request's.
    async (_, { workflowId, hint }) => {
      const result = await client.withDeadline(clock.now() + limits.temporalMs, () =>
        signalHint(client, workflowId, hint),
      );
      metrics.hints.inc({ evidence: hint.evidence, result });
      return result;
    },
    merge,
  );
  return {
    // An order that the collection does not know makes it search, and a dispute is known by its id alone: their news must not
    // be merged with those of another.
    send: (workflowId, hint) =>
      coalescer.submit(`${workflowId} ${hint.evidence} ${hint.orderId ?? ''} ${hint.disputeId ?? ''}`, {
        workflowId,
        hint,
      }),
    flush: () => coalescer.flush(),
  };
}

/**
 * One hint for two. The workflow ignores an authorization that Razorpay will capture itself, and news of a payment whose
 * capture it has seen: neither must stand for the other hint.
 */
function merge(older: Sending, newer: Sending): Sending {
  const kept = newer.hint.event === 'payment.authorized' ? older : newer;
  if (older.hint.paymentId === newer.hint.paymentId) return kept;
  const { evidence, event, eventId, orderId, disputeId } = kept.hint;
  return {
    ...kept,
    hint: {
      ...{ evidence, event },
      ...(eventId === undefined ? {} : { eventId }),
      ...(orderId === undefined ? {} : { orderId }),
      ...(disputeId === undefined ? {} : { disputeId }),
    },
  };
}
