import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { badRequest, unknownId } from './errors.js';

const record = z.record(z.string(), z.unknown());
const strings = z.record(z.string(), z.string());
const query = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** The fields of a JSON or form body, or of a block inside one. */
export type Body = Readonly<Record<string, unknown>>;

/** The request's body as an object; nothing sent is `{}`. Throws the opaque 400 for anything else. */
export function bodyOf(request: FastifyRequest): Body {
  const parsed = record.safeParse(request.body ?? {});
  if (!parsed.success) throw badRequest('The request body must be an object.');
  return parsed.data;
}

/** A nested block, or null when it was not sent. */
export function blockOf(body: Body, field: string): Body | null {
  const value = body[field];
  if (value === undefined || value === null) return null;
  const parsed = record.safeParse(value);
  if (parsed.success) return parsed.data;
  // PHP clients send an empty map as an empty list.
  if (Array.isArray(value) && value.length === 0) return {};
  throw badRequest(`The ${field} must be an array.`, { field });
}

/** A nested list of blocks; a form's `a[0][b]` arrives as an object with number-like keys. */
export function listOf(body: Body, field: string): readonly Body[] {
  const value = body[field];
  if (value === undefined || value === null) return [];
  const items: unknown[] = Array.isArray(value) ? value : Object.values(record.parse(blockOf(body, field)));
  return items.map((item) => {
    const parsed = record.safeParse(item);
    if (!parsed.success) throw badRequest(`The ${field} must be an array.`, { field });
    return parsed.data;
  });
}

/** A path parameter. */
export function param(request: FastifyRequest, name: string): string {
  return strings.parse(request.params)[name] ?? '';
}

/** The query as single strings; of a repeated key the last one counts, as in PHP. */
export function queryOf(request: FastifyRequest): Readonly<Record<string, string>> {
  const parsed = query.parse(request.query);
  return Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => [key, Array.isArray(value) ? (value.at(-1) ?? '') : value]),
  );
}

/** Everything asked for by `expand[]`, however the client spelt the key (one SDK writes `expand[expand[]]`). */
export function expansions(request: FastifyRequest): ReadonlySet<string> {
  const parsed = query.parse(request.query);
  return new Set(
    Object.entries(parsed)
      .filter(([key]) => key.startsWith('expand'))
      .flatMap(([, value]) => value),
  );
}

/** Finds by id. Throws `<x> is not a valid id` for a malformed id and the documented 400 for an unknown one. */
export function find<Found>(map: ReadonlyMap<string, Found>, prefix: string, id: string): Found {
  if (!id.startsWith(prefix) || !/^[A-Za-z0-9]{14}$/.test(id.slice(prefix.length))) {
    throw badRequest(`${id} is not a valid id`);
  }
  const found = map.get(id);
  if (found === undefined) throw unknownId();
  return found;
}

/** Parses `a[b][c]=d` and `a[]=b` as Razorpay's PHP does. */
export function parseForm(text: string): Body {
  const result: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const path = key.split('[').map((part) => part.replace(/\]$/, ''));
    let at = result;
    path.forEach((rawPart, depth) => {
      const part = rawPart === '' ? String(Object.keys(at).length) : rawPart;
      if (part === '__proto__') return;
      if (depth === path.length - 1) {
        at[part] = value;
        return;
      }
      const inner = record.safeParse(at[part]);
      const next: Record<string, unknown> = inner.success ? inner.data : {};
      at[part] = next;
      at = next;
    });
  }
  return result;
}

/** JSON and form bodies for everything registered on `app`; an empty body is an empty object. */
export function acceptBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: 'string' as const };
  app.addContentTypeParser('application/json', options, (_request, text, done) => {
    try {
      const parsed: unknown = text.length === 0 ? {} : JSON.parse(text.toString());
      done(null, parsed);
    } catch {
      done(badRequest('The request body is not valid JSON.'));
    }
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', options, (_request, text, done) => {
    done(null, parseForm(text.toString()));
  });
}
