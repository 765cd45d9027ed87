import type { BillingAnswer, PaymentRecord } from '../billing-system.js';
import { toDecimal } from './decimal.js';
import type { TogaiHttp } from './http.js';
import { pageOf, paymentEntry, written } from './schemas.js';

/** Togai's largest page of payments. */
const PAGE = 50;

/** `POST /payments` has no idempotency key: sent once per capture, settled by reading. */
export function postPayment(http: TogaiHttp, record: PaymentRecord): Promise<BillingAnswer<unknown>> {
  const amount = toDecimal(record.amount);
  const body = {
    accountId: record.accountId,
    currency: record.amount.currency,
    totalAmount: amount,
    externalPaymentReference: {
      sourceName: 'Razorpay',
      sourceType: 'GATEWAY',
      transactionNumber: record.paymentId,
    },
    lineItemRecords: [{ type: 'INVOICE', togaiId: record.invoiceId, amount, order: 1 }],
  };
  return http.call({ method: 'POST', path: '/payments', route: '/payments', json: body }, written);
}

/** `GET /payments` has no filter and no stated order, so pages are read until the id is found or they end. */
export async function findPayment(
  http: TogaiHttp,
  paymentId: string,
  pages: number,
  signal: AbortSignal | undefined,
): Promise<BillingAnswer<boolean | undefined>> {
  let nextToken: string | undefined;
  for (let read = 0; read < pages; read += 1) {
    const query = new URLSearchParams({ pageSize: String(PAGE) });
    if (nextToken !== undefined) query.set('nextToken', nextToken);
    const answer = await http.call(
      {
        method: 'GET',
        path: `/payments?${query.toString()}`,
        route: '/payments',
        ...(signal === undefined ? {} : { signal }),
      },
      pageOf(paymentEntry),
    );
    if (!answer.ok) return answer;
    const found = answer.value.data.some(
      (entry) =>
        (entry.externalPaymentReferences ?? entry.externalPaymentReference)?.transactionNumber === paymentId,
    );
    if (found) return { ok: true, value: true };
    nextToken = answer.value.nextToken;
    // A full last page may carry a token all the same; the page after it is empty.
    if (nextToken === undefined || answer.value.data.length === 0) return { ok: true, value: false };
  }
  return { ok: true, value: undefined };
}
