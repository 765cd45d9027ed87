import type { Account, Customer, InvoiceGroup } from './entities.js';
import type { TogaiStore } from './store.js';

/** The `invoiceDetails` of an invoice: names, addresses and currency as they are now, frozen from here on. */
export function invoiceDetails(
  store: TogaiStore,
  customerId: string,
  owner: { readonly account: Account } | { readonly group: InvoiceGroup },
): Readonly<Record<string, unknown>> {
  const customer = store.customers.get(customerId);
  return {
    ...(customer === undefined ? {} : { customer: customerPart(customer) }),
    ...('group' in owner
      ? { invoiceGroup: groupPart(owner.group) }
      : { account: accountPart(owner.account, customer) }),
  };
}

function customerPart({ name, primaryEmail, address }: Customer): object {
  return { name, primaryEmail, address };
}

/** `address` and `primaryEmail` are required here but optional on an account: the customer's stand in. */
function accountPart(account: Account, customer: Customer | undefined): object {
  return {
    name: account.name,
    invoiceCurrency: account.invoiceCurrency,
    address: account.address ?? customer?.address ?? {},
    primaryEmail: account.primaryEmail ?? customer?.primaryEmail ?? '',
  };
}

function groupPart({
  id,
  name,
  email,
  dailyInvoiceConsolidation,
  invoiceCurrency,
  address,
}: InvoiceGroup): object {
  return { id, name, email, dailyInvoiceConsolidation, invoiceCurrency, address };
}
