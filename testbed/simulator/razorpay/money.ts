/** Whole-number division rounded half up; exact as long as the numerator stays below 2^53. */
function divide(numerator: number, denominator: number): number {
  const rest = numerator % denominator;
  return (numerator - rest) / denominator + (2 * rest >= denominator ? 1 : 0);
}

/**
 * Razorpay's charge in subunits: 2 % and 18 % GST on it. `fee` includes `tax`.
 * Agrees with the published samples (1000 -> 24/4, 479030 -> 11305/1724, 500000 -> 11800/1800).
 */
export function chargeOn(amount: number): { readonly fee: number; readonly tax: number } {
  const fee = divide(amount * 236, 10_000);
  return { fee, tax: fee - divide(amount * 2, 100) };
}

/** Subunits as a person reads them, for pages and UPI links: 12345 -> "123.45". */
export function inUnits(amount: number): string {
  const rest = amount % 100;
  return `${(amount - rest) / 100}.${String(rest).padStart(2, '0')}`;
}
