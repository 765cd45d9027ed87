/** Statuses of a Togai invoice. */
export const invoiceStatuses = [
  'DRAFT',
  'DUE',
  'PAID',
  'VOID',
  'UN_COLLECTIBLE',
  'REFUND_INITIATED',
  'REFUND_COMPLETED',
  'MERGED',
  'PARTIALLY_PAID',
] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** What `PATCH /invoices/:id` may set; the rest only Togai itself (here: the control API) sets. */
export const patchableStatuses = ['DUE', 'PAID', 'VOID', 'UN_COLLECTIBLE', 'REFUND_INITIATED'] as const;

type AddressField = 'phoneNumber' | 'line1' | 'line2' | 'postalCode' | 'city' | 'state' | 'country';

/** Where somebody is; the phone number lives here, too. */
export type Address = { readonly [field in AddressField]?: string | undefined };

export interface Customer {
  readonly id: string;
  readonly togaiCustomerId: string;
  name: string;
  primaryEmail: string;
  address: Address;
  readonly createdAt: number;
  updatedAt: number;
}

export interface Account {
  readonly id: string;
  readonly togaiAccountId: string;
  readonly togaiCustomerId: string;
  readonly customerId: string;
  name: string;
  status: 'ACTIVE' | 'DRAFT';
  invoiceCurrency: string;
  netTermDays: number;
  readonly aliases: readonly { readonly alias: string }[];
  address?: Address | undefined;
  primaryEmail?: string | undefined;
  metadata?: Readonly<Record<string, string>> | undefined;
  tags?: readonly string[] | undefined;
  invoiceGroupId?: string | undefined;
}

export interface InvoiceGroup {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly dailyInvoiceConsolidation: boolean;
  readonly netTermDays: number;
  readonly invoiceCurrency: string;
  readonly address: Address;
  readonly accountsCount: number;
  readonly createdAt: number;
}

export interface Setting {
  readonly id: string;
  value: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly namespace: string;
  name: string;
  dataType: 'STRING' | 'NUMERIC' | 'JSON' | 'JSON_LOGIC';
}

export interface LineItem {
  readonly description: string;
  readonly amount: number;
}

/** An invoice. `total`, `recorded` and `paid` are minor units of `currency`; times are Unix milliseconds. */
export interface Invoice {
  readonly id: string;
  readonly sequenceId: string;
  readonly customerId: string;
  owner: { readonly type: 'ACCOUNT' | 'INVOICE_GROUP'; readonly id: string };
  currency: string;
  status: InvoiceStatus;
  finalizingStatus?: 'FINALIZING' | 'FINALIZED' | undefined;
  lines: readonly LineItem[];
  total: number;
  /** What recorded payments and wallet came to. */
  recorded: number;
  /** What `paidAmount` shows: the whole total once somebody marked the invoice paid. */
  paid: number;
  autoAdvance: boolean;
  startDate: number;
  endDate: number;
  readonly generatedAt: number;
  invoiceDate: number;
  dueDate: number;
  updatedAt: number;
  readonly netTermDays: number;
  /** The names frozen when the invoice was made, already in wire form. */
  details: Readonly<Record<string, unknown>>;
}

export interface PaymentLine {
  readonly type: 'INVOICE';
  readonly togaiId: string;
  readonly amount: number;
  readonly order: number;
}

/** A recorded payment; amounts are minor units of `currency`. */
export interface Payment {
  readonly id: string;
  readonly accountId: string;
  readonly currency: string;
  readonly total: number;
  readonly description?: string | undefined;
  readonly notes?: string | undefined;
  readonly reference: Readonly<Record<string, unknown>>;
  readonly lines: readonly PaymentLine[];
  readonly createdAt: number;
}

/**
 * One thing that happened to an invoice: a status that changed, a write that changed nothing, money recorded, a write that
 * was answered and lost (`to` is what the invoice stayed), or something else that Togai itself has set.
 */
export interface LedgerEntry {
  readonly kind:
    | 'status'
    | 'unchanged'
    | 'payment'
    | 'lost'
    | 'total'
    | 'paid_amount'
    | 'due_date'
    | 'finalizing_status'
    | 'owner';
  /** Business time in Unix milliseconds. */
  readonly at: number;
  readonly invoiceId: string;
  readonly from: InvoiceStatus;
  readonly to: InvoiceStatus;
  /** `api`, `control` or the id of the recorded payment. */
  readonly by: string;
  /** Minor units; only for `payment`, and for `total` and `paid_amount`: what it became. */
  readonly amount?: number;
  /** What a due date, a finalizing status or an owner became. */
  readonly value?: string;
}

/** One thing that happened to an object. What is written to an invoice is a `LedgerEntry`. */
export interface ObjectEntry {
  readonly object: 'customer' | 'account' | 'invoice_group' | 'setting' | 'invoice';
  /** Business time in Unix milliseconds. */
  readonly at: number;
  /** Of a setting the composite one. */
  readonly id: string;
  readonly change: 'created' | 'edited' | 'deleted';
  /** What a setting says since then. */
  readonly value?: string;
}
