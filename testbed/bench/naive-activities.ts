import type { ActivityConnection } from '../../activities/index.js';
import type { Answer } from '../../providers/answer.js';
import type { BenchAnswer, BenchInput, BenchPayment } from './messages.js';

export interface NaiveInvoice {
  readonly status: string;
  /** Subunits. */
  readonly amount: number;
  readonly currency: string;
}

export interface NaiveActivities {
  readInvoice(invoiceId: string): Promise<NaiveInvoice>;
  readCustomerId(accountId: string): Promise<string>;
  createPayment(
    input: BenchInput & NaiveInvoice & { readonly customerId: string; readonly payment: BenchPayment },
  ): Promise<BenchAnswer>;
  /** Its status. */
  fetchPayment(paymentId: string): Promise<string>;
  /** Its status. */
  fetchOrder(orderId: string): Promise<string>;
  markPaid(invoiceId: string): Promise<void>;
}

/** One HTTP call each, through the product's own HTTP clients, so that both flows pay the same for a call. */
export function createNaiveActivities({ razorpay, billing }: ActivityConnection): NaiveActivities {
  return {
    readInvoice: async (invoiceId) => {
      const { status, amounts } = valueOf(await billing.readInvoiceAlone(invoiceId));
      if (amounts.kind !== 'exact') throw new Error(`The amount is ${amounts.kind}`);
      return { status, amount: amounts.total.amount, currency: amounts.total.currency };
    },
    readCustomerId: async (accountId) => {
      const customerId = valueOf(await billing.readCustomerId(accountId));
      if (customerId === undefined) throw new Error('The account has no customer');
      return customerId;
    },
    createPayment: async ({ invoiceId, amount, currency, customerId, payment }) => {
      const { id, payment_workflow } = valueOf(
        await razorpay.createOrderWithPayment({
          ...{ amount, currency, receipt: invoiceId, customer_id: customerId },
          notes: { invoiceId },
          payment: { ...payment, callback_url: 'https://shop.example/callback' },
        }),
      );
      return { orderId: id, paymentId: payment_workflow.id };
    },
    fetchPayment: async (paymentId) => valueOf(await razorpay.fetchPayment(paymentId)).status,
    fetchOrder: async (orderId) => valueOf(await razorpay.fetchOrder(orderId)).status,
    markPaid: async (invoiceId) => valueOf(await billing.markPaid(invoiceId)),
  };
}

function valueOf<Value>(answer: Answer<Value, unknown>): Value {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer.refusal)}`);
  return answer.value;
}
