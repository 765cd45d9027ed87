import { expect } from 'vitest';
import type { FaultRule } from '../../../testbed/simulator/faults/fault-injector.js';
import type { Stage } from '../../support/stage.js';

/** Harms the next call that fits. @returns waits until there was one, one second unless told otherwise */
export function harmNext(
  { simulator: { faults } }: Pick<Stage, 'simulator'>,
  rule: Omit<FaultRule, 'times'>,
): (timeout?: number) => Promise<void> {
  const harmed = faults.injected().length;
  faults.add({ ...rule, times: 1 });
  return (timeout = 1_000) =>
    expect.poll(() => faults.injected().length, { interval: 10, timeout }).toBe(harmed + 1);
}
