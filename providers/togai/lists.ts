import type { z } from 'zod';
import { RAZORPAY_CUSTOMER_SETTING } from '../../contracts/names.js';
import type { BillingAnswer, BillingPage, PageRequest } from '../billing-system.js';
import type { TogaiHttp } from './http.js';
import { listedAccount, listedInvoice, pageOf } from './schemas.js';

/** Togai's largest pages: 50 of invoices, 100 of accounts. */
const INVOICES = 50;
const ACCOUNTS = 100;

/** `GET /invoices?status=`; the order is not stated, so that a list is read to its end. */
export async function listInvoices(
  http: TogaiHttp,
  status: string,
  page: PageRequest,
  signal: AbortSignal | undefined,
): Promise<BillingAnswer<BillingPage<string>>> {
  const query = { status, pageSize: String(page.pageSize ?? INVOICES) };
  const answer = await readPage(http, '/invoices', query, page.token, listedInvoice, signal);
  if (!answer.ok) return answer;
  const { items, next } = answer.value;
  // Should the filter be ignored: a paid invoice is not open.
  const open = items.filter((invoice) => invoice.status === status);
  return { ok: true, value: { items: open.map(({ id }) => id), next } };
}

/** An archived account is billed no more. An account's settings stand in the list itself. */
export async function listAccounts(
  http: TogaiHttp,
  page: PageRequest,
  signal: AbortSignal | undefined,
): Promise<
  BillingAnswer<BillingPage<{ readonly accountId: string; readonly customerIdSetting: string | undefined }>>
> {
  const query = { pageSize: String(page.pageSize ?? ACCOUNTS) };
  const answer = await readPage(http, '/accounts', query, page.token, listedAccount, signal);
  if (!answer.ok) return answer;
  const { items, next } = answer.value;
  const accounts = items
    .filter(({ status }) => status !== 'ARCHIVED')
    .map(({ id, settings }) => ({
      accountId: id,
      customerIdSetting: settings
        ?.find((entry) => entry.id === RAZORPAY_CUSTOMER_SETTING || entry.name === RAZORPAY_CUSTOMER_SETTING)
        ?.value?.trim(),
    }));
  return { ok: true, value: { items: accounts, next } };
}

async function readPage<Item extends z.ZodType>(
  http: TogaiHttp,
  route: '/invoices' | '/accounts',
  first: Readonly<Record<string, string>>,
  token: string | undefined,
  item: Item,
  signal: AbortSignal | undefined,
): Promise<BillingAnswer<BillingPage<z.output<Item>>>> {
  const query = new URLSearchParams({ ...first, ...(token !== undefined && { nextToken: token }) });
  const answer = await http.call(
    { method: 'GET', path: `${route}?${query.toString()}`, route, ...(signal && { signal }) },
    pageOf(item),
  );
  if (!answer.ok) return answer;
  const { data, nextToken } = answer.value;
  // A full last page may carry a token all the same; the page after it is empty.
  return { ok: true, value: { items: data, next: data.length === 0 ? undefined : nextToken } };
}
