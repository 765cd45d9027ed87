import type { BillingInvoice, InvoiceAmounts } from '../../contracts/billing.js';
import { exponentOf, toMoney } from './decimal.js';
import type { TogaiInvoice } from './schemas.js';

/** The invoice's currency as far as the invoice itself tells it; Togai has no top-level field for it. */
export function currencyOf(invoice: TogaiInvoice): string | undefined {
  return (
    invoice.invoiceDetails?.account?.invoiceCurrency ??
    invoice.invoiceDetails?.invoiceGroup?.invoiceCurrency ??
    invoice.revenueInfo?.units
  );
}

/** Of the billing address, as frozen into the invoice. */
function countryOf({ invoiceDetails }: TogaiInvoice): string | undefined {
  return invoiceDetails?.account?.address?.country ?? invoiceDetails?.invoiceGroup?.address?.country;
}

/** Documented only by what stands in `invoiceDetails`; an explicit `ownerType` wins where it is sent. */
export function ownerTypeOf(invoice: TogaiInvoice): 'account' | 'invoice_group' {
  if (invoice.ownerType !== undefined)
    return invoice.ownerType === 'INVOICE_GROUP' ? 'invoice_group' : 'account';
  const group = invoice.invoiceDetails?.invoiceGroup;
  return group === undefined || group === null ? 'account' : 'invoice_group';
}

export function toBillingInvoice(
  invoice: TogaiInvoice,
  currency: string | undefined,
  customerIdSetting: string | undefined,
): BillingInvoice {
  return {
    invoiceId: invoice.id,
    status: invoice.status,
    finalizing: invoice.finalizingStatus === 'FINALIZING',
    ownerType: ownerTypeOf(invoice),
    ownerId: invoice.ownerId,
    amounts: amountsOf(invoice, currency),
    dueDate: invoice.dueDate ?? undefined,
    country: countryOf(invoice),
    customerIdSetting,
  };
}

function amountsOf(invoice: TogaiInvoice, currency: string | undefined): InvoiceAmounts {
  const exponent = currency === undefined ? undefined : exponentOf(currency);
  if (currency === undefined || exponent === undefined) return { kind: 'currency_unknown' };
  const total = toMoney(invoice.totalAmount, currency, exponent);
  if (total === undefined) return { kind: 'not_expressible', currency, text: invoice.totalAmount };
  const paid = toMoney(invoice.paidAmount, currency, exponent);
  if (paid === undefined) return { kind: 'not_expressible', currency, text: invoice.paidAmount };
  return { kind: 'exact', total, paid };
}
