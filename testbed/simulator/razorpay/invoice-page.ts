import type { FastifyInstance, FastifyReply } from 'fastify';
import { ApiError, badRequest, unknownRoute } from './errors.js';
import type { PaymentRecord } from './entities.js';
import { requiredText, text } from './fields.js';
import { escapeHtml, htmlPage } from './html.js';
import type { InvoiceRecord } from './invoice-entity.js';
import { inUnits } from './money.js';
import { createPayment } from './payment-create.js';
import { bodyOf, param, type Body } from './request.js';
import type { Account } from './state.js';

/** The hosted invoice, where a person pays. The payment it makes carries order and invoice, and no notes. */
export function invoicePages(app: FastifyInstance, account: Account): void {
  app.get('/i/:code', (request, reply) => {
    const record = byCode(account, param(request, 'code'));
    return show(reply, invoicePage(record));
  });

  app.post('/i/:code/pay', (request, reply) => {
    const record = byCode(account, param(request, 'code'));
    try {
      const payment = payInvoice(account, record, bodyOf(request));
      const page =
        payment.entity.method === 'upi'
          ? `/upi/${payment.entity.id}`
          : `/v1/payments/${payment.entity.id}/authorize`;
      return reply.redirect(`${account.publicUrl()}${page}`, 303);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      reply.status(error.status);
      return show(reply, htmlPage('Payment not possible', `<p>${escapeHtml(error.body.description)}</p>`));
    }
  });
}

function byCode(account: Account, code: string): InvoiceRecord {
  const record = [...account.state.invoices.values()].find(
    (candidate) => candidate.code === code && candidate.entity.status !== 'draft',
  );
  if (record === undefined) throw unknownRoute();
  return record;
}

function payInvoice(account: Account, record: InvoiceRecord, form: Body): PaymentRecord {
  const invoice = record.entity;
  if (invoice.status !== 'issued' && invoice.status !== 'partially_paid') {
    throw badRequest(`The invoice is ${invoice.status} and cannot be paid.`);
  }
  const order = account.state.orders.get(invoice.order_id ?? '');
  if (order === undefined) throw unknownRoute();
  const customer = account.state.customers.get(invoice.customer_id ?? '');
  const method = requiredText(form, 'method');
  const amount = text(form, 'amount');
  const { payment, refusedByGateway } = createPayment(
    account,
    {
      method,
      ...instrumentFields(form, method),
      ...(amount === null ? {} : { amount }),
      email: customer?.email,
      contact: customer?.contact,
      description: `#${invoice.id.slice('inv_'.length)}`,
    },
    { order, amountFromOrder: true, emailMax: 64 },
  );
  if (refusedByGateway) throw badRequest(payment.entity.error_description ?? 'Payment failed');
  return payment;
}

function instrumentFields(form: Body, method: string): Body {
  if (method === 'netbanking') return { bank: form.bank };
  if (method === 'card') {
    return {
      card: {
        number: form.number,
        name: form.name,
        expiry_month: form.expiry_month,
        expiry_year: form.expiry_year,
        cvv: form.cvv,
      },
    };
  }
  const vpa = text(form, 'vpa');
  return vpa === null ? { upi: { flow: 'intent' } } : { upi: { flow: 'collect', vpa } };
}

function invoicePage({ entity, code }: InvoiceRecord): string {
  const rows = entity.line_items.map(
    (line) => `<li>${escapeHtml(line.name)}: ${entity.currency} ${inUnits(line.net_amount)}</li>`,
  );
  const head = `<p>${escapeHtml(entity.description ?? '')}</p><ul>${rows.join('')}</ul>`;
  if (entity.status !== 'issued' && entity.status !== 'partially_paid') {
    return htmlPage(`Invoice ${entity.status}`, head);
  }
  const due = entity.amount_due ?? 0;
  const form = (method: string, label: string, inputs: string): string =>
    `<form id="${method}" method="post" action="/i/${code}/pay"><input type="hidden" name="method" value="${method}">
${entity.partial_payment ? `<input name="amount" value="${due}" aria-label="Amount in subunits"> ` : ''}${inputs}
<button>${label}</button></form>`;
  return htmlPage(
    `Invoice ${entity.receipt ?? entity.id}`,
    `${head}<p>Due: <b>${entity.currency} ${inUnits(due)}</b></p>
${form('netbanking', 'Pay by netbanking', '<input name="bank" value="HDFC" aria-label="Bank">')}
${form('upi', 'Pay by UPI', '<input name="vpa" value="" placeholder="name@bank (empty: UPI app)" aria-label="VPA">')}
${form(
  'card',
  'Pay by card',
  `<input name="number" value="4100280000001007" aria-label="Card number">
<input name="name" value="Test Customer" aria-label="Name"><input name="expiry_month" value="12" size="2" aria-label="Month">
<input name="expiry_year" value="2035" size="4" aria-label="Year"><input name="cvv" value="123" size="4" aria-label="CVV">`,
)}`,
  );
}

function show(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}
