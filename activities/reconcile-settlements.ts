import { cancellationSignal } from '@temporalio/activity';
import type { Activities } from '../contracts/activities.js';
import { noteKeys } from '../contracts/names.js';
import { isOwnReceipt } from '../contracts/receipt.js';
import type { SettledRow } from '../contracts/settlement.js';
import type { RazorpaySettlementRow } from '../providers/razorpay/schemas.js';
import { billingValueOf, valueOf } from './answers.js';
import { connectionOf } from './connection.js';
import type { ActivityDependencies } from './dependencies.js';
import { ownedInvoice } from './ownership.js';

/** Rows at once. Razorpay gives up to 1,000, but a page is followed up within one run's history. */
const PAGE = 100;

/** Razorpay: one page of a day's settlements. Of a row that cannot be ours nothing goes on to Temporal. */
export function listSettled(dependencies: ActivityDependencies): Activities['listSettled'] {
  return async ({ connection, day, skip, pageSize: count = PAGE }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    const answer = await razorpay.settledOn({ day, skip, count }, cancellationSignal());
    const items = valueOf(answer, `settlements of ${day}`);
    const readable = items.flatMap((row) => row ?? []);
    const moved = readable.filter(isPaymentOrRefund);
    const settled = moved.filter(isSettled);
    return {
      ...{ read: items.length, more: items.length === count },
      waiting: moved.length - settled.length,
      unreadable: items.length - readable.length,
      rows: settled.flatMap((row) => toRow(connection, row)),
    };
  };
}

function isPaymentOrRefund({ type }: RazorpaySettlementRow): boolean {
  return type === 'payment' || type === 'refund';
}

function isSettled({ on_hold, settled, settlement_id }: RazorpaySettlementRow): boolean {
  return on_hold !== true && (settled ?? settlement_id !== undefined);
}

function toRow(connection: string, row: RazorpaySettlementRow): SettledRow[] {
  const { entity_id: id, order_id: order, order_receipt: receipt, notes, currency, amount, fee, tax } = row;
  const kind = row.type === 'refund' ? 'refund' : 'payment';
  const paymentId = kind === 'payment' ? id : row.payment_id;
  const other = notes[noteKeys.connection];
  if (order === undefined || paymentId === undefined || (other !== undefined && other !== connection))
    return [];
  const { settlement_id: settlementId, settlement_utr: utr } = row;
  return [
    {
      money: { kind, id, paymentId, currency, amount, fee, tax, settlementId, utr },
      invoiceId: ownedInvoice(connection, { receipt, currency, notes }),
      ourReceipt: receipt !== undefined && isOwnReceipt(receipt),
    },
  ];
}

/** Razorpay: a payment that was settled, as it is now. */
export function readCapture(dependencies: ActivityDependencies): Activities['readCapture'] {
  return async ({ connection, paymentId }) => {
    const { razorpay } = connectionOf(dependencies, connection);
    const answer = await razorpay.fetchPayment(paymentId, cancellationSignal());
    const { amount, amount_refunded: refunded, fee, tax } = valueOf(answer, `payment ${paymentId}`);
    return {
      ...{ paymentId, amount, refunded },
      ...(fee !== undefined && { fee }),
      ...(tax !== undefined && { tax }),
    };
  };
}

/** Togai: the invoice's status alone. */
export function readInvoiceStatus(dependencies: ActivityDependencies): Activities['readInvoiceStatus'] {
  return async ({ connection, invoiceId }) => {
    const { billing } = connectionOf(dependencies, connection);
    const answer = await billing.readInvoiceAlone(invoiceId, cancellationSignal());
    if (!answer.ok && answer.refusal.notFound) return undefined;
    return billingValueOf(answer, `invoice ${invoiceId}`, 'INVOICE_NOT_FOUND').status;
  };
}
