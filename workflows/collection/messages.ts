import { ApplicationFailure, CancellationScope } from '@temporalio/workflow';
import { errorCodes, type ErrorCode } from '../../contracts/errors.js';

/**
 * A caller waits for its answer; after this it is told that there is none yet and asks again with the same id. The server
 * takes only ten open updates of a workflow.
 */
export const ANSWER_WITHIN = '20 seconds';

/** Handlers run in the workflow's own scope: after the Temporal UI's Cancel they could start nothing, not even an OTP. */
export function shielded<T>(answer: () => Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(answer);
}

/** The error a caller of the client library gets: its code is the failure's type. */
export function fail(code: ErrorCode, detail: string): ApplicationFailure {
  return ApplicationFailure.create({
    message: `${errorCodes[code].text} (${detail})`,
    type: code,
    nonRetryable: true,
    details: [{ detail }],
  });
}
