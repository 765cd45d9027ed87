import { ApplicationFailure } from '@temporalio/common';
import { errorCodes, type ErrorCode } from '../contracts/errors.js';
import { ForeignVaultError, VaultReferenceGoneError } from '../platform/vault/card-vault.js';
import { ProviderFailure } from '../providers/failure.js';

/** First pause, in milliseconds; doubles with every try. This and the longest one are those of the retry policy. */
const FIRST_PAUSE_MS = 1_000;
/** A provider that is throttled or away is asked again at least once a minute. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * An error of the closed family as Temporal carries it: `type` is the code, the message is safe to show.
 * @param detail for operators: names calls, statuses and ids, never a person
 */
export function failure(code: ErrorCode, detail?: string): ApplicationFailure {
  const { text, retryable } = errorCodes[code];
  return ApplicationFailure.create({
    type: code,
    nonRetryable: !retryable,
    message: detail === undefined ? text : `${text} (${detail})`,
  });
}

/** So often a read meets an answer that cannot be read before a person is asked: within half an hour. */
const UNREADABLE_TRIES = 30;

/**
 * A read on which everything waits. A provider's gateway may say anything for a while; an answer that stays unreadable, since
 * the provider has a new status, say, must not leave an invoice standing where nobody is told.
 */
export function unlessUnreadable(error: unknown, attempt: number): unknown {
  const type = 'PROVIDER_ANSWER_UNREADABLE';
  const isForGood = error instanceof ApplicationFailure && error.type === type && attempt >= UNREADABLE_TRIES;
  return isForGood ? ApplicationFailure.create({ type, message: error.message, nonRetryable: true }) : error;
}

/**
 * Translates what a provider or the vault threw; anything else is passed on as it is.
 * @param attempt of the activity, from 1
 * @param random 0 to 1, spreads tries of many collections over time
 */
export function toApplicationFailure(
  error: unknown,
  attempt: number,
  random: () => number = Math.random,
): unknown {
  if (error instanceof ForeignVaultError || error instanceof VaultReferenceGoneError)
    return failure(error.code);
  if (!(error instanceof ProviderFailure)) return error;
  const translated = failure(error.code, error.message);
  if (translated.nonRetryable) return translated;
  // Razorpay asks for back-off with jitter, and neither provider documents a Retry-After. The retry policy knows no jitter:
  // all that wait for a provider that was away would come back to it together.
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return ApplicationFailure.create({
    type: error.code,
    message: translated.message,
    nextRetryDelay: Math.round(pause * (0.5 + random() / 2)),
  });
}
