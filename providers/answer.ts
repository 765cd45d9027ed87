import type { z } from 'zod';
import { ProviderFailure } from './failure.js';
import type { HttpAnswer } from './http.js';

/** What a provider answered: a value, or a refusal in its own envelope. */
export type Answer<Value, Refusal> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal };

export interface AnswerRules<Refusal> {
  /** For messages: provider, method and route. */
  readonly what: string;
  readonly write: boolean;
  readonly parse: (text: string) => unknown;
  /** Reads the provider's error envelope; undefined when the body is none, or tells nothing about the request. */
  readonly refusal: (status: number, body: unknown) => Refusal | undefined;
}

/**
 * Sorts an answer into the closed family. Every status is decided here, once, for both providers.
 * @throws ProviderFailure; for writes flagged as `mayHaveHappened` unless the provider said that it did nothing
 */
export function readAnswer<Schema extends z.ZodType, Refusal>(
  answer: HttpAnswer,
  schema: Schema,
  rules: AnswerRules<Refusal>,
): Answer<z.output<Schema>, Refusal> {
  const { status } = answer;
  const why = `${rules.what}: ${String(status)}`;
  if (status === 401) throw new ProviderFailure('CREDENTIALS_REFUSED', false, why);
  if (status === 429) throw new ProviderFailure('PROVIDER_THROTTLED', false, why);

  const body = parsed(answer, rules.parse);
  if (status >= 400) {
    const refusal = rules.refusal(status, body);
    if (refusal !== undefined) return { ok: false, refusal };
    const code = status >= 500 || status === 408 ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_ANSWER_UNREADABLE';
    throw new ProviderFailure(code, rules.write, why);
  }

  const value = status < 300 ? schema.safeParse(body) : undefined;
  if (value?.success !== true) {
    const where = value?.error.issues[0]?.path.map(String).join('.') ?? '';
    throw new ProviderFailure(
      'PROVIDER_ANSWER_UNREADABLE',
      rules.write,
      where === '' ? `${why}, body unreadable` : `${why}, field ${where} unreadable`,
    );
  }
  return { ok: true, value: value.data };
}

function parsed(answer: HttpAnswer, parse: (text: string) => unknown): unknown {
  if (!answer.contentType.includes('json') && answer.text !== '') return undefined;
  try {
    return parse(answer.text);
  } catch {
    return undefined;
  }
}
