import type { Invoice } from './entities.js';
import { toMajor } from './money.js';
import { dateTime } from './wire.js';

/**
 * An invoice as lists show it. There is no top-level currency (it stands in `invoiceDetails`),
 * and amounts are JSON numbers in major units.
 */
export function invoiceSummary(invoice: Invoice): object {
  return {
    id: invoice.id,
    customerId: invoice.customerId,
    ownerId: invoice.owner.id,
    status: invoice.status,
    ...(invoice.finalizingStatus === undefined ? {} : { finalizingStatus: invoice.finalizingStatus }),
    invoiceClass: 'INVOICE',
    invoiceType: 'CUSTOM',
    startDate: dateTime(invoice.startDate),
    endDate: dateTime(invoice.endDate),
    endDateInclusive: dateTime(invoice.endDate - 1),
    invoiceDate: dateTime(invoice.invoiceDate),
    dueDate: dateTime(invoice.dueDate),
    generatedAt: dateTime(invoice.generatedAt),
    updatedAt: dateTime(invoice.updatedAt),
    sequenceId: invoice.sequenceId,
    totalAmount: toMajor(invoice.total, invoice.currency),
    paidAmount: toMajor(invoice.paid, invoice.currency),
    invoiceDetails: invoice.details,
    netTermDays: invoice.netTermDays,
  };
}

/** An invoice as reading one shows it. */
export function invoiceView(invoice: Invoice): object {
  return { ...invoiceSummary(invoice), autoAdvance: invoice.autoAdvance, metadata: {}, info: [] };
}
