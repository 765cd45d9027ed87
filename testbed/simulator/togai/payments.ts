import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Payment } from './entities.js';
import { notFound, TogaiRefusal } from './errors.js';
import { recordMoney, requirePayable, requireUnlocked } from './invoice-book.js';
import { toMajor, toMinor } from './money.js';
import { listPage } from './paging.js';
import { currencyText, metadata } from './shapes.js';
import { accountOf, invoiceOf, type TogaiStore } from './store.js';
import { dateTime, decimalText, idOf, parseWith, wholeNumber } from './wire.js';

const paymentBody = z.object({
  accountId: z.string(),
  currency: currencyText,
  totalAmount: decimalText,
  description: z.string().max(512).optional(),
  notes: z.string().max(512).optional(),
  externalPaymentReference: z.object({
    sourceName: z.string(),
    sourceType: z.enum(['GATEWAY', 'CASH', 'CHEQUE', 'BANK_TRANSFER', 'CARD']),
    transactionNumber: z.string(),
    description: z.string().optional(),
    metadata: metadata.optional(),
  }),
  lineItemRecords: z
    .array(
      z.object({
        // Togai also knows CREDIT and WALLET_CREDIT; the simulator has no wallet and does not pretend to.
        type: z.literal('INVOICE', 'this simulator records payments against invoices only'),
        togaiId: z.string(),
        amount: decimalText,
        order: wholeNumber,
      }),
    )
    .min(1),
});

function paymentView(payment: Payment): object {
  return {
    id: payment.id,
    accountId: payment.accountId,
    currency: payment.currency,
    totalAmount: toMajor(payment.total, payment.currency),
    ...(payment.description === undefined ? {} : { description: payment.description }),
    ...(payment.notes === undefined ? {} : { notes: payment.notes }),
    // Singular in the request, plural here, and still one object: so published.
    externalPaymentReferences: payment.reference,
    lineItemRecords: payment.lines.map((line) => ({
      ...line,
      amount: toMajor(line.amount, payment.currency),
    })),
    version: 1,
    createdBy: 'simulator',
    createdAt: dateTime(payment.createdAt),
  };
}

/** Checks a payment against the books and records it. Which of these checks Togai makes is not published. */
function record(store: TogaiStore, body: z.infer<typeof paymentBody>): Payment {
  const account = accountOf(store, body.accountId);
  const { currency } = body;
  const lines = body.lineItemRecords.map((line) => ({ ...line, amount: toMinor(line.amount, currency) }));
  const total = toMinor(body.totalAmount, currency);
  if (lines.some((line) => line.amount <= 0) || lines.reduce((sum, line) => sum + line.amount, 0) !== total) {
    throw new TogaiRefusal(400, 'totalAmount: must be the sum of positive line item amounts');
  }
  const invoices = lines.map((line) => {
    const invoice = invoiceOf(store, line.togaiId);
    if (invoice.owner.id !== account.id && invoice.owner.id !== account.invoiceGroupId) {
      throw new TogaiRefusal(400, `Invoice ${invoice.id} is not of account ${account.id}`);
    }
    if (invoice.currency !== currency)
      throw new TogaiRefusal(400, `currency: invoice ${invoice.id} is in ${invoice.currency}`);
    requirePayable(invoice);
    requireUnlocked(store, invoice);
    return { invoice, amount: line.amount };
  });
  const payment: Payment = {
    id: `payment.${store.newId('', 7)}.${store.newId('', 5)}`,
    accountId: account.id,
    currency,
    total,
    description: body.description,
    notes: body.notes,
    reference: body.externalPaymentReference,
    lines,
    createdAt: store.clock.now(),
  };
  store.payments.set(payment.id, payment);
  store.paymentRows.push(payment);
  for (const { invoice, amount } of invoices) recordMoney(store, invoice, amount, payment.id);
  return payment;
}

/** `/payments`: no idempotency key and no filter, as at Togai. */
export function paymentRoutes(instance: FastifyInstance, store: TogaiStore): void {
  instance.post('/payments', (request, reply) =>
    reply.code(201).send(paymentView(record(store, parseWith(paymentBody, request.body)))),
  );
  instance.get('/payments', (request) =>
    listPage(
      request.query,
      { standard: 50, most: 50 },
      () => ({ rows: store.paymentRows, matches: () => true }),
      paymentView,
    ),
  );
  instance.get<{ Querystring: { version?: string } }>('/payments/:id', (request) => {
    const id = idOf(request);
    const payment = store.payments.get(id);
    const { version } = request.query;
    if (payment === undefined || (version !== undefined && version !== '1')) throw notFound('Payment', id);
    return paymentView(payment);
  });
}
