import { z } from 'zod';
import { TogaiRefusal } from './errors.js';
import { parseWith } from './wire.js';

/** One page in Togai's list envelope. `nextToken` is left out on the last page. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly nextToken?: string;
}

/** Limits of a list: most have 20 and 100, invoices and payments 50 and 50. */
export interface PageLimits {
  readonly standard: number;
  readonly most: number;
}

/** The query parameters of a list call. */
export type Query = Readonly<Record<string, string>>;

/** Rows in the order they were made (deleted ones undefined), and which of them are wanted. */
export interface Selection<Row> {
  readonly rows: readonly (Row | undefined)[];
  readonly matches: (row: Row) => boolean;
}

const tokenShape = z.object({
  after: z.number().int(),
  size: z.number().int(),
  query: z.record(z.string(), z.string()),
});
const queryShape = z.record(z.string(), z.string());

/**
 * Lists append-only rows. The token holds the place after the last row seen and all other query parameters (as Togai's
 * does), so a row that stops matching between two pages makes no other row fall out. A full page always carries a token,
 * even when nothing follows: Togai documents that an empty last page may come.
 * @param select the rows and the filter for a query, which is the remembered one when a token was given
 * @throws TogaiRefusal 400 for a bad page size or token
 */
export function listPage<Row, T>(
  rawQuery: unknown,
  limits: PageLimits,
  select: (query: Query) => Selection<Row>,
  present: (row: Row) => T,
): Page<T> {
  const given = parseWith(queryShape, rawQuery);
  const token = given['nextToken'] === undefined ? undefined : readToken(given['nextToken']);
  const query = token?.query ?? given;
  const size = token?.size ?? readSize(given['pageSize'], limits);
  const { rows, matches } = select(query);
  const data: T[] = [];
  let index = token?.after ?? 0;
  for (; index < rows.length && data.length < size; index += 1) {
    const row = rows[index];
    if (row !== undefined && matches(row)) data.push(present(row));
  }
  if (data.length < size) return { data };
  return { data, nextToken: Buffer.from(JSON.stringify({ after: index, size, query })).toString('base64') };
}

function readSize(text: string | undefined, limits: PageLimits): number {
  if (text === undefined) return limits.standard;
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > limits.most)
    throw new TogaiRefusal(400, `pageSize: must be between 1 and ${limits.most}`);
  return size;
}

function readToken(token: string): z.infer<typeof tokenShape> {
  try {
    return tokenShape.parse(JSON.parse(Buffer.from(token, 'base64').toString('utf8')));
  } catch {
    throw new TogaiRefusal(400, 'nextToken: is not valid');
  }
}
