import { checkoutSignature } from './auth.js';
import type { PaymentRecord } from './entities.js';
import { hiddenInput, htmlPage } from './html.js';
import type { Account } from './state.js';

/** The form fields that Razorpay makes the browser POST to `callback_url`. */
export function callbackFields(
  account: Account,
  { entity }: PaymentRecord,
): Readonly<Record<string, string>> {
  const order = entity.order_id === null ? {} : { order_id: entity.order_id };
  if (entity.status !== 'failed') {
    if (entity.order_id === null) return { razorpay_payment_id: entity.id };
    return {
      razorpay_payment_id: entity.id,
      razorpay_order_id: entity.order_id,
      razorpay_signature: checkoutSignature(account, entity.order_id, entity.id),
    };
  }
  return {
    'error[code]': entity.error_code ?? '',
    'error[description]': entity.error_description ?? '',
    'error[source]': entity.error_source ?? '',
    'error[step]': entity.error_step ?? '',
    'error[reason]': entity.error_reason ?? '',
    'error[metadata]': JSON.stringify({ payment_id: entity.id, ...order }),
  };
}

/** The page after the customer's answer: it posts itself to `callback_url`, or says what happened. */
export function resultPage(account: Account, payment: PaymentRecord): string {
  const { entity, callbackUrl } = payment;
  const outcome = entity.status === 'failed' ? 'failed' : 'successful';
  if (callbackUrl !== null) {
    const inputs = Object.entries(callbackFields(account, payment)).map(([name, value]) =>
      hiddenInput(name, value),
    );
    return htmlPage(
      `Payment ${outcome}`,
      `<form id="callback" method="post" action="${callbackUrl.replaceAll('"', '%22')}">${inputs.join('')}
<button>Back to the merchant</button></form><script>document.getElementById('callback').submit()</script>`,
    );
  }
  const invoice =
    entity.invoice_id === null ? undefined : account.state.invoices.get(entity.invoice_id)?.entity;
  const link =
    invoice?.short_url == null ? '' : `<p><a href="${invoice.short_url}">Back to the invoice</a></p>`;
  return htmlPage(
    `Payment ${outcome}`,
    `<p>${entity.id}: ${entity.error_description ?? 'thank you.'}</p>${link}`,
  );
}
