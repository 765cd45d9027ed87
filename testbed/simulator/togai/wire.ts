import { isLosslessNumber, parse } from 'lossless-json';
import { z } from 'zod';
import { TogaiRefusal } from './errors.js';

/** A JSON number as its decimal text: amounts never become binary floating point. */
export const decimalText = z
  .custom<{ readonly value: string }>(isLosslessNumber, 'must be a number')
  .transform((n) => n.value);

/** A JSON number that must be a whole one. */
export const wholeNumber = decimalText
  .refine((text) => /^-?\d{1,9}$/.test(text), 'must be an integer')
  .transform(Number);

/** Parses a JSON body and keeps every number as text. @throws TogaiRefusal 400 */
export function parseJson(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new TogaiRefusal(400, 'Request body is not valid JSON');
  }
}

/** Applies a schema to something from outside. @throws TogaiRefusal with `status` and the first problem */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, status: 400 | 422 = 400): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problem = result.error.issues[0];
  const where = problem === undefined ? '' : problem.path.join('.');
  throw new TogaiRefusal(
    status,
    `${where === '' ? 'request' : where}: ${problem?.message ?? 'is not valid'}`,
  );
}

const identified = z.object({ id: z.string() });

/** The `:id` of a path. */
export function idOf(request: { readonly params: unknown }): string {
  return parseWith(identified, request.params).id;
}

/** Unix milliseconds as Togai's date-time text. */
export function dateTime(ms: number): string {
  return new Date(ms).toISOString();
}
