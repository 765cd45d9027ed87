import type { BillingInvoice } from '../../contracts/billing.js';
import { OUTCOME_SETTING, RAZORPAY_CUSTOMER_SETTING } from '../../contracts/names.js';
import type { BillingAnswer, BillingSystem } from '../billing-system.js';
import type { TogaiHttp } from './http.js';
import { currencyOf, ownerTypeOf, toBillingInvoice } from './invoice.js';
import { listAccounts, listInvoices } from './lists.js';
import { findPayment, postPayment } from './payments.js';
import * as schema from './schemas.js';
import { createTogaiSettings, type SettingName, type SettingOwner } from './settings.js';

export interface TogaiOptions {
  /** Namespace of settings we create; Togai's examples use `USER`. */
  readonly settingNamespace: string;
}

/** Togai behind the billing-system port. */
export function createTogaiBillingSystem(http: TogaiHttp, options: TogaiOptions): BillingSystem {
  const settings = createTogaiSettings(http, options.settingNamespace);

  const fetchInvoice = (invoiceId: string, signal?: AbortSignal) =>
    http.call({ method: 'GET', ...at('/invoices/:id', invoiceId), ...reading(signal) }, schema.invoice);
  const fetchAccount = (accountId: string, signal?: AbortSignal) =>
    http.call({ method: 'GET', ...at('/accounts/:id', accountId), ...reading(signal) }, schema.account);

  const setStatus = async (
    invoiceId: string,
    status: 'PAID' | 'REFUND_INITIATED',
  ): Promise<BillingAnswer<void>> =>
    acknowledged(
      await http.call(
        { method: 'PATCH', ...at('/invoices/:id', invoiceId), json: { status } },
        schema.written,
      ),
    );

  /** The account is asked for its currency only when the invoice does not tell it. */
  async function resolved(
    invoice: schema.TogaiInvoice,
    customerIdSetting: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<BillingAnswer<BillingInvoice>> {
    let currency = currencyOf(invoice);
    if (currency === undefined && ownerTypeOf(invoice) === 'account') {
      const account = await fetchAccount(invoice.ownerId, signal);
      if (!account.ok && !account.refusal.notFound) return account;
      currency = account.ok ? account.value.invoiceCurrency : undefined;
    }
    return { ok: true, value: toBillingInvoice(invoice, currency, customerIdSetting) };
  }

  return {
    async readInvoice(invoiceId, signal) {
      const invoice = await fetchInvoice(invoiceId, signal);
      if (!invoice.ok) return invoice;
      const owner: SettingOwner = ownerTypeOf(invoice.value) === 'account' ? 'ACCOUNT' : 'INVOICE_GROUP';
      const found = await settings.find(customerSetting(owner, invoice.value.ownerId), signal);
      if (!found.ok) return found;
      return resolved(invoice.value, textOf(found.value?.value), signal);
    },
    async readInvoiceAlone(invoiceId, signal) {
      const invoice = await fetchInvoice(invoiceId, signal);
      return invoice.ok ? resolved(invoice.value, undefined, signal) : invoice;
    },
    async readAccount(accountId, signal) {
      const account = await fetchAccount(accountId, signal);
      if (!account.ok) return account;
      const found = await settings.find(customerSetting('ACCOUNT', accountId), signal);
      if (!found.ok) return found;
      const { id, togaiCustomerId, customerId, status, name, primaryEmail, address } = account.value;
      return {
        ok: true,
        value: {
          accountId: id,
          billingCustomerId: textOf(customerId) ?? textOf(togaiCustomerId),
          status,
          name,
          email: primaryEmail,
          phone: address?.phoneNumber,
          customerIdSetting: textOf(found.value?.value),
        },
      };
    },
    writeCustomerId: async (accountId, customerId) =>
      acknowledged(await settings.write(customerSetting('ACCOUNT', accountId), customerId)),
    async readCustomerId(accountId, signal) {
      const found = await settings.find(customerSetting('ACCOUNT', accountId), signal);
      return found.ok ? { ok: true, value: textOf(found.value?.value) } : found;
    },
    async readOutcome(invoiceId, signal) {
      const found = await settings.find(outcomeSetting(invoiceId), signal);
      return found.ok ? { ok: true, value: textOf(found.value?.value) } : found;
    },
    writeOutcome: async (invoiceId, value) =>
      acknowledged(await settings.put(outcomeSetting(invoiceId), value)),
    markPaid: (invoiceId) => setStatus(invoiceId, 'PAID'),
    // Togai's PATCH takes no other status about refunds, and none about partial ones.
    markRefunded: (invoiceId) => setStatus(invoiceId, 'REFUND_INITIATED'),
    recordPayment: async (record) => acknowledged(await postPayment(http, record)),
    findRecordedPayment: (paymentId, pages, signal) => findPayment(http, paymentId, pages, signal),
    listInvoices: (status, page, signal) => listInvoices(http, status, page, signal),
    listAccounts: (page, signal) => listAccounts(http, page, signal),
    checkToken: async (signal) =>
      acknowledged(
        await http.call(
          { method: 'GET', path: '/invoices?pageSize=1', route: '/invoices', ...reading(signal) },
          schema.page,
        ),
      ),
    close: () => http.close(),
  };
}

function customerSetting(owner: SettingOwner, ownerId: string): SettingName {
  return { owner, ownerId, name: RAZORPAY_CUSTOMER_SETTING };
}

function outcomeSetting(invoiceId: string): SettingName {
  return { owner: 'INVOICE', ownerId: invoiceId, name: OUTCOME_SETTING };
}

function reading(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function at(route: string, id: string): { readonly path: string; readonly route: string } {
  return { path: route.replace(':id', encodeURIComponent(id)), route };
}

/** An emptied setting counts as none. */
function textOf(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

function acknowledged(answer: BillingAnswer<unknown>): BillingAnswer<void> {
  return answer.ok ? { ok: true, value: undefined } : answer;
}
