import { activityInfo, heartbeat } from '@temporalio/activity';

/**
 * Whether an earlier try of this activity may have written. Tries that provably wrote nothing leave their number behind;
 * one that left none may have written before its worker died.
 */
export function earlierTryMayHaveWritten(): boolean {
  const info = activityInfo();
  const wroteNothing: unknown = info.heartbeatDetails;
  return info.attempt > 1 && wroteNothing !== info.attempt - 1;
}

/** To be said by a try that fails, when neither it nor any before it can have written. */
export function nothingWasWritten(): void {
  heartbeat(activityInfo().attempt);
}
