import { CancellationScope, condition, isCancellation, makeContinueAsNewFunc } from '@temporalio/workflow';
import {
  HOLD_KNOWN_FOR,
  waitingForRelease,
  type ConnectionHoldInput,
  type ConnectionHoldResult,
} from '../contracts/connection-hold.js';
import type { HeldReason } from '../contracts/held-reasons.js';
import { MINUTE, SECOND } from '../domain/clock.js';
import { afterProbe, isTriedByPayment } from '../domain/connection-hold.js';
import { textOf } from './collection/failures.js';
import { Hold, listenToHold } from './connection-hold/hold.js';
import { finishHold, showHold } from './connection-hold/show.js';

/** Five collections a second look again: beside what else goes on, and within what the smallest rate limit allows. */
const PAGE = 50;
const PAGE_GAP = 10 * SECOND;

/** Without a payment to try, one collection that waits is made to, this often. Business milliseconds. */
const HINT_GAP = 10 * MINUTE;

/** Holds a connection until a person, or one probe, releases it; then makes everybody look who waits for that. */
export async function connectionHold(input: ConnectionHoldInput): Promise<ConnectionHoldResult> {
  const hold = new Hold(input);
  listenToHold(hold);
  // The Temporal UI's Cancel button is a person's word like any other.
  CancellationScope.current().cancelRequested.catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
    hold.release('operator', 'cancelled in Temporal');
  });
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      await waitForRelease(hold);
      if (await tellEverybody(hold)) return finishHold(hold);
    }
  });
}

async function waitForRelease(hold: Hold): Promise<void> {
  while (!hold.data.release) {
    hold.hasNews = false;
    showHold(hold);
    if (hold.historyIsLong()) await goOn(hold);
    const { nextProbe } = hold.data;
    if (hold.now() < nextProbe)
      await hold.news(nextProbe, `held: ${hold.data.reason}, probe at ${new Date(nextProbe).toISOString()}`);
    else if (isTriedByPayment(hold.data)) await letOnePay(hold);
    else await tryCredentials(hold);
  }
}

/** Any payment that is submitted now may ask for leave; where customers are only asked by request, one of those is. */
async function letOnePay(hold: Hold): Promise<void> {
  if (hold.now() >= hold.hintAgainAt) {
    hold.hintAgainAt = hold.now() + HINT_GAP;
    await hint(hold, ['connection_held'], 1, undefined);
  }
  await hold.news(hold.hintAgainAt, `held: ${hold.data.reason}, the next payment is tried`);
}

async function tryCredentials(hold: Hold): Promise<void> {
  const { connection } = hold;
  hold.change(afterProbe(hold.data, hold.now()));
  try {
    const { razorpay, togai } = await hold.activities.bothOnce.checkConnection.executeWithOptions(
      { summary: `try key and token of ${connection}` },
      [{ connection }],
    );
    if (razorpay.ok && togai.ok) return hold.release('probe', 'key and token are accepted');
    hold.change({ ...hold.data, detail: `Razorpay: ${razorpay.detail}; Togai: ${togai.detail}` });
  } catch (error) {
    hold.change({ ...hold.data, detail: textOf(error) });
  }
}

/** @returns false when the connection is held again */
async function tellEverybody(hold: Hold): Promise<boolean> {
  showHold(hold);
  const again = (): boolean => hold.data.release === undefined;
  if (await condition(again, 2 * HOLD_KNOWN_FOR, { summary: 'every worker learns of the release' }))
    return false;
  for (;;) {
    const { hinted, next } = await hint(hold, waitingForRelease, PAGE, hold.data.hintNext);
    if (again()) return false;
    hold.change({ ...hold.data, hinted: hold.data.hinted + hinted, hintNext: next });
    if (next === undefined) return true;
    showHold(hold);
    if (hold.historyIsLong()) await goOn(hold);
    if (await condition(again, PAGE_GAP, { summary: `${hold.data.hinted} told to go on` })) return false;
  }
}

function hint(
  { activities, connection }: Hold,
  reasons: readonly HeldReason[],
  limit: number,
  next: string | undefined,
): Promise<{ readonly hinted: number; readonly next: string | undefined }> {
  return activities.razorpay.hintHeld.executeWithOptions(
    { summary: `up to ${limit} that wait for ${connection} look again` },
    [{ connection, reasons, limit, next }],
  );
}

function goOn(hold: Hold): Promise<never> {
  return makeContinueAsNewFunc<typeof connectionHold>()(hold.toCarryOn());
}
