import {
  condition,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { heldReasons, type HeldReason } from '../contracts/held-reasons.js';
import { acceptStraySignal, dismissStraySignal } from '../contracts/messages.js';
import { searchAttributeKeys as keys } from '../contracts/search-attributes.js';
import type { StrayOwner, StrayPaymentInput, StrayPaymentResult } from '../contracts/stray-payment.js';
import { businessNow, DAY, realDelay } from '../domain/clock.js';
import { activitiesOf, type ConnectionActivities } from './activity-options.js';
import { isObject, reasonOf } from './by-hand.js';
import { heldFor, textOf } from './collection/failures.js';
import { heldSince } from './held-since.js';
import { ownerOf } from './owner-of.js';

/** A payment that nobody claims in this time is not ours to keep open for. */
const PATIENCE = 30 * DAY;

/** What a person decided. */
type Word =
  | { readonly kind: 'accept'; readonly invoiceId: string | undefined }
  | { readonly kind: 'dismiss'; readonly reason: string };

/**
 * Money that no running collection knows, or a dispute or failed refund of it: finds out whose it is, and gives it to that
 * invoice's own workflow, where all money of an invoice meets. It moves none itself. What only a payment's notes claim waits
 * for a person.
 */
export async function strayPayment(input: StrayPaymentInput): Promise<StrayPaymentResult> {
  const { connection, paymentId, disputeId, refundId } = input;
  const activities = activitiesOf(connection);
  const time = input.time ?? { startMs: Date.now(), timeScale: 1 };
  const now = (): number => businessNow(time, Date.now());
  const end = now() + PATIENCE;
  const words: Word[] = [];
  setHandler(acceptStraySignal, (given: unknown) => void words.push(toAcceptance(given)), {
    description: 'Gives the payment to an invoice: the one its notes suggest, or the one named',
  });
  setHandler(dismissStraySignal, (given: unknown) => void words.push(toDismissal(given)), {
    description: 'The payment is none of ours',
  });

  const handOver = async (
    invoiceId: string,
    orderId: string | undefined,
    accepted: boolean,
    why?: string,
  ): Promise<StrayPaymentResult> => {
    await activities.razorpay.handOver.executeWithOptions(
      { summary: `${paymentId} belongs to ${invoiceId}` },
      [
        {
          ...{ connection, invoiceId, paymentId, orderId, accepted, time: input.time, now: now() },
          ...(disputeId !== undefined && { disputeId }),
          ...(refundId !== undefined && { refundId }),
          taskQueue: workflowInfo().taskQueue,
        },
      ],
    );
    const reason = accepted ? 'accepted_by_a_person' : (why ?? 'order_of_ours');
    return finish({ outcome: 'handed_over', reason, invoiceId });
  };

  for (;;) {
    const found = await find(activities, input);
    if (found.kind === 'seen') return handOver(found.invoiceId, undefined, false, 'seen_by_its_collection');
    if (found.kind === 'ours') return handOver(found.invoiceId, found.payment.orderId, false);
    if (found.kind === 'not_ours')
      return finish({ outcome: 'not_ours', reason: found.why, invoiceId: undefined });
    show(found, now());
    // What a provider refused is asked again every day; a person is waited for without asking.
    const until = found.kind === 'suggested' ? end : Math.min(end, now() + DAY);
    await condition(() => words.length > 0, realDelay(time, Date.now(), until), {
      summary: `held: ${found.kind === 'suggested' ? 'stray_payment' : found.reason}`,
    });
    const word = words.shift();
    if (word?.kind === 'dismiss')
      return finish({ outcome: 'dismissed', reason: word.reason, invoiceId: undefined });
    const suggested = found.kind === 'suggested' ? found : undefined;
    const invoiceId = word?.invoiceId ?? suggested?.invoiceId;
    if (word && invoiceId !== undefined) return handOver(invoiceId, suggested?.payment.orderId, true);
    if (now() >= end)
      return finish({ outcome: 'unanswered', reason: 'nobody_decided_in_30_days', invoiceId: undefined });
  }
}

type Found =
  | StrayOwner
  /** A collection has seen the payment that is disputed, or whose refund failed. */
  | { readonly kind: 'seen'; readonly invoiceId: string }
  | { readonly kind: 'held'; readonly reason: HeldReason; readonly detail: string };

async function find(
  activities: ConnectionActivities,
  { connection, paymentId, disputeId, refundId }: StrayPaymentInput,
): Promise<Found> {
  try {
    const wasCaptured = disputeId !== undefined || refundId !== undefined;
    if (wasCaptured) return await findCaptured(activities, connection, paymentId);
    return await ownerOf({ connection, activities }, paymentId);
  } catch (error) {
    return { kind: 'held', reason: heldFor(error), detail: textOf(error) };
  }
}

/**
 * A dispute or a refund concerns money that was captured, so a collection has seen it; Temporal may have forgotten that one,
 * and then the payment's order tells. What nobody has accepted as ours asks nobody a second time because of them.
 */
async function findCaptured(
  activities: ConnectionActivities,
  connection: string,
  paymentId: string,
): Promise<Found> {
  const [known] = await activities.razorpay.knownPayments.executeWithOptions(
    { summary: `who has seen ${paymentId}` },
    [{ connection, paymentIds: [paymentId] }],
  );
  if (known) return { kind: 'seen', invoiceId: known.invoiceId };
  const owner = await ownerOf({ connection, activities }, paymentId);
  return owner.kind === 'suggested' ? { kind: 'not_ours', why: 'nobody_has_accepted_it' } : owner;
}

type Held = Exclude<Found, { kind: 'ours' | 'seen' | 'not_ours' }>;

function show(found: Held, now: number): void {
  const held = found.kind === 'suggested' ? 'stray_payment' : found.reason;
  upsertSearchAttributes([
    { key: keys.state, value: 'held' },
    { key: keys.heldReason, value: held },
    { key: keys.heldSince, value: heldSince(held, now) },
    ...(found.kind === 'suggested' ? [{ key: keys.invoiceId, value: found.invoiceId }] : []),
  ]);
  setCurrentDetails(`**held**: ${heldReasons[held]}\n\n${detailOf(found)}`);
}

function detailOf(found: Held): string {
  if (found.kind === 'held') return found.detail;
  const { amount, currency, status, orderId } = found.payment;
  return `${found.why} It says ${found.invoiceId}. ${amount} subunits of ${currency}, ${status}, ${orderId ?? 'no order'}`;
}

function finish(result: StrayPaymentResult): StrayPaymentResult {
  upsertSearchAttributes([
    { key: keys.state, value: 'ended' },
    { key: keys.outcome, value: result.outcome },
    { key: keys.heldReason, value: null },
    { key: keys.heldSince, value: null },
    ...(result.invoiceId === undefined ? [] : [{ key: keys.invoiceId, value: result.invoiceId }]),
  ]);
  setCurrentDetails(`**${result.outcome}**: ${result.reason}`);
  return result;
}

function toAcceptance(given: unknown): Word {
  const invoiceId = isObject(given) && 'invoiceId' in given ? given.invoiceId : undefined;
  return { kind: 'accept', invoiceId: typeof invoiceId === 'string' ? invoiceId : undefined };
}

function toDismissal(given: unknown): Word {
  return { kind: 'dismiss', reason: reasonOf(given, 'dismissed by signal') };
}
