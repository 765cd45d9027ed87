import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import type { PaymentForm } from '../../contracts/requests.js';
import { makeInvoices } from '../bench/invoices.js';
import type { OrderRecord, PaymentRecord } from '../simulator/razorpay/entities.js';
import type { Stage } from '../stage/stage.js';
import { inLanes } from './lanes.js';

/** An invoice whose customer stands on the bank's page. */
export interface OpenInvoice {
  readonly invoiceId: string;
  readonly workflowId: string;
  /** As the simulated Razorpay has them. */
  readonly order: OrderRecord;
  readonly payment: PaymentRecord;
}

const payment: PaymentForm = {
  ...{ method: 'netbanking', bank: 'HDFC' },
  ...{ email: 'flood@example.com', contact: '+919876543210', ip: '192.0.2.10' },
};

/** Direct payments by customers whom Razorpay knows, submitted and not yet paid. */
export async function openInvoices(stage: Stage, count: number, lanes: number): Promise<OpenInvoice[]> {
  const { connection, orchestrator, simulator } = stage;
  const opened: OpenInvoice[] = [];
  const inputs = await makeInvoices(stage, count, { label: 'flood', withCustomer: true });
  await inLanes(inputs, lanes, async ({ invoiceId }) => {
    const answer = await orchestrator.submitPayment({ connection, invoiceId, attemptId: 'flood', payment });
    if (answer.status !== 'next_actions') throw new Error(`${invoiceId} was answered ${answer.status}`);
    const made = simulator.razorpay.state.payments.get(answer.paymentId);
    if (made?.order == null) throw new Error(`${invoiceId} has no payment of an order at Razorpay`);
    const workflowId = invoicePaymentWorkflowId(connection, invoiceId);
    opened.push({ invoiceId, workflowId, order: made.order, payment: made });
  });
  return opened;
}
