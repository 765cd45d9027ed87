import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { errorCodes, type ErrorCode } from '../../contracts/errors.js';

/** The error code an activity ended with, or undefined when it timed out (a worker died) or failed otherwise. */
export function codeOf(error: unknown): string | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure ? (cause.type ?? undefined) : undefined;
}

/** What went wrong, in the activity's own safe words. */
export function textOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : 'unknown';
}

/** Why a step that no retry can mend waits for a person. */
export function heldFor(error: unknown): 'connection_refused' | 'connection_held' | 'unexpected_refusal' {
  const code = codeOf(error);
  if (code === 'CONNECTION_HELD') return 'connection_held';
  return code === 'CREDENTIALS_REFUSED' ? 'connection_refused' : 'unexpected_refusal';
}

/** Activities throw only codes of the closed family; anything else is a try whose end nobody reported. */
export function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && code in errorCodes;
}
