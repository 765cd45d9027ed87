import type { PaymentOrchestrator } from '../../client/index.js';
import type { NextAction } from '../../contracts/payment-request.js';
import type { PaymentForm, SubmitPaymentRequest } from '../../contracts/requests.js';
import type { SimulatedCustomer } from '../simulator/razorpay/customer.js';

/** One invoice on the stage: what its caller and its customer have at hand. */
export interface Scene {
  readonly connection: string;
  readonly invoiceId: string;
  readonly orchestrator: PaymentOrchestrator;
  readonly customer: SimulatedCustomer;
  /** Fields that every payment form has. */
  readonly payer: { readonly email: string; readonly contact: string; readonly ip: string };
  /** One line of progress. */
  readonly say: (line: string) => void;
}

/** What a checkout has in hand after it submitted a payment. */
export interface Submitted {
  readonly orderId: string;
  readonly paymentId: string;
  /** The URL of a next action. @throws Error when it was not offered */
  url(action: NextAction['action']): string;
}

/** Submits a payment as a checkout does. @throws Error when there are no next actions */
export async function submit(
  { orchestrator, connection, invoiceId, say }: Scene,
  attemptId: string,
  payment: PaymentForm,
  order?: SubmitPaymentRequest['order'],
): Promise<Submitted> {
  const answer = await orchestrator.submitPayment({
    ...{ connection, invoiceId, attemptId, payment },
    ...(order === undefined ? {} : { order }),
  });
  if (answer.status !== 'next_actions') throw new Error(`The payment was answered ${JSON.stringify(answer)}`);
  const { next, orderId, paymentId } = answer;
  say(`${paymentId} created on ${orderId}; next: ${next.map(({ action }) => action).join(' or ')}`);
  return {
    ...{ orderId, paymentId },
    url: (wanted) => {
      const url = next.find(({ action }) => action === wanted)?.url;
      if (url === undefined) throw new Error(`No next action ${wanted} with a URL`);
      return url;
    },
  };
}
