import { z } from 'zod';
import { noteKeys } from '../names.js';
import type { Browser, CardAuthentication, UpiDetails } from '../payment-request.js';
import type { ParsedPaymentForm } from '../requests.js';
import { cardFormSchema } from './card-form.js';
import {
  contactNumber,
  emailAddress,
  ipAddress,
  notesBesides,
  shaped,
  subunits,
  text,
  webUrl,
} from './fields.js';

/** Our notes on every payment. */
const ownPaymentNotes = [noteKeys.connection, noteKeys.invoiceId, noteKeys.round, noteKeys.attemptId].length;

const common = {
  amount: subunits.exactOptional(),
  email: emailAddress,
  contact: contactNumber,
  ip: ipAddress,
  referer: text(2048).exactOptional(),
  user_agent: text(1024).exactOptional(),
  description: text(255).exactOptional(),
  notes: notesBesides(ownPaymentNotes).exactOptional(),
  callback_url: webUrl.exactOptional(),
};

const count = z.int('must be an integer').nonnegative('must not be negative');

const browserSchema: z.ZodType<Browser> = z.strictObject({
  java_enabled: z.boolean('must be true or false'),
  javascript_enabled: z.boolean('must be true or false'),
  timezone_offset: z
    .int('must be an integer (minutes)')
    .min(-900, 'must be at least -900 (minutes)')
    .max(900, 'must be at most 900 (minutes)'),
  color_depth: count,
  screen_width: count,
  screen_height: count,
});

const authenticationSchema: z.ZodType<CardAuthentication> = z.strictObject({
  authentication_channel: z.enum(['browser', 'app'], 'must be browser or app'),
});

const upiSchema: z.ZodType<UpiDetails> = z.discriminatedUnion(
  'flow',
  [
    z.strictObject({ flow: z.literal('intent') }),
    z.strictObject({ flow: z.literal('in_app') }),
    z.strictObject({
      flow: z.literal('collect'),
      vpa: shaped(/^[A-Za-z0-9._-]{2,256}@[A-Za-z][A-Za-z0-9]{1,63}$/, 'a UPI address (name@handle)'),
      expiry_time: z
        .int('must be an integer (minutes)')
        .min(1, 'must be at least 1 (minute)')
        .max(5760, 'must be at most 5760 (minutes)')
        .exactOptional(),
    }),
  ],
  'must have flow collect, intent or in_app',
);

/**
 * One payment as a caller hands it over, with the limits of Razorpay's Single Integration API. UPI without its block is
 * UPI intent: collect is deprecated, and in_app works in the merchant's own app only.
 */
export const paymentFormSchema: z.ZodType<ParsedPaymentForm> = z.discriminatedUnion(
  'method',
  [
    z.strictObject({
      ...common,
      method: z.literal('netbanking'),
      bank: shaped(/^[A-Z0-9_]{2,20}$/, 'a bank code, e.g. HDFC'),
    }),
    z
      .strictObject({
        ...common,
        method: z.literal('card'),
        card: cardFormSchema,
        authentication: authenticationSchema.exactOptional(),
        browser: browserSchema.exactOptional(),
      })
      .refine(
        ({ authentication, browser }) =>
          browser !== undefined || authentication?.authentication_channel === 'app',
        { path: ['browser'], error: 'is required unless authentication_channel is app' },
      ),
    z.strictObject({ ...common, method: z.literal('upi'), upi: upiSchema.default({ flow: 'intent' }) }),
  ],
  'must have method netbanking, card or upi',
);
