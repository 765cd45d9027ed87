import { expect, test } from 'vitest';
import { createDraws } from '../../testbed/storm/draws.js';
import { drawKills } from '../../testbed/storm/kills.js';
import { drawPlan, orderOf, type Plan } from '../../testbed/storm/plan.js';
import { drawTroubles } from '../../testbed/storm/troubles.js';
import { drawWeather } from '../../testbed/storm/weather.js';

const plansOf = (seed: number, count: number, voids = 1): Plan[] =>
  Array.from({ length: count }, (_, index) => drawPlan(seed, index, voids, drawWeather(seed)));

const occurrences = (values: readonly unknown[]): number[] =>
  [...new Set(values)].map((value) => values.filter((other) => other === value).length);

test('the same seed draws the same customers and kills, another seed others', () => {
  expect(plansOf(7, 50)).toEqual(plansOf(7, 50));
  expect(plansOf(7, 50)).not.toEqual(plansOf(8, 50));
  expect(drawTroubles(7, 90_000)).toEqual(drawTroubles(7, 90_000));
  expect(drawTroubles(7, 90_000)).not.toEqual(drawTroubles(8, 90_000));
  expect(drawKills(7, 90_000, true)).toEqual(drawKills(7, 90_000, true));
  expect(drawKills(7, 90_000, true)).not.toEqual(drawKills(8, 90_000, true));
});

test('a Temporal server that was given is never killed', () => {
  expect(drawKills(7, 90_000, false).map(({ victim }) => victim)).not.toContain('temporal');
});

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

test('every weather comes up a few times over the 20 seeds', () => {
  const weathers = seeds.map(drawWeather);
  const kinds = {
    writeBack: 2,
    receiptMode: 3,
    downtimes: 2,
    retryBy: 2,
    togaiTells: 2,
    lateAuthorization: 2,
  };
  for (const [key, count] of Object.entries(kinds)) {
    const often = occurrences(
      weathers.map((weather) => new Map<string, unknown>(Object.entries(weather)).get(key)),
    );
    expect(often).toHaveLength(count);
    expect(Math.min(...often), key).toBeGreaterThanOrEqual(4);
  }
});

test('every behaviour, flow, intervention and twist comes up over the 20 seeds', () => {
  const plans = seeds.flatMap((seed) => plansOf(seed, 200));
  expect(occurrences(plans.map(({ flow }) => flow))).toHaveLength(4);
  expect(occurrences(plans.map(({ intervention }) => intervention))).toHaveLength(5);
  expect(occurrences(plans.map(({ capture }) => capture))).toHaveLength(3);
  const behaviours = occurrences(plans.map(({ behaviour }) => behaviour));
  expect(behaviours).toHaveLength(10);
  expect(Math.min(...behaviours)).toBeGreaterThan(50);
  const changes = plans.flatMap(({ amountChange }) => amountChange ?? []);
  expect(changes.filter(({ percent }) => percent > 100).length).toBeGreaterThan(50);
  expect(changes.filter(({ percent }) => percent < 100).length).toBeGreaterThan(50);
  expect(plans.filter(({ merchantWish }) => merchantWish !== undefined).length).toBeGreaterThan(50);
  expect(plans.filter(({ paidByHandMinutes }) => paidByHandMinutes !== undefined).length).toBeGreaterThan(20);
  expect(plans.filter(({ part }) => part?.rest === 'never').length).toBeGreaterThan(20);
  expect(plans.filter(({ lateMinutes }) => lateMinutes > 3 * 24 * 60).length).toBeGreaterThan(50);
});

test('a part is paid only where payments are recorded, and no amount rises where invoices are marked', () => {
  const marked = seeds.filter((seed) => drawWeather(seed).writeBack === 'mark_paid');
  const plans = marked.flatMap((seed) => plansOf(seed, 200));
  expect(plans.filter(({ behaviour }) => behaviour === 'pay_partly')).toEqual([]);
  expect(plans.filter(({ amountChange }) => (amountChange?.percent ?? 0) > 100)).toEqual([]);
});

test('manual captures are near their expiry, and no order asks for what Razorpay refuses', () => {
  const plans = seeds.flatMap((seed) => plansOf(seed, 200));
  for (const minutes of [1_440, 2_880, 7_200]) {
    const often = plans.filter((plan) => plan.capture === 'manual' && plan.manualExpiryMinutes === minutes);
    expect(often.length, String(minutes)).toBeGreaterThan(100);
  }
  for (const plan of plans) {
    const { capture_options: options } = orderOf(plan).payment_config ?? {};
    expect(options?.manual_expiry_period).toBe(plan.manualExpiryMinutes);
    expect(options?.automatic_expiry_period ?? 0).toBeLessThanOrEqual(plan.manualExpiryMinutes);
  }
});

test('every trouble comes up in each storm, however short', () => {
  for (const seed of seeds) {
    const kinds = drawTroubles(seed, 16_000).map(({ kind }) => kind);
    expect(occurrences(kinds)).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
  }
});

test('voids are as often as asked for', () => {
  const voided = plansOf(1, 200, 50).filter(({ voidMinutes }) => voidMinutes !== undefined);
  expect(voided.length).toBeGreaterThan(50);
});

test('weights decide how often, and nothing of weight 0 is drawn', () => {
  const draws = createDraws(1, 'weights');
  const drawn = Array.from({ length: 1_000 }, () => draws.weighted({ often: 9, seldom: 1, never: 0 }));
  const seldom = drawn.filter((key) => key === 'seldom').length;
  expect(drawn).not.toContain('never');
  expect(seldom).toBeGreaterThan(50);
  expect(seldom).toBeLessThan(200);
});
