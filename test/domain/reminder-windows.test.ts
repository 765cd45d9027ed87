import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReminderPolicy } from '../../contracts/reminders.js';
import { reminderWindows } from '../../domain/reminder-windows.js';

const policy: ReminderPolicy = {
  days: [-3, 0, 3, 7],
  timeZone: 'Asia/Kolkata',
  from: '10:00',
  to: '19:00',
  channels: ['email'],
};

/** The first window of each step, as `from/until`. */
function ownDays(change: Partial<ReminderPolicy>, dueDate: string, zones: readonly string[] = []): string[] {
  const windows = reminderWindows({ ...policy, ...change }, Date.parse(dueDate), zones);
  return windows
    .filter(({ step }, index) => windows[index - 1]?.step !== step)
    .map(({ from, until }) => `${new Date(from).toISOString()}/${new Date(until).toISOString()}`);
}

describe('reminderWindows', () => {
  it('counts days in the calendar of the policy’s zone and keeps to its times of day', () => {
    expect(ownDays({}, '2026-11-10T00:00:00Z')).toEqual([
      '2026-11-07T04:30:00.000Z/2026-11-07T13:30:00.000Z',
      '2026-11-10T04:30:00.000Z/2026-11-10T13:30:00.000Z',
      '2026-11-13T04:30:00.000Z/2026-11-13T13:30:00.000Z',
      '2026-11-17T04:30:00.000Z/2026-11-17T13:30:00.000Z',
    ]);
    // Half past midnight of the 11th in India is still the 10th in London.
    expect(ownDays({ days: [0] }, '2026-11-10T19:00:00Z')[0]).toMatch(/^2026-11-11T04:30/);
    expect(ownDays({ days: [0], timeZone: 'Europe/London' }, '2026-11-10T19:00:00Z')[0]).toMatch(
      /^2026-11-10T10:00/,
    );
  });

  it('stays at the same time of day when clocks are put forward and back', () => {
    const berlin = { timeZone: 'Europe/Berlin', days: [-1, 0, 1] };
    const begins = (dueDate: string): string[] => ownDays(berlin, dueDate).map((own) => own.slice(5, 16));
    expect(begins('2026-03-29T12:00:00Z')).toEqual(['03-28T09:00', '03-29T08:00', '03-30T08:00']);
    expect(begins('2026-10-25T12:00:00Z')).toEqual(['10-24T08:00', '10-25T09:00', '10-26T09:00']);
  });

  it('moves a time that the clock jumps over, and takes the first of one that it shows twice', () => {
    const night = { timeZone: 'Europe/Berlin', days: [0], from: '02:30', to: '03:45' };
    expect(ownDays(night, '2026-03-29T12:00:00Z')).toEqual([
      '2026-03-29T01:30:00.000Z/2026-03-29T01:45:00.000Z',
    ]);
    expect(ownDays(night, '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-25T00:30:00.000Z/2026-10-25T02:45:00.000Z',
    ]);
  });

  it('keeps to the times of day where the customer is, on the day that is the policy’s', () => {
    // Due when it is the 10th in India and still the 9th in New York.
    const due = '2026-11-10T02:00:00Z';
    expect(ownDays({ days: [0] }, due, ['America/New_York'])).toEqual([
      '2026-11-10T15:00:00.000Z/2026-11-11T00:00:00.000Z',
    ]);
  });

  it('keeps to the times of day in every zone of the customer’s country', () => {
    const acrossAmerica = ['America/New_York', 'America/Chicago', 'Pacific/Honolulu'];
    expect(ownDays({ days: [0] }, '2026-11-10T12:00:00Z', acrossAmerica)).toEqual([
      '2026-11-10T20:00:00.000Z/2026-11-11T00:00:00.000Z',
    ]);
  });

  it('keeps to the policy’s zone for all steps when no time suits the whole country at one of them', () => {
    const acrossRussia = ['Europe/Kaliningrad', 'Asia/Kamchatka'];
    const due = '2026-11-10T12:00:00Z';
    expect(ownDays({}, due, acrossRussia)).toEqual(ownDays({}, due));
    // Eight hours apart in summer and nine in winter: the last step comes after the clock was put back.
    const apart = ['Europe/Berlin', 'Asia/Vladivostok'];
    const short = { days: [-2, 2], from: '10:00', to: '18:30' };
    expect(ownDays(short, '2026-10-25T12:00:00Z', apart)).toEqual(ownDays(short, '2026-10-25T12:00:00Z'));
    expect(ownDays(short, '2026-10-15T12:00:00Z', apart)).not.toEqual(ownDays(short, '2026-10-15T12:00:00Z'));
  });

  it('lets a step be late by two days, but never into the day of the next', () => {
    const steps = reminderWindows({ ...policy, days: [3, 0, 1, -3] }, 0, []).map(({ step }) => step);
    expect(steps).toEqual([-3, -3, -3, 0, 1, 1, 3, 3, 3]);
  });

  it('is empty without a due date', () => {
    expect(reminderWindows(policy, undefined, [])).toEqual([]);
  });

  it('has windows in order, apart, and within the times of day, in any zone', () => {
    const zones = [
      'Asia/Kolkata',
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Apia',
      'Asia/Kathmandu',
      'UTC',
    ];
    const shown = new Map(
      zones.map((timeZone) => [
        timeZone,
        new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      ]),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }),
        fc.uniqueArray(fc.integer({ min: -30, max: 60 }), { minLength: 1, maxLength: 6 }),
        (timeZone, dueDate, days) => {
          const windows = reminderWindows({ ...policy, timeZone, days }, dueDate, []);
          for (const [index, { from, until }] of windows.entries()) {
            expect(until).toBeGreaterThan(from);
            expect(from).toBeGreaterThan(windows[index - 1]?.until ?? -Infinity);
            expect(shown.get(timeZone)?.format(from)).toBe('10:00');
            expect(shown.get(timeZone)?.format(until)).toBe('19:00');
          }
          const steps = [...new Set(windows.map(({ step }) => step))];
          expect(steps).toEqual([...days].sort((a, b) => a - b));
        },
      ),
      { numRuns: 500 },
    );
  });
});
