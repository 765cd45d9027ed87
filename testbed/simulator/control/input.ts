import { z } from 'zod';
import { decimalText } from '../togai/wire.js';

/** A number that a caller chose, whole unless `any` is said; no money, so it may be a JavaScript number. */
export function chosenNumber(min: number, max: number, kind: 'whole' | 'any' = 'whole'): z.ZodType<number> {
  const bounded = z.number().min(min).max(max);
  return decimalText.transform(Number).pipe(kind === 'whole' ? bounded.int() : bounded);
}

/** The longest wait that makes sense: ten years. */
const longestMs = 10 * 366 * 24 * 3600 * 1000;

/** A wait in business milliseconds. */
export const milliseconds = chosenNumber(0, longestMs);

/** A wait in business seconds. */
export const seconds = chosenNumber(0, longestMs / 1000, 'any');

type WithoutGaps<T> = {
  [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key];
} & { [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined> };

/** The object without the fields that are undefined. */
export function withoutGaps<T extends object>(value: T): WithoutGaps<T>;
export function withoutGaps(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
