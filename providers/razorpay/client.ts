import type { Downtime } from '../../contracts/downtime.js';
import type { EnabledInstruments } from '../../contracts/instruments.js';
import type { RazorpayAnswer, RazorpayHttp } from './http.js';
import { methods } from './methods.js';
import type {
  CustomerCreate,
  CustomerDetails,
  InvoiceDraftCreate,
  OrderWithPaymentBody,
  RefundCreate,
} from './requests.js';
import * as schema from './schemas.js';

/** Razorpay's largest page. */
const PAGE = 100;

/** Statuses of an outage that has begun and not ended. `updated` is one that changed its severity. */
const lasting: readonly string[] = ['started', 'updated'];

/**
 * The calls the product makes, typed. Reads take the caller's signal; writes run to their own timeout.
 * Every one throws ProviderFailure, and answers a refusal as a value.
 */
export interface RazorpayClient {
  createCustomer(body: CustomerCreate): Promise<RazorpayAnswer<schema.RazorpayCustomer>>;
  editCustomer(id: string, body: CustomerDetails): Promise<RazorpayAnswer<schema.RazorpayCustomer>>;
  fetchCustomer(id: string, signal?: AbortSignal): Promise<RazorpayAnswer<schema.RazorpayCustomer>>;

  /** Order and payment in one call, or a further payment on the order named by `id` or `receipt`. */
  createOrderWithPayment(
    body: OrderWithPaymentBody,
  ): Promise<RazorpayAnswer<schema.RazorpayOrderWithPayment>>;
  fetchOrder(id: string, signal?: AbortSignal): Promise<RazorpayAnswer<schema.RazorpayOrder>>;
  ordersByReceipt(
    receipt: string,
    signal?: AbortSignal,
  ): Promise<RazorpayAnswer<readonly schema.RazorpayOrder[]>>;
  paymentsOfOrder(
    id: string,
    signal?: AbortSignal,
  ): Promise<RazorpayAnswer<readonly schema.RazorpayPayment[]>>;

  fetchPayment(id: string, signal?: AbortSignal): Promise<RazorpayAnswer<schema.RazorpayPayment>>;
  capturePayment(
    id: string,
    body: { readonly amount: number; readonly currency: string },
  ): Promise<RazorpayAnswer<schema.RazorpayPayment>>;
  /** @param key `X-Refund-Idempotency`: 10 or more of `[A-Za-z0-9_-]` */
  refundPayment(id: string, body: RefundCreate, key: string): Promise<RazorpayAnswer<schema.RazorpayRefund>>;
  refundsOfPayment(
    id: string,
    signal?: AbortSignal,
  ): Promise<RazorpayAnswer<readonly schema.RazorpayRefund[]>>;

  /** Newest first, of all payments, made in the window; a refund keeps its date whatever becomes of it. */
  listRefunds(
    query: RazorpayListQuery,
    signal?: AbortSignal,
  ): Promise<RazorpayAnswer<readonly schema.RazorpayRefund[]>>;
  /** Newest first, made in the window. */
  listPayments(
    query: RazorpayListQuery,
    signal?: AbortSignal,
  ): Promise<RazorpayAnswer<readonly schema.RazorpayPayment[]>>;
  listOrders(
    query: RazorpayListQuery,
    signal?: AbortSignal,
  ): Promise<RazorpayAnswer<readonly schema.RazorpayOrder[]>>;

  /** What was settled on one of Razorpay's calendar days; undefined is a row that cannot be read. */
  settledOn(
    query: RazorpaySettlementQuery,
    signal?: AbortSignal,
  ): Promise<RazorpayAnswer<readonly (schema.RazorpaySettlementRow | undefined)[]>>;

  fetchDispute(id: string, signal?: AbortSignal): Promise<RazorpayAnswer<schema.RazorpayDispute>>;
  /** Newest first, of all payments, begun in the window. */
  listDisputes(
    query: RazorpayListQuery,
    signal?: AbortSignal,
  ): Promise<RazorpayAnswer<readonly schema.RazorpayDispute[]>>;

  generateOtp(paymentId: string): Promise<RazorpayAnswer<OtpStep>>;
  submitOtp(paymentId: string, otp: string): Promise<RazorpayAnswer<unknown>>;
  resendOtp(paymentId: string): Promise<RazorpayAnswer<OtpStep>>;

  createInvoiceDraft(body: InvoiceDraftCreate): Promise<RazorpayAnswer<schema.RazorpayInvoice>>;
  issueInvoice(id: string): Promise<RazorpayAnswer<schema.RazorpayInvoice>>;
  deleteInvoice(id: string): Promise<RazorpayAnswer<unknown>>;
  cancelInvoice(id: string): Promise<RazorpayAnswer<schema.RazorpayInvoice>>;
  notifyInvoice(id: string, medium: 'sms' | 'email'): Promise<RazorpayAnswer<unknown>>;
  fetchInvoice(id: string, signal?: AbortSignal): Promise<RazorpayAnswer<schema.RazorpayInvoice>>;
  invoicesByReceipt(
    receipt: string,
    signal?: AbortSignal,
  ): Promise<RazorpayAnswer<readonly schema.RazorpayInvoice[]>>;

  /** Outages that last. Announced ones are left out until Razorpay says that they began. */
  activeDowntimes(signal?: AbortSignal): Promise<RazorpayAnswer<readonly Downtime[]>>;

  /** What the account may take: `GET /methods`, which wants the key id without its secret. */
  enabledInstruments(signal?: AbortSignal): Promise<RazorpayAnswer<EnabledInstruments>>;

  /** The cheapest authenticated read, to try a key. */
  checkKey(signal?: AbortSignal): Promise<RazorpayAnswer<unknown>>;
  close(): Promise<void>;
}

/** `from` and `to` in Unix seconds, both included; `count` at most 100. There is no cursor. */
export interface RazorpayListQuery {
  readonly from: number;
  readonly to: number;
  readonly skip: number;
  readonly count: number;
}

/** There is no cursor here either. */
export interface RazorpaySettlementQuery {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly skip: number;
  readonly count: number;
}

interface OtpStep {
  readonly next: ReturnType<typeof schema.nextActions.parse>;
}

export function createRazorpayClient(http: RazorpayHttp): RazorpayClient {
  const reading = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });

  async function list<Item>(
    answer: Promise<RazorpayAnswer<{ items: Item[] }>>,
  ): Promise<RazorpayAnswer<readonly Item[]>> {
    const page = await answer;
    return page.ok ? { ok: true, value: page.value.items } : page;
  }

  return {
    createCustomer: (json) =>
      http.call({ method: 'POST', path: '/customers', route: '/customers', json }, schema.customer),
    editCustomer: (id, json) =>
      http.call({ method: 'PUT', ...at('/customers/:id', id), json }, schema.customer),
    fetchCustomer: (id, signal) =>
      http.call({ method: 'GET', ...at('/customers/:id', id), ...reading(signal) }, schema.customer),

    createOrderWithPayment: (json) =>
      http.call({ method: 'POST', path: '/orders', route: '/orders', json }, schema.orderWithPayment),
    fetchOrder: (id, signal) =>
      http.call({ method: 'GET', ...at('/orders/:id', id), ...reading(signal) }, schema.order),
    ordersByReceipt: (receipt, signal) =>
      list(
        http.call(
          { method: 'GET', ...byReceipt('/orders', receipt), ...reading(signal) },
          schema.collectionOf(schema.order),
        ),
      ),
    paymentsOfOrder: (id, signal) =>
      list(
        http.call(
          { method: 'GET', ...at('/orders/:id/payments', id), ...reading(signal) },
          schema.collectionOf(schema.payment),
        ),
      ),

    fetchPayment: (id, signal) =>
      http.call({ method: 'GET', ...at('/payments/:id', id), ...reading(signal) }, schema.payment),
    capturePayment: (id, json) =>
      http.call({ method: 'POST', ...at('/payments/:id/capture', id), json }, schema.payment),
    refundPayment: (id, json, key) =>
      http.call(
        {
          method: 'POST',
          ...at('/payments/:id/refund', id),
          json,
          headers: { 'x-refund-idempotency': key },
        },
        schema.refund,
      ),
    refundsOfPayment: (id, signal) =>
      list(
        http.call(
          {
            method: 'GET',
            ...at('/payments/:id/refunds', id, `?count=${String(PAGE)}`),
            ...reading(signal),
          },
          schema.collectionOf(schema.refund),
        ),
      ),

    listRefunds: (query, signal) =>
      list(
        http.call(
          { method: 'GET', ...inWindow('/refunds', query), ...reading(signal) },
          schema.collectionOf(schema.refund),
        ),
      ),
    listPayments: (query, signal) =>
      list(
        http.call(
          { method: 'GET', ...inWindow('/payments', query), ...reading(signal) },
          schema.collectionOf(schema.payment),
        ),
      ),
    listOrders: (query, signal) =>
      list(
        http.call(
          { method: 'GET', ...inWindow('/orders', query), ...reading(signal) },
          schema.collectionOf(schema.order),
        ),
      ),

    settledOn: (query, signal) =>
      list(http.call({ method: 'GET', ...settledOn(query), ...reading(signal) }, schema.settlementRows)),

    fetchDispute: (id, signal) =>
      http.call({ method: 'GET', ...at('/disputes/:id', id), ...reading(signal) }, schema.dispute),
    listDisputes: (query, signal) =>
      list(
        http.call(
          { method: 'GET', ...inWindow('/disputes', query), ...reading(signal) },
          schema.collectionOf(schema.dispute),
        ),
      ),

    generateOtp: (id) =>
      http.call({ method: 'POST', ...at('/payments/:id/otp_generate', id), json: {} }, schema.otpStep),
    submitOtp: (id, otp) =>
      http.call({ method: 'POST', ...at('/payments/:id/otp/submit', id), form: { otp } }, schema.otpAccepted),
    resendOtp: (id) =>
      http.call({ method: 'POST', ...at('/payments/:id/otp/resend', id), json: {} }, schema.otpStep),

    createInvoiceDraft: (json) =>
      http.call({ method: 'POST', path: '/invoices', route: '/invoices', json }, schema.invoice),
    issueInvoice: (id) =>
      http.call({ method: 'POST', ...at('/invoices/:id/issue', id), json: {} }, schema.invoice),
    deleteInvoice: (id) => http.call({ method: 'DELETE', ...at('/invoices/:id', id) }, schema.acknowledged),
    cancelInvoice: (id) =>
      http.call({ method: 'POST', ...at('/invoices/:id/cancel', id), json: {} }, schema.invoice),
    notifyInvoice: (id, medium) =>
      http.call(
        { method: 'POST', ...at(`/invoices/:id/notify_by/${medium}`, id), json: {} },
        schema.acknowledged,
      ),
    fetchInvoice: (id, signal) =>
      http.call({ method: 'GET', ...at('/invoices/:id', id), ...reading(signal) }, schema.invoice),
    invoicesByReceipt: (receipt, signal) =>
      list(
        http.call(
          { method: 'GET', ...byReceipt('/invoices', receipt), ...reading(signal) },
          schema.collectionOf(schema.invoice),
        ),
      ),

    activeDowntimes: async (signal) => {
      const route = '/payments/downtimes';
      const answer = await http.call(
        { method: 'GET', path: route, route, ...reading(signal) },
        schema.downtimes,
      );
      if (!answer.ok) return answer;
      const known = answer.value.items.flatMap((item) => item ?? []);
      const value = known.flatMap(({ status, ...downtime }) => (lasting.includes(status) ? [downtime] : []));
      return { ok: true, value };
    },

    enabledInstruments: (signal) => {
      const route = '/methods';
      return http.call(
        { method: 'GET', path: route, route, withoutSecret: true, ...reading(signal) },
        methods,
      );
    },

    checkKey: (signal) =>
      http.call(
        { method: 'GET', path: '/orders?count=1', route: '/orders', ...reading(signal) },
        schema.acknowledged,
      ),
    close: () => http.close(),
  };
}

function at(route: string, id: string, query = ''): { readonly path: string; readonly route: string } {
  return { path: route.replace(':id', encodeURIComponent(id)) + query, route };
}

function inWindow(
  route: string,
  { from, to, skip, count }: RazorpayListQuery,
): { readonly path: string; readonly route: string } {
  const query = `from=${String(from)}&to=${String(to)}&skip=${String(skip)}&count=${String(count)}`;
  return { path: `${route}?${query}`, route };
}

function settledOn({ day, skip, count }: RazorpaySettlementQuery): {
  readonly path: string;
  readonly route: string;
} {
  const [year = '', month = '', date = ''] = day.split('-');
  const query = new URLSearchParams({ year, month, day: date, count: String(count), skip: String(skip) });
  const route = '/settlements/recon/combined';
  return { path: `${route}?${query.toString()}`, route };
}

function byReceipt(route: string, receipt: string): { readonly path: string; readonly route: string } {
  const query = new URLSearchParams({ receipt, count: String(PAGE) });
  return { path: `${route}?${query.toString()}`, route };
}
