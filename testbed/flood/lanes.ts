import { allSettled } from '../stage/all-settled.js';

/** Does the work for every item in their order, a few at a time. @throws the first failure, after all have stopped */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  // The lanes share one iterator, so that each item is taken once.
  const lane = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await allSettled(Array.from({ length: lanes }, lane));
}
