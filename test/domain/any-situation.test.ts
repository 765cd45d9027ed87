import { ok } from 'node:assert/strict';
import { test } from 'vitest';
import { decide } from '../../domain/decide.js';
import { countingCases } from './support/cases.js';
import { anySituation, follow } from './support/any-situation.js';

const check = countingCases('situations');
/** More than two reads, a close, and a capture, a record and two refunds for each of four payments. */
const mostSteps = 24;

test('from every situation the loop comes to a wait for the future, a hold or an end', () => {
  check('situations', anySituation, ({ situation: start, now }) => {
    let situation = start;
    for (let step = 0; step < mostSteps; step += 1) {
      const decision = decide(situation, now);
      if (decision.kind === 'hold' || decision.kind === 'finish') return;
      if (decision.kind === 'wait') {
        ok(decision.until > now, `waits until ${decision.until}`);
        return;
      }
      situation = follow(situation, decision, now);
    }
    throw new Error(`No end after ${mostSteps} steps`);
  });
});
