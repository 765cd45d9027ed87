import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';

/**
 * What we read of Togai's answers, after a parser that keeps numbers as their text: an amount must never have been a
 * binary fraction. Unknown fields pass.
 */

const decimalText = z.instanceof(LosslessNumber).transform((number) => number.value);

/**
 * Unix milliseconds. Togai's pages show dates as ISO text and as epoch milliseconds; a date in neither form is not
 * worth stopping a collection for.
 */
const instant = z
  .union([
    z.instanceof(LosslessNumber).transform((number) => Number(number.value)),
    z.string().transform((value) => Date.parse(value)),
  ])
  .nullish()
  .transform((value) => (value === null || Number.isNaN(value) ? undefined : value));

const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));

/** Only reminders ask for it, so an address of another shape is none. */
const billingAddress = z.object({ country: text }).nullish().catch(undefined);

const billedParty = z.object({ invoiceCurrency: text, address: billingAddress }).nullish();

export const invoice = z.object({
  id: z.string(),
  status: z.enum([
    'DRAFT',
    'DUE',
    'PAID',
    'VOID',
    'UN_COLLECTIBLE',
    'REFUND_INITIATED',
    'REFUND_COMPLETED',
    'MERGED',
    'PARTIALLY_PAID',
  ]),
  finalizingStatus: text,
  ownerId: z.string().min(1),
  ownerType: text,
  totalAmount: decimalText,
  paidAmount: decimalText,
  dueDate: instant,
  invoiceDetails: z.object({ account: billedParty, invoiceGroup: billedParty }).nullish(),
  revenueInfo: z.object({ units: text }).nullish(),
});
export type TogaiInvoice = z.output<typeof invoice>;

export const account = z.object({
  id: z.string(),
  togaiCustomerId: text,
  customerId: text,
  name: z.string(),
  status: z.enum(['ACTIVE', 'DRAFT', 'ARCHIVED']).catch('ACTIVE'),
  invoiceCurrency: text,
  primaryEmail: text,
  address: z.object({ phoneNumber: text }).nullish(),
});
export type TogaiAccount = z.output<typeof account>;

export const setting = z.object({
  id: z.string(),
  name: text,
  value: z.string(),
  namespace: z.string(),
  entityType: text,
  entityId: text,
});
export type TogaiSetting = z.output<typeof setting>;

/** What lists tell of an invoice and of an account. */
export const listedInvoice = z.object({ id: z.string(), status: z.string() });
export const listedAccount = z.object({
  id: z.string(),
  status: text,
  settings: z.array(z.object({ id: text, name: text, value: text })).nullish(),
});

/** The request says `externalPaymentReference`, the answer has it in the plural, though it is one object. */
export const paymentEntry = z.object({
  id: text,
  externalPaymentReferences: z.object({ transactionNumber: text }).nullish().catch(undefined),
  externalPaymentReference: z.object({ transactionNumber: text }).nullish().catch(undefined),
});

/** Writes answer with the object, or with 204 and nothing. */
export const written = z.unknown();

export const page = z.object({ data: z.array(z.unknown()) });

export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ data: z.ZodArray<Item>; nextToken: typeof text }> {
  return z.object({ data: z.array(item), nextToken: text });
}

/** Togai's only error body. */
export const errorBody = z.object({ message: z.string() });
