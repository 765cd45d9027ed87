import { MINUTE } from '../../domain/clock.js';
import type { Collection } from './collection.js';

/** How long Togai is given to show each mark that it accepted before the invoice is read, and marked again while it is due. */
const TIME_TO_SHOW = [MINUTE, 5 * MINUTE, 15 * MINUTE];

/**
 * An accepted mark that Togai does not show was lost there, or shows late: a look soon finds out.
 * @returns false when that happened so often that it is not made again
 */
export function waitsForShownMark(
  collection: Collection,
  marks: 'unshownMarks' | 'unshownRefundMarks',
): boolean {
  const { data } = collection;
  const before = data[marks] ?? 0;
  data[marks] = before + 1;
  const patience = TIME_TO_SHOW[before];
  if (patience === undefined) return false;
  const state = marks === 'unshownMarks' ? 'captured' : 'refunding';
  collection.waitFor(state, 'togai_to_show_the_mark', collection.now() + patience);
  return true;
}
