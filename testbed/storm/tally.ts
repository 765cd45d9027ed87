/** How often each thing happened. */
export type Tally = Map<string, number>;

export function countUp(tally: Tally, key: string, by = 1): void {
  tally.set(key, (tally.get(key) ?? 0) + by);
}

/** In the order of the names, so that two reports can be compared. */
export function toRecord(tally: Tally): Record<string, number> {
  return Object.fromEntries([...tally].sort(([a], [b]) => (a < b ? -1 : 1)));
}
