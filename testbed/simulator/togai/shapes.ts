import { z } from 'zod';
import { wholeNumber } from './wire.js';

/** Shapes that several of Togai's requests share (field names and lengths from its published OpenAPI file). */
export const idText = z.string().min(1).max(50);
export const nameText = z.string().min(3).max(255);
export const emailText = z.string().max(320);
export const currencyText = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code');
export const metadata = z.record(z.string(), z.string());

export const address = z.object({
  phoneNumber: z.string().optional(),
  line1: z.string().optional(),
  line2: z.string().optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  country: z.string().optional(),
});

export const dataType = z.enum(['STRING', 'NUMERIC', 'JSON', 'JSON_LOGIC']);

export const embeddedSetting = z.strictObject({
  id: z.string().min(1),
  value: z.string(),
  namespace: z.string().min(1),
  name: z.string(),
  dataType,
});

export const embeddedAccount = z.object({
  id: idText,
  name: nameText,
  invoiceCurrency: currencyText.optional(),
  aliases: z
    .array(z.object({ alias: z.string().max(50) }))
    .max(10)
    .optional(),
  address: address.optional(),
  primaryEmail: emailText.optional(),
  settings: z.array(embeddedSetting).max(10).optional(),
  netTermDays: wholeNumber.optional(),
  metadata: metadata.optional(),
  tags: z.array(z.string()).optional(),
  status: z.enum(['ACTIVE', 'DRAFT']).optional(),
});
