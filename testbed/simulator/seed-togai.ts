import { parse, stringify } from 'lossless-json';
import { request } from 'undici';
import { z } from 'zod';
import type { InvoiceStatus } from './togai/entities.js';
import { toMajor } from './togai/money.js';

/** Fills the simulated Togai over HTTP, as a person at Togai's web app would. For demo, bench and tests. */
export interface TogaiSeeder {
  /** Returns the customer's id. */
  customer(customer?: {
    readonly id?: string;
    readonly name?: string;
    readonly email?: string;
  }): Promise<string>;
  /** Returns the account's id. Without `customerId` a customer of the same name is made. */
  account(account: SeedAccount): Promise<string>;
  /** Returns the invoice's id. */
  invoice(invoice: SeedInvoice): Promise<string>;
  /** An invoice owned by an invoice group made for it; the Razorpay customer id becomes the group's setting. */
  invoiceGroupInvoice(
    invoice: SeedInvoice & { readonly groupName: string; readonly razorpayCustomerId?: string },
  ): Promise<{ readonly invoiceId: string; readonly groupId: string }>;
}

export interface SeedAccount {
  readonly id?: string;
  readonly customerId?: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly currency: string;
  /** Of the address, ISO 3166-1 alpha-2; default IN. */
  readonly country?: string;
  /** Stored as the setting `RazorPayCustomerId`. */
  readonly razorpayCustomerId?: string;
}

export interface SeedInvoice {
  readonly accountId: string;
  /** Subunits of the account's currency. */
  readonly amount: number;
  /** ISO 4217, the account's currency. */
  readonly currency: string;
  /** Default DUE. */
  readonly status?: InvoiceStatus;
  /** ISO date-time. */
  readonly dueDate?: string;
  readonly finalizingStatus?: 'FINALIZING' | 'FINALIZED';
  /** Subunits that wallet or credits have already paid. */
  readonly amountPaid?: number;
  readonly description?: string;
}

const made = z.object({ id: z.string() });

/** The namespace that Togai's examples show for settings of one's own. */
const namespace = 'USER';

/**
 * @param options.togaiUrl ends in `/togai`; the control API is reached beside it
 * @throws Error from every function when the simulator does not answer 2xx
 */
export function createTogaiSeeder(options: {
  readonly togaiUrl: string;
  readonly token: string;
}): TogaiSeeder {
  const controlUrl = options.togaiUrl.replace(/\/togai$/, '/_simulator');
  let count = 0;

  async function post(url: string, body: object): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await request(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
        body: stringify(body) ?? '',
      });
      const text = await answer.body.text();
      if (answer.statusCode === 429 && attempt < 100) {
        // Togai's own quota applies to the seeder, too.
        await new Promise((resolve) => setTimeout(resolve, 120));
        continue;
      }
      if (answer.statusCode >= 300) throw new Error(`POST ${url} answered ${answer.statusCode}: ${text}`);
      return made.parse(parse(text)).id;
    }
  }

  async function customer(given: Parameters<TogaiSeeder['customer']>[0] = {}): Promise<string> {
    count += 1;
    const {
      id = `CUST${count}`,
      name = `Customer ${count}`,
      email = `billing${count}@customer.example`,
    } = given;
    return post(`${options.togaiUrl}/customers`, {
      id,
      name,
      primaryEmail: email,
      address: { country: 'IN' },
    });
  }

  async function account(given: SeedAccount): Promise<string> {
    count += 1;
    const { id = `ACC${count}`, name, email, phone, currency, country = 'IN', razorpayCustomerId } = given;
    const customerId = given.customerId ?? (await customer({ id: `CUST-${id}`, name, email }));
    return post(`${options.togaiUrl}/accounts`, {
      id,
      name,
      customerId,
      invoiceCurrency: currency,
      primaryEmail: email,
      address: { phoneNumber: phone, country },
      ...(razorpayCustomerId === undefined ? {} : { settings: [razorpaySetting(razorpayCustomerId)] }),
    });
  }

  async function create(given: SeedInvoice, ownerType: 'ACCOUNT' | 'INVOICE_GROUP'): Promise<string> {
    const { status = 'DUE', currency } = given;
    const direct = status === 'DRAFT' || status === 'PAID' ? status : 'DUE';
    const id = await post(`${options.togaiUrl}/invoices`, {
      accountId: given.accountId,
      ownerType,
      startDate: '2026-10-01T00:00:00.000Z',
      endDate: '2026-11-01T00:00:00.000Z',
      status: direct,
      lineItems: [
        { description: given.description ?? 'Subscription', value: toMajor(given.amount, currency) },
      ],
    });
    const beyondTheApi = {
      ...(status === direct ? {} : { status }),
      ...(given.dueDate === undefined ? {} : { dueDate: given.dueDate }),
      ...(given.finalizingStatus === undefined ? {} : { finalizingStatus: given.finalizingStatus }),
      ...(given.amountPaid === undefined ? {} : { paidAmount: toMajor(given.amountPaid, currency) }),
    };
    if (Object.keys(beyondTheApi).length > 0) await post(`${controlUrl}/togai/invoices/${id}`, beyondTheApi);
    return id;
  }

  return {
    customer,
    account,
    invoice: (given) => create(given, 'ACCOUNT'),
    async invoiceGroupInvoice({ groupName, razorpayCustomerId, ...given }) {
      const groupId = await post(`${options.togaiUrl}/invoice_groups`, {
        name: groupName,
        email: 'group@customer.example',
        dailyInvoiceConsolidation: false,
        accountIds: [given.accountId],
        address: { country: 'IN' },
      });
      if (razorpayCustomerId !== undefined) {
        const entity = { entityType: 'INVOICE_GROUP', entityId: groupId };
        await post(`${options.togaiUrl}/settings`, { ...razorpaySetting(razorpayCustomerId), ...entity });
      }
      return { groupId, invoiceId: await create(given, 'INVOICE_GROUP') };
    },
  };
}

function razorpaySetting(value: string): object {
  return { id: 'RazorPayCustomerId', value, namespace, name: 'RazorPayCustomerId', dataType: 'STRING' };
}
