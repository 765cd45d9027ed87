import { activityInfo, heartbeat } from '@temporalio/activity';
import { withinDeadline } from './within-deadline.js';

/** Left by a try, for those after it: until now none of this activity has written. It stands until one takes it back. */
const NOTHING_WRITTEN = 'nothing was written';

/** Left by a try that was put back to the first number, for those after it, whose numbers tell no more of it. */
const PUT_BACK = 'put back';

/** So long a write waits for Temporal to take the word back, in milliseconds of the machine: the try has 15 s in all. */
const PATIENCE_MS = 2_000;

/**
 * Whether an earlier try of this activity may have written. Tries that provably wrote nothing leave word; one that left
 * none may have written before its worker died.
 */
export function earlierTryMayHaveWritten(): boolean {
  return (activityInfo().attempt > 1 || wasPutBack()) && !isNothingWritten();
}

/**
 * The first number, but not the first time: Temporal counts from one again when an operator resets the activity, or resets
 * the workflow that waits for it. A pause before the very first try leaves the same, so this may be that one. Or a later
 * number, where none has written since that try.
 */
export function wasPutBack(): boolean {
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = activityInfo();
  return (
    wordLeft() === PUT_BACK || (attempt === 1 && currentAttemptScheduledTimestampMs > scheduledTimestampMs)
  );
}

/** To be said by a try that fails and cannot have written: it leaves the word that is true of those before it, if any is. */
export function nothingWasWritten(): void {
  if (!earlierTryMayHaveWritten()) heartbeat(NOTHING_WRITTEN);
  else if (wasPutBack()) heartbeat(PUT_BACK);
}

/**
 * To be awaited before a write: takes back the word that stands. Which try left it, nobody could tell after a reset, and a
 * try that writes and dies leaves none of its own.
 * @throws unless Temporal has confirmed it: then nothing may be written
 */
export async function beforeWriting(): Promise<void> {
  if (wordLeft() === undefined) return;
  const { taskToken } = activityInfo();
  await withinDeadline(({ options: { namespace, identity }, workflowService }) => {
    return workflowService.recordActivityTaskHeartbeat({ namespace, identity, taskToken });
  }, PATIENCE_MS);
}

function isNothingWritten(): boolean {
  return wordLeft() === NOTHING_WRITTEN;
}

function wordLeft(): unknown {
  return activityInfo().heartbeatDetails;
}
