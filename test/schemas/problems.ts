import type { z } from 'zod';
import { InvalidInputError, type InputProblem } from '../../contracts/orchestrator-error.js';
import { parseInput } from '../../contracts/schemas/parse-input.js';

/** Everything the schema has against the input. */
export function problemsOf(schema: z.ZodType, input: unknown): readonly InputProblem[] {
  try {
    parseInput(schema, input);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.problems;
    throw error;
  }
}

/** `field limit` of each problem. */
export function complaints(schema: z.ZodType, input: unknown): string[] {
  return problemsOf(schema, input).map(({ field, limit }) => `${field} ${limit}`);
}
