import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { invoiceStatuses } from '../togai/entities.js';
import { overrideInvoice } from '../togai/invoice-override.js';
import { invoiceView } from '../togai/invoice-view.js';
import type { Togai } from '../togai/plugin.js';
import { invoiceOf } from '../togai/store.js';
import { chosenNumber } from './input.js';
import { decimalText, idOf, parseWith, wholeNumber } from '../togai/wire.js';

const override = z.strictObject({
  status: z.enum(invoiceStatuses).optional(),
  finalizingStatus: z.enum(['FINALIZING', 'FINALIZED']).optional(),
  totalAmount: decimalText.optional(),
  paidAmount: decimalText.optional(),
  dueDate: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional(),
  owner: z.strictObject({ type: z.enum(['ACCOUNT', 'INVOICE_GROUP']), id: z.string().min(1) }).optional(),
});

const quota = z.strictObject({ requestsPerSecond: wholeNumber.pipe(z.number().min(1)).nullable() });

const howMany = z.strictObject({ count: chosenNumber(0, 1_000_000_000) });

/**
 * What Togai does by itself or in its web app, and no API call can: `POST /togai/invoices/:id`, `/togai/quota`,
 * `/togai/lost-updates` and `/togai/write-refusals`.
 */
export function togaiControl(instance: FastifyInstance, billing: Togai): void {
  const { store } = billing;
  instance.post('/togai/invoices/:id', (request) => {
    const invoice = invoiceOf(store, idOf(request));
    overrideInvoice(store, invoice, parseWith(override, request.body));
    return invoiceView(invoice);
  });
  instance.post('/togai/quota', (request) => {
    const { requestsPerSecond } = parseWith(quota, request.body);
    billing.setRequestsPerSecond(requestsPerSecond);
    return { requestsPerSecond };
  });
  instance.post('/togai/lost-updates', (request) => {
    const { count } = parseWith(howMany, request.body);
    billing.loseNextUpdates(count);
    return { count };
  });
  instance.post('/togai/write-refusals', (request) => {
    const { count } = parseWith(howMany, request.body);
    billing.refuseNextWrites(count);
    return { count };
  });
}
