import type { z } from 'zod';
import { InvalidInputError, type InputProblem } from '../orchestrator-error.js';

/** What to use instead of keys that callers know from Razorpay and that are the orchestrator's own. */
const ownKeys: Readonly<Record<string, string>> = {
  'order.receipt': 'is the orchestrator’s own: pass your receipt as order.reference',
  'order.amount': 'is the orchestrator’s own: the invoice’s amount due is collected',
  'order.currency': 'is the orchestrator’s own: the invoice’s currency is collected',
  'order.customer_id': 'is the orchestrator’s own: it is read from the account in Togai',
  'payment.currency': 'is the orchestrator’s own: the invoice’s currency is collected',
};

/** The kind of a value in words; its content could be a card number. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'string') return `string of ${value.length} characters`;
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number that is no integer';
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === 'object') return `object of ${Object.keys(value).length} keys`;
  return typeof value;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

/** A field's name for people. A key that looks like a card number is somebody's mistake and is not repeated. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path
    .map((key) =>
      String(key)
        .replace(/\d{9,}/g, '…')
        .slice(0, 64),
    )
    .join('.');
  return name === '' ? 'input' : name;
}

function toProblems(issue: z.core.$ZodIssue, input: unknown): InputProblem[] {
  const at = (path: readonly PropertyKey[], limit: string): InputProblem => ({
    field: fieldName(path),
    limit,
    received: kindOf(valueAt(input, path)),
  });
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return at(path, ownKeys[path.join('.')] ?? 'is not a known field');
    });
  // The path of a key issue ends with the key itself; its reason stands one level deeper.
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => at(issue.path, inner.message));
  const value = valueAt(input, issue.path);
  if (value === undefined && issue.code !== 'custom') return [at(issue.path, 'is required')];
  if (issue.code === 'invalid_type') return [at(issue.path, `must be ${article(issue.expected)}`)];
  return [at(issue.path, issue.message)];
}

function article(type: string): string {
  const name = type === 'int' ? 'integer' : type === 'record' ? 'object' : type;
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** Leaves out what is undefined, as JSON does: `{ notes: undefined }` says nothing about notes. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      inner === undefined ? [] : [[key, withoutUndefined(inner)]],
    ),
  );
}

/** Parses what a caller handed over. @throws InvalidInputError with every problem, and never a value in it */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(withoutUndefined(input));
  if (result.success) return result.data;
  const [first, ...rest] = result.error.issues.flatMap((issue) => toProblems(issue, input));
  throw new InvalidInputError([
    first ?? { field: 'input', limit: 'is invalid', received: kindOf(input) },
    ...rest,
  ]);
}
