import type { ReminderPolicy, ReminderWindow } from '../contracts/reminders.js';
import { DAY, MINUTE } from './clock.js';

/** A step that could not be sent on its day may be sent on this many days after it, unless the next step's day has come. */
const LATE_DAYS = 2;

/**
 * When each step of a policy may be sent, earliest first. Never called inside a workflow: the rules of time zones come
 * from the machine (`Intl`), and change.
 *
 * @param dueDate Unix milliseconds; the day it falls on in the policy's time zone is day 0
 * @param zones those of the customer's country: a message is sent when the time of day suits all of them. The policy's own
 *   where none is known, or no time suits all (Russia)
 */
export function reminderWindows(
  { days, timeZone, from, to }: ReminderPolicy,
  dueDate: number | undefined,
  zones: readonly string[],
): ReminderWindow[] {
  if (dueDate === undefined) return [];
  const own = wallClockOf(timeZone);
  const dayZero = Math.floor(own(dueDate) / DAY) * DAY;
  const steps = [...new Set(days)].sort((a, b) => a - b);
  const windowsOn = (clocks: readonly WallClock[]): ReminderWindow[] =>
    steps.flatMap((step, index) => {
      const nextStep = steps[index + 1] ?? Infinity;
      const last = Math.min(step + LATE_DAYS, nextStep - 1);
      return Array.from({ length: last - step + 1 }, (_, late): ReminderWindow => {
        const day = dayZero + (step + late) * DAY;
        return {
          step,
          from: Math.max(...clocks.map((shows) => instantOf(day + timeOfDay(from), shows))),
          until: Math.min(...clocks.map((shows) => instantOf(day + timeOfDay(to), shows))),
        };
      });
    });
  const common = windowsOn(zones.length === 0 ? [own] : zones.map(wallClockOf));
  return common.every((window) => window.from < window.until) ? common : windowsOn([own]);
}

/** Milliseconds from midnight of `HH:MM`. */
function timeOfDay(text: string): number {
  return Number(text.slice(0, 2)) * 60 * MINUTE + Number(text.slice(3)) * MINUTE;
}

/** What clock and calendar of a zone show at an instant, as if that were UTC. Unix milliseconds, whole seconds. */
type WallClock = (instant: number) => number;

function wallClockOf(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (instant) => {
    const shown = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (wanted: Intl.DateTimeFormatPartTypes): number => shown.get(wanted) ?? NaN;
    return Date.UTC(
      ...([part('year'), part('month') - 1, part('day')] as const),
      ...([part('hour'), part('minute'), part('second')] as const),
    );
  };
}

/**
 * The instant at which a zone's clock shows this. Where the clock is put back, the first of the two; a time that it jumps
 * over becomes as much later as it jumps.
 */
function instantOf(wall: number, shows: WallClock): number {
  const offsetAt = (instant: number): number => shows(instant) - instant;
  // The zone's offsets a day before and after: one of them holds at that time.
  const [before, after] = [offsetAt(wall - DAY), offsetAt(wall + DAY)];
  const early = wall - Math.max(before, after);
  if (shows(early) === wall) return early;
  const late = wall - Math.min(before, after);
  return shows(late) === wall ? late : wall - before;
}
