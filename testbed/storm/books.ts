import { noteKeys } from '../../contracts/names.js';
import { grouped } from '../grouped.js';
import type { Notes, OrderRecord } from '../simulator/razorpay/entities.js';
import type { LedgerEntry as RazorpayEntry } from '../simulator/razorpay/state.js';
import type { Simulator } from '../simulator/server.js';
import type { InvoiceStatus, LedgerEntry as TogaiEntry } from '../simulator/togai/entities.js';
import { totalOf } from '../simulator/togai/invoice-book.js';

/** Money taken at Razorpay. Amounts in subunits, times in Unix milliseconds of business time. */
export interface PaymentBook {
  readonly id: string;
  readonly orderId: string;
  /** The caller's attempt, by the notes that the payment was made with; a hosted page's payment has none. */
  readonly attemptId: string | undefined;
  readonly amount: number;
  readonly status: string;
  /** The last time that the bank said yes. */
  readonly authorizedAt: number | undefined;
  readonly capturedAt: number | undefined;
}

export interface RefundBook {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly at: number;
  readonly failed: boolean;
  /** Asked for through the API. Razorpay gives back by itself what was never captured. */
  readonly ours: boolean;
  readonly cause: string;
  /** The merchant's own id of it, by the notes it was made with: none of a surplus. */
  readonly merchantRefundId: string | undefined;
}

/** An order that was made for one of the invoice's rounds, as its notes say; the order of a page is the page's. */
export interface OrderBook {
  readonly id: string;
  readonly round: string;
  readonly at: number;
  /** Of its first payment; undefined when it has none. */
  readonly attemptId: string | undefined;
}

/** A payment that Togai recorded against the invoice. */
export interface RecordBook {
  /** Razorpay's id, as it was given to Togai. */
  readonly paymentId: string;
  readonly amount: number;
  readonly at: number;
  readonly from: InvoiceStatus;
}

/** A hosted page of the invoice. */
export interface PageBook {
  /** Razorpay's id of the payment request. */
  readonly id: string;
  readonly status: string;
  /** Times that its customer was told of it by e-mail or by SMS, whichever is more. */
  readonly told: number;
  /** The round that it was made for, as its notes say. */
  readonly round: string;
}

/** Everything that the simulated providers wrote down about one invoice; nothing of it is the product's own view. */
export interface InvoiceBooks {
  readonly invoiceId: string;
  readonly accountId: string;
  /** Subunits: what was billed first, and each other amount since; the last is what is due. */
  readonly billed: readonly { readonly at: number; readonly amount: number }[];
  readonly togaiStatus: InvoiceStatus;
  /** When the business voided it; Unix milliseconds. */
  readonly voidedAt: number | undefined;
  /** When somebody marked it paid, and it was not us; Unix milliseconds. */
  readonly paidByHandAt: number | undefined;
  readonly togai: readonly TogaiEntry[];
  readonly records: readonly RecordBook[];
  readonly payments: readonly PaymentBook[];
  readonly orders: readonly OrderBook[];
  readonly pages: readonly PageBook[];
  readonly refunds: readonly RefundBook[];
  /** Lines of Razorpay's ledger about its orders, hosted invoices, payments and refunds. */
  readonly razorpay: readonly RazorpayEntry[];
}

/** Customers that Razorpay has for one Togai account. */
export interface AccountBooks {
  readonly accountId: string;
  readonly customerIds: readonly string[];
}

/** Reads both simulated providers' books. An order is an invoice's by the notes that were written when it was made. */
export function readBooks(
  { razorpay, togai }: Simulator,
  invoices: readonly { readonly invoiceId: string; readonly accountId: string }[],
): InvoiceBooks[] {
  const { state } = razorpay;
  const orders = new Map<string, OrderRecord[]>();
  const hosted = new Map<string, PageBook[]>();
  const notices = grouped(state.notifications, (notice) => notice.invoiceId);
  for (const order of state.orders.values()) {
    const request = order.invoiceId === null ? undefined : state.invoices.get(order.invoiceId)?.entity;
    const invoiceId = note(order.entity.notes, noteKeys.invoiceId) ?? noteOf(request?.notes) ?? '';
    orders.set(invoiceId, [...(orders.get(invoiceId) ?? []), order]);
    if (!request) continue;
    const { id, status } = request;
    const round = note(request.notes, noteKeys.round) ?? '';
    const told = grouped(notices.get(id) ?? [], ({ medium }) => medium);
    const page = { id, status, round, told: Math.max(0, ...[...told.values()].map(({ length }) => length)) };
    hosted.set(invoiceId, [...(hosted.get(invoiceId) ?? []), page]);
  }
  const lines = grouped(state.ledger, ({ id }) => id);
  const writes = grouped(togai.store.ledger, ({ invoiceId }) => invoiceId);
  return invoices.map(({ invoiceId, accountId }) => {
    const own = orders.get(invoiceId) ?? [];
    const records = own.flatMap(({ payments }) => payments);
    const refunds = records.flatMap((payment) => payment.refunds);
    const ids = [
      ...own.map(({ entity }) => entity.id),
      ...(hosted.get(invoiceId) ?? []).map(({ id }) => id),
      ...records.map(({ entity }) => entity.id),
      ...refunds.map(({ entity }) => entity.id),
    ];
    const invoice = togai.store.invoices.get(invoiceId);
    if (invoice === undefined) throw new Error(`Togai does not know ${invoiceId}`);
    const byOthers = writes.get(invoiceId)?.filter(({ by, kind }) => by === 'control' && kind === 'status');
    const byHand = (status: InvoiceStatus): number | undefined =>
      byOthers?.find(({ to }) => to === status)?.at;
    const linesOf = (id: string): readonly RazorpayEntry[] => lines.get(id) ?? [];
    return {
      ...{ invoiceId, accountId, togaiStatus: invoice.status },
      billed: [
        { at: invoice.generatedAt, amount: totalOf(invoice.lines) },
        ...linesIn(writes.get(invoiceId), 'total').map(({ at, amount }) => ({ at, amount })),
      ],
      records: linesIn(writes.get(invoiceId), 'payment').map(({ at, from, by, amount }) => ({
        ...{
          at,
          from,
          amount,
          paymentId: String(togai.store.payments.get(by)?.reference['transactionNumber']),
        },
      })),
      ...{ voidedAt: byHand('VOID'), paidByHandAt: byHand('PAID') },
      orders: own.flatMap(({ entity: { id, notes }, payments: [first] }) => {
        const round = note(notes, noteKeys.round);
        const attemptId = first && note(first.entity.notes, noteKeys.attemptId);
        return round === undefined ? [] : [{ id, round, attemptId, at: linesOf(id)[0]?.at ?? 0 }];
      }),
      ...{ togai: writes.get(invoiceId) ?? [], pages: hosted.get(invoiceId) ?? [] },
      payments: records.map(({ entity, order }) => ({
        ...{ id: entity.id, orderId: order?.entity.id ?? '', amount: entity.amount, status: entity.status },
        attemptId: note(entity.notes, noteKeys.attemptId),
        authorizedAt: linesOf(entity.id).findLast(({ to }) => to === 'authorized')?.at,
        capturedAt: linesOf(entity.id).find(({ to, from }) => to === 'captured' && from === 'authorized')?.at,
      })),
      refunds: refunds.map(({ entity, fromBalance }) => {
        const made = linesOf(entity.id).find(({ from }) => from === null);
        return {
          ...{ id: entity.id, paymentId: entity.payment_id, amount: entity.amount, ours: fromBalance },
          ...{ at: made?.at ?? 0, cause: made?.detail ?? '', failed: entity.status === 'failed' },
          merchantRefundId: note(entity.notes, noteKeys.refundId),
        };
      }),
      razorpay: ids.flatMap(linesOf).sort((a, b) => a.at - b.at),
    };
  });
}

/** The customers that Razorpay made for each account, by the notes they were made with. */
export function readAccounts({ razorpay }: Simulator, accountIds: readonly string[]): AccountBooks[] {
  const customers = grouped(
    razorpay.state.customers.values(),
    ({ notes }) => note(notes, noteKeys.accountId) ?? '',
  );
  return accountIds.map((accountId) => ({
    accountId,
    customerIds: (customers.get(accountId) ?? []).map(({ id }) => id),
  }));
}

/** Lines of one kind, which all have an amount. */
function linesIn(
  lines: readonly TogaiEntry[] = [],
  kind: 'total' | 'payment',
): (TogaiEntry & { amount: number })[] {
  return lines.filter((line) => line.kind === kind).map((line) => ({ ...line, amount: line.amount ?? 0 }));
}

function note(notes: Notes, key: string): string | undefined {
  return new Map(Object.entries<string>(notes)).get(key);
}

function noteOf(notes: Notes | undefined): string | undefined {
  return notes && note(notes, noteKeys.invoiceId);
}
