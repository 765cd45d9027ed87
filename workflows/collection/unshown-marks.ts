import { MINUTE } from '../../domain/clock.js';
import type { Collection } from './collection.js';

/** How long Togai is given to show each mark that it accepted before the invoice is read, and marked again while it is due. */
const TIME_TO_SHOW = [MINUTE, 5 * MINUTE, 15 * MINUTE];

/** What is counted, of either kind of mark. */
type Marks = 'unshownMarks' | 'unshownRefundMarks';

/**
 * The mark that was made last may still show: until then no other is made, however many hints ask for a look.
 * @returns true where that is waited for
 */
export function markMayStillShow(collection: Collection, marks: Marks): boolean {
  const until = collection.data.marksMayShowUntil?.[marks];
  if (until === undefined || collection.now() >= until) return false;
  waitForIt(collection, marks, until);
  return true;
}

/**
 * An accepted mark that Togai does not show was lost there, or shows late: a look soon finds out.
 * @returns false when that happened so often that it is not made again
 */
export function waitsForShownMark(collection: Collection, marks: Marks): boolean {
  const { data } = collection;
  const before = data[marks] ?? 0;
  data[marks] = before + 1;
  const patience = TIME_TO_SHOW[before];
  if (patience === undefined) return false;
  const until = collection.now() + patience;
  data.marksMayShowUntil = { ...data.marksMayShowUntil, [marks]: until };
  waitForIt(collection, marks, until);
  return true;
}

function waitForIt(collection: Collection, marks: Marks, until: number): void {
  const state = marks === 'unshownMarks' ? 'captured' : 'refunding';
  collection.waitFor(state, 'togai_to_show_the_mark', until);
}
