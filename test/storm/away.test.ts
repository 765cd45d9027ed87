import proto from '@temporalio/proto';
import { describe, expect, test } from 'vitest';
import { awayFrom, leftOf, watchOf } from '../../testbed/storm/away.js';

const { EventType } = proto.temporal.api.enums.v1;
const { HistoryEvent } = proto.temporal.api.history.v1;

type Name = keyof typeof EventType;

/** An event at this real millisecond. */
function event(at: number, name: Name, more: object = {}) {
  const eventTime = { seconds: Math.floor(at / 1000), nanos: (at % 1000) * 1_000_000 };
  return HistoryEvent.fromObject({ eventType: EventType[name], eventTime, ...more });
}

const idle = { kills: [], reconciliations: [] };

describe('what histories tell', () => {
  test('a workflow task is on its way until it is completed, also when it timed out between', () => {
    const { tasks, runs } = watchOf([
      [
        event(1_000, 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED'),
        event(1_000, 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED'),
        event(11_000, 'EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT'),
        event(11_000, 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED'),
        event(11_500, 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED'),
        event(11_500, 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED'),
      ],
    ]);
    expect(tasks).toEqual([{ from: 1_000, to: 11_500 }]);
    expect(runs).toEqual([{ from: 1_000, to: 11_500 }]);
  });

  test('so is an activity until its own end, and a run that has none is open', () => {
    const { tasks, runs } = watchOf([
      [
        event(1_000, 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED'),
        event(2_000, 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED', { eventId: 5 }),
        event(2_000, 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED', { eventId: 6 }),
        event(3_500, 'EVENT_TYPE_ACTIVITY_TASK_COMPLETED', {
          activityTaskCompletedEventAttributes: { scheduledEventId: 6 },
        }),
      ],
    ]);
    expect(tasks).toEqual([
      { from: 2_000, to: 3_500 },
      { from: 2_000, to: Infinity },
    ]);
    expect(runs).toEqual([{ from: 1_000, to: Infinity }]);
  });
});

describe('nobody could look', () => {
  const runs = [{ from: 0, to: Infinity }];

  test('from a kill until what was on its way has come back', () => {
    const kills = [{ from: 5_000, to: 8_000 }];
    const tasks = [
      { from: 1_000, to: 4_000 },
      { from: 4_900, to: 15_000 },
      { from: 9_000, to: 20_000 },
    ];
    expect(awayFrom(2_000, { runs, tasks }, { ...idle, kills })).toEqual([
      { from: 5_000, to: 8_000 },
      { from: 5_000, to: 15_000 },
    ]);
  });

  test('between two runs, until a reconciliation that began after the yes has handed over', () => {
    const ended = {
      runs: [
        { from: 0, to: 1_000 },
        { from: 90_000, to: Infinity },
      ],
      tasks: [],
    };
    expect(awayFrom(2_000, ended, idle)).toEqual([{ from: 2_000, to: 90_000 }]);
    const reconciliations = [
      { from: 1_900, to: 6_000 },
      { from: 18_000, to: 20_000 },
    ];
    expect(awayFrom(2_000, ended, { ...idle, reconciliations })).toEqual([{ from: 2_000, to: 23_000 }]);
  });

  test('never, while the collection ran and nothing was killed', () => {
    expect(awayFrom(2_000, { runs, tasks: [{ from: 3_000, to: 9_000 }] }, idle)).toEqual([]);
  });
});

test('what overlaps is counted once', () => {
  const others = [
    { from: 5, to: 7 },
    { from: -Infinity, to: 3 },
    { from: 1, to: 2 },
    { from: 9, to: Infinity },
  ];
  expect(leftOf({ from: 0, to: 10 }, others)).toBe(4);
  expect(leftOf({ from: 0, to: 10 }, [])).toBe(10);
});
