import { expect, test } from 'vitest';
import { createDraws } from '../../testbed/storm/draws.js';
import { drawKills } from '../../testbed/storm/kills.js';
import { drawPlan } from '../../testbed/storm/plan.js';

test('the same seed draws the same customers and kills, another seed others', () => {
  const plansOf = (seed: number): unknown =>
    Array.from({ length: 50 }, (_, index) => drawPlan(seed, index, 1));
  expect(plansOf(7)).toEqual(plansOf(7));
  expect(plansOf(7)).not.toEqual(plansOf(8));
  expect(drawKills(7, 90_000, true)).toEqual(drawKills(7, 90_000, true));
  expect(drawKills(7, 90_000, true)).not.toEqual(drawKills(8, 90_000, true));
});

test('a Temporal server that was given is never killed', () => {
  expect(drawKills(7, 90_000, false).map(({ victim }) => victim)).not.toContain('temporal');
});

test('every behaviour, flow and intervention comes up among 200 customers', () => {
  const plans = Array.from({ length: 200 }, (_, index) => drawPlan(1, index, 50));
  expect(new Set(plans.map(({ flow }) => flow)).size).toBe(4);
  expect(new Set(plans.map(({ behaviour }) => behaviour)).size).toBe(9);
  expect(new Set(plans.map(({ intervention }) => intervention)).size).toBe(5);
  expect(new Set(plans.map(({ capture }) => capture)).size).toBe(3);
  expect(plans.filter(({ voidMinutes }) => voidMinutes !== undefined).length).toBeGreaterThan(50);
});

test('weights decide how often, and nothing of weight 0 is drawn', () => {
  const draws = createDraws(1, 'weights');
  const drawn = Array.from({ length: 1_000 }, () => draws.weighted({ often: 9, seldom: 1, never: 0 }));
  const seldom = drawn.filter((key) => key === 'seldom').length;
  expect(drawn).not.toContain('never');
  expect(seldom).toBeGreaterThan(50);
  expect(seldom).toBeLessThan(200);
});
