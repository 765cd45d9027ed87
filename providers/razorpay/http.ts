import type { z } from 'zod';
import { readAnswer, type Answer } from '../answer.js';
import { createHttpClient, type HttpOptions, type HttpRequest } from '../http.js';
import { readRefusal, type Refusal } from './errors.js';

/** A value, or Razorpay's refusal. Failures are thrown. */
export type RazorpayAnswer<Value> = Answer<Value, Refusal>;

export interface RazorpayHttpOptions extends Omit<HttpOptions, 'provider' | 'authorization'> {
  readonly keyId: string;
  readonly keySecret: string;
}

export interface RazorpayHttp {
  /** @throws ProviderFailure */
  call<Schema extends z.ZodType>(
    request: Omit<HttpRequest, 'body'> & {
      readonly json?: unknown;
      readonly form?: Readonly<Record<string, string>>;
      /** Razorpay asks for the key id alone here. */
      readonly withoutSecret?: true;
    },
    schema: Schema,
  ): Promise<RazorpayAnswer<z.output<Schema>>>;
  close(): Promise<void>;
}

/** Razorpay over HTTP: Basic auth, JSON, and every answer sorted into the closed family. */
export function createRazorpayHttp(options: RazorpayHttpOptions): RazorpayHttp {
  const authorization = basic(options.keyId, options.keySecret);
  const http = createHttpClient({ ...options, provider: 'razorpay', authorization });
  const keyIdAlone = { headers: { authorization: basic(options.keyId, '') } };
  return {
    async call({ json, form, withoutSecret, ...request }, schema) {
      const body = encoded(json, form);
      const answer = await http.send({
        ...request,
        ...(body && { body }),
        ...(withoutSecret && keyIdAlone),
      });
      return readAnswer(answer, schema, {
        what: `razorpay ${request.method} ${request.route}`,
        write: request.method !== 'GET',
        parse: (text): unknown => JSON.parse(text),
        refusal: readRefusal,
      });
    },
    close: () => http.close(),
  };
}

function basic(keyId: string, secret: string): string {
  return `Basic ${Buffer.from(`${keyId}:${secret}`).toString('base64')}`;
}

function encoded(json: unknown, form: Readonly<Record<string, string>> | undefined): HttpRequest['body'] {
  if (json !== undefined) return { contentType: 'application/json', text: JSON.stringify(json) };
  if (form !== undefined) {
    return {
      contentType: 'application/x-www-form-urlencoded',
      text: new URLSearchParams({ ...form }).toString(),
    };
  }
  return undefined;
}
