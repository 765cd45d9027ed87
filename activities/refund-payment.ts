import { cancellationSignal } from '@temporalio/activity';
import type { Activities, Disputable, RefundInput, RefundResult } from '../contracts/activities.js';
import { noteKeys } from '../contracts/names.js';
import { forbidsRefund } from '../domain/disputes.js';
import { ProviderFailure } from '../providers/failure.js';
import { refundKeyFor } from '../providers/razorpay/keys.js';
import type { RazorpayRefund } from '../providers/razorpay/schemas.js';
import { toProviderRefusal, valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { disputesOf } from './disputes.js';
import { beforeWriting, earlierTryMayHaveWritten, nothingWasWritten } from './earlier-tries.js';
import { isPast } from './is-past.js';
import { refundedIn } from './order-facts.js';
import { failure } from './to-application-failure.js';

/**
 * Razorpay: one refund per cause and try. The key travels as header and as receipt: the header makes Razorpay answer a
 * repeated call with the same refund, the receipt lets us find it. When other refunds are listed than were counted, somebody
 * else has sent money back meanwhile. Disputes are read last: nobody need have told us of them, and Razorpay does not refuse to refund what a dispute takes as well.
 */
export function refundPayment(dependencies: ActivityDependencies): Activities['refundPayment'] {
  return async (input) => {
    const { connection, paymentId, amount } = input;
    const { razorpay } = connectionOf(dependencies, connection);
    const list = async () =>
      valueOf(await razorpay.refundsOfPayment(paymentId, cancellationSignal()), `refunds of ${paymentId}`);

    let mayHaveWritten = earlierTryMayHaveWritten();
    try {
      const listed = await list();
      const { key, earlier } = keyFor(input, listed);
      if (earlier !== undefined) return told(earlier);
      const isOther = input.refundedBefore !== undefined && refundedIn(listed) !== input.refundedBefore;
      if (isOther || isPast(dependencies, input)) return { kind: 'stale', mayHaveWritten };
      const { paymentIds, since, counted } = input.disputable ?? nothingKnownOf(paymentId);
      const disputes = await disputesOf(razorpay, paymentIds, since, cancellationSignal());
      if (disputes.some((dispute) => forbidsRefund(dispute, paymentId, counted)))
        return { kind: 'disputed', disputes };
      const notes = {
        ...{ [noteKeys.connection]: connection, [noteKeys.invoiceId]: input.invoiceId },
        ...(input.merchant && notesOf(input.merchant)),
      };
      const body = { amount: amount.amount, speed: input.speed, receipt: key, notes };
      await beforeWriting();
      const answer = await razorpay.refundPayment(paymentId, body, key).catch((error: unknown) => {
        mayHaveWritten ||= !(error instanceof ProviderFailure) || error.mayHaveHappened;
        throw error;
      });
      if (answer.ok) return told(answer.value);
      if (answer.refusal.status === 409) {
        mayHaveWritten = true;
        // The same key is in progress, or was used with another body: the list tells which.
        const meanwhile = ofKey(await list(), key);
        if (meanwhile !== undefined) return told(meanwhile);
        if (/in progress/i.test(answer.refusal.description)) {
          throw failure('PROVIDER_UNAVAILABLE', `a refund of ${paymentId} under the same key is in progress`);
        }
      }
      const refusal = toProviderRefusal(answer.refusal);
      const balanceTooLow = BALANCE_TOO_LOW.test(refusal.description);
      return { kind: 'refused', refusal, ...(balanceTooLow && { balanceTooLow }) };
    } catch (error) {
      if (!mayHaveWritten) nothingWasWritten();
      throw error;
    }
  };
}

function ofKey(refunds: readonly RazorpayRefund[], key: string): RazorpayRefund | undefined {
  return refunds.find(({ receipt }) => receipt === key);
}

interface Keyed {
  readonly key: string;
  /** What was made under it. */
  readonly earlier: RazorpayRefund | undefined;
}

/**
 * The key of the refund that is wanted. One that is listed, and was counted when more was wanted, is another: the next key is
 * this one's. Where the list tells of more than was counted, the last one made may be the very refund that is wanted. A wish
 * of the merchant's is one refund for good.
 */
function keyFor(input: RefundInput, listed: readonly RazorpayRefund[]): Keyed {
  const { connection, paymentId, cause, merchant, refundedBefore } = input;
  const keyed = (number: number): Keyed => {
    const key = refundKeyFor(connection, paymentId, cause, number);
    return { key, earlier: ofKey(listed, key) };
  };
  if (merchant !== undefined || refundedBefore === undefined) return keyed(input.try);
  const isCounted = refundedIn(listed) === refundedBefore;
  let failures = input.try;
  for (let number = 0; ; number += 1) {
    const { key, earlier } = keyed(number);
    if (earlier === undefined) return isCounted || number === 0 ? { key, earlier } : keyed(number - 1);
    if (!isCounted || earlier.status !== 'failed') continue;
    if (failures === 0) return { key, earlier };
    failures -= 1;
  }
}

function nothingKnownOf(paymentId: string): Disputable {
  return { paymentIds: [paymentId], since: 0, counted: [] };
}

/** Razorpay says so in words only; the second is what it says instead to some accounts (issues 438 and 454 of its SDK). */
const BALANCE_TOO_LOW = /not have enough balance|^invalid request sent/i;

/** A workflow of an older version says what is kept. */
function notesOf({
  refundId,
  reason,
  ...mark
}: NonNullable<RefundInput['merchant']>): Record<string, string> {
  const said =
    'keep' in mark
      ? { [noteKeys.keep]: String(mark.keep) }
      : { [noteKeys.takes]: String(mark.takes), [noteKeys.of]: String(mark.of) };
  const notes = { [noteKeys.refundId]: refundId, ...said };
  return reason === undefined ? notes : { ...notes, [noteKeys.refundReason]: reason };
}

function told(refund: RazorpayRefund): RefundResult {
  return { kind: 'refunded', refundId: refund.id, status: refund.status ?? 'pending' };
}
