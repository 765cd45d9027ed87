import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  isGrpcServiceError,
  ServiceError,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { errorCodes, type ErrorCode, type ErrorDetails } from '../contracts/errors.js';
import { PaymentOrchestratorError } from '../contracts/orchestrator-error.js';

/** gRPC's numbers for: cancelled, deadline exceeded, resource exhausted, unavailable. */
const awayCodes: readonly number[] = [1, 4, 8, 14];

/** The server's own word for an update that a workflow had taken, and that ended before it answered. */
const STOPPED_WITH_UPDATE = 'AcceptedUpdateCompletedWorkflow';

function isErrorCode(type: string | null | undefined): type is ErrorCode {
  return typeof type === 'string' && Object.hasOwn(errorCodes, type);
}

function toDetails(value: unknown): ErrorDetails {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function fromFailure(failure: unknown, error: Error): Error {
  if (failure instanceof ActivityFailure) return fromFailure(failure.cause, error);
  if (failure instanceof ApplicationFailure) {
    if (isErrorCode(failure.type))
      return new PaymentOrchestratorError(failure.type, toDetails(failure.details?.[0]), {
        message: failure.message,
        cause: error,
      });
    if (failure.type === STOPPED_WITH_UPDATE)
      return new PaymentOrchestratorError('COLLECTION_ENDED', {}, { cause: error });
  }
  const ended =
    failure instanceof TerminatedFailure
      ? 'terminated'
      : failure instanceof CancelledFailure
        ? 'cancelled'
        : failure instanceof TimeoutFailure
          ? 'timed_out'
          : undefined;
  return ended === undefined
    ? error
    : new PaymentOrchestratorError('COLLECTION_ENDED', { ended }, { cause: error });
}

/** True if Temporal did not answer in time or could not be reached. */
export function isTemporalAway(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  if (error instanceof ServiceError && error.cause !== undefined) return isTemporalAway(error.cause);
  return isGrpcServiceError(error) && awayCodes.includes(error.code);
}

/** A collection had taken the update, and was stopped before it answered: what it had begun may be under way. */
export function wasStoppedWith(error: unknown): boolean {
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  return error.cause instanceof ApplicationFailure && error.cause.type === STOPPED_WITH_UPDATE;
}

/** What callers get for whatever the Temporal client threw; errors nobody foresaw are handed on as they are. */
export function toCallerError(error: unknown): unknown {
  if (error instanceof PaymentOrchestratorError) return error;
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError)
    return fromFailure(error.cause, error);
  if (error instanceof WorkflowNotFoundError)
    return new PaymentOrchestratorError('COLLECTION_NOT_FOUND', {}, { cause: error });
  if (isTemporalAway(error))
    return new PaymentOrchestratorError('TEMPORAL_UNAVAILABLE', {}, { cause: error });
  return error;
}

/** Runs a call of the Temporal client. @throws PaymentOrchestratorError */
export async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toCallerError(error);
  }
}
