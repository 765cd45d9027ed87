/** The value below which the share `rank` (0 to 1) of the values lies; nearest rank. @throws RangeError without values */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('No values');
  return found;
}

/** Of an even number of values the mean of the two in the middle. @throws RangeError without values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (lower === undefined || upper === undefined) throw new RangeError('No values');
  return (lower + upper) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** For people and JSON alike. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
