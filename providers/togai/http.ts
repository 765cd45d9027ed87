import { parse, stringify } from 'lossless-json';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import { readAnswer } from '../answer.js';
import type { BillingAnswer, BillingRefusal } from '../billing-system.js';
import { createHttpClient, type HttpOptions, type HttpRequest } from '../http.js';
import { createRefusalBudget } from './refusal-budget.js';
import { errorBody } from './schemas.js';

export interface TogaiHttpOptions extends Omit<HttpOptions, 'provider' | 'authorization'> {
  readonly token: string;
  /** Wall time, for Togai's limit of unauthenticated calls. */
  readonly clock: Clock;
  /** Milliseconds that a call waits for another to prove the token; tests shorten it. */
  readonly patienceMs?: number;
}

export interface TogaiHttp {
  /** @throws ProviderFailure */
  call<Schema extends z.ZodType>(
    request: Omit<HttpRequest, 'body'> & { readonly json?: unknown },
    schema: Schema,
  ): Promise<BillingAnswer<z.output<Schema>>>;
  close(): Promise<void>;
}

/** Togai over HTTP: a Bearer token, and JSON whose numbers keep every digit. */
export function createTogaiHttp(options: TogaiHttpOptions): TogaiHttp {
  const http = createHttpClient({ ...options, provider: 'togai', authorization: `Bearer ${options.token}` });
  const refusals = createRefusalBudget(options.clock, options.patienceMs);
  return {
    async call({ json, ...request }, schema) {
      const what = `togai ${request.method} ${request.route}`;
      const answer = await refusals.send(what, request.signal, () =>
        http.send(
          json === undefined
            ? request
            : { ...request, body: { contentType: 'application/json', text: stringify(json) ?? '' } },
        ),
      );
      return readAnswer(answer, schema, {
        what,
        write: request.method !== 'GET',
        parse: (text) => parse(text),
        refusal: readRefusal,
      });
    },
    close: () => http.close(),
  };
}

function readRefusal(status: number, body: unknown): BillingRefusal | undefined {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success || status >= 500 || status === 408) return undefined;
  return { status, notFound: status === 404, message: parsed.data.message };
}
