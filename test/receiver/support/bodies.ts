import { noteKeys } from '../../../contracts/names.js';

interface Named {
  readonly connection: string;
  readonly invoiceId: string;
}

export function notesOf({ connection, invoiceId }: Named): Record<string, string> {
  return { [noteKeys.connection]: connection, [noteKeys.invoiceId]: invoiceId, [noteKeys.round]: '1' };
}

const envelope = { entity: 'event', account_id: 'acc_SampleBody0001', created_at: 1_790_000_000 };

/** Events as Razorpay sends them, with what the documentation shows and real bodies carry besides. */
export function paymentEvent(
  event: string,
  over: { notes?: unknown; orderId?: string; paymentId?: string } = {},
): object {
  return {
    ...envelope,
    event,
    contains: ['payment'],
    payload: {
      payment: {
        entity: {
          id: over.paymentId ?? 'pay_SampleBody0001',
          entity: 'payment',
          amount: 118_000,
          currency: 'INR',
          status: event.split('.')[1],
          order_id: over.orderId ?? 'order_SampleBody0001',
          invoice_id: null,
          method: 'upi',
          captured: false,
          email: 'asha.rao@example.com',
          contact: '+919000012345',
          notes: over.notes ?? [],
          fee: null,
          error_code: '',
        },
      },
    },
  };
}

export function orderPaid(notes: unknown, orderId = 'order_SampleBody0001'): object {
  return {
    ...envelope,
    event: 'order.paid',
    contains: ['payment', 'order'],
    payload: {
      payment: { entity: { id: 'pay_SampleBody0001', order_id: orderId, notes: [] } },
      order: { entity: { id: orderId, entity: 'order', status: 'paid', attempts: 1, notes } },
    },
  };
}

export function refundProcessed(orderId: string): object {
  return {
    ...envelope,
    event: 'refund.processed',
    contains: ['refund', 'payment'],
    payload: {
      refund: { entity: { id: 'rfnd_SampleBody01', payment_id: 'pay_SampleBody0001', notes: [] } },
      payment: { entity: { id: 'pay_SampleBody0001', order_id: orderId, notes: [] } },
    },
  };
}

/** @param orderId null where the payment was made on no order */
export function refundFailed(refundId: string, paymentId: string, orderId: string | null): object {
  return {
    ...envelope,
    event: 'refund.failed',
    contains: ['refund', 'payment'],
    payload: {
      refund: { entity: { id: refundId, payment_id: paymentId, status: 'failed', notes: [] } },
      payment: { entity: { id: paymentId, order_id: orderId, amount_refunded: 0, notes: [] } },
    },
  };
}

export const downtime = {
  ...envelope,
  event: 'payment.downtime.started',
  contains: ['payment.downtime'],
  payload: { 'payment.downtime': { entity: { id: 'down_SampleBody1', method: 'netbanking' } } },
};

export const unknownEvent = { ...envelope, event: 'settlement.processed', contains: [], payload: {} };

export function disputeEvent(
  event: string,
  { disputeId, paymentId, orderId = null }: { disputeId: string; paymentId: string; orderId?: string | null },
): object {
  return {
    ...envelope,
    event,
    contains: ['payment', 'dispute'],
    payload: {
      payment: { entity: { id: paymentId, order_id: orderId, amount_refunded: 0, notes: [] } },
      dispute: { entity: { id: disputeId, payment_id: paymentId, status: 'open', evidence: {} } },
    },
  };
}
