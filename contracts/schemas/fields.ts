import { z } from 'zod';
import { callerKeyPattern, connectionNamePattern } from '../ids.js';
import { isOwnNoteKey } from '../names.js';

/** Razorpay's limits for `notes` (Single Integration API): 15 pairs, 256 characters each. */
const maxNotes = 15;
const maxNoteLength = 256;

/** A string with an upper bound; an empty one is never meant. */
export function text(maxLength: number): z.ZodString {
  return z.string().min(1, 'must not be empty').max(maxLength, `must have at most ${maxLength} characters`);
}

/** A string of a given form; `limit` says the form in words. */
export function shaped(pattern: RegExp, limit: string): z.ZodString {
  return z.string().regex(pattern, `must be ${limit}`);
}

/** Amount in subunits. */
export const subunits = z.int('must be an integer in subunits').positive('must be greater than 0');

/** ISO 4217 alphabetic code. */
export const currencyCode = shaped(/^[A-Z]{3}$/, 'a currency code of 3 capital letters');

/** The customer's e-mail address; Razorpay takes 40 characters. */
export const emailAddress = z.email('must be an e-mail address').max(40, 'must have at most 40 characters');

/** The customer's phone number; Razorpay takes 15 characters including the country code. */
export const contactNumber = shaped(
  /^(?=.{8,15}$)\+?\d{8,15}$/,
  'a phone number of at least 8 digits and at most 15 characters, including + and country code',
);

/** IPv4 or IPv6. */
export const ipAddress = z.union([z.ipv4(), z.ipv6()], 'must be an IPv4 or IPv6 address');

/** A page a browser can be sent to. */
export const webUrl = z
  .url({ protocol: /^https?$/, hostname: /.+/, error: 'must be an http or https URL' })
  .max(2048, 'must have at most 2048 characters');

/**
 * `notes` of which some of Razorpay's 15 pairs are ours.
 *
 * @param ours how many pairs we add ourselves
 */
export function notesBesides(ours: number): z.ZodType<Record<string, string>, Record<string, string>> {
  const limit = maxNotes - ours;
  const besides = ours === 0 ? '' : ` (Razorpay takes ${maxNotes}, ${ours} are the orchestrator's)`;
  return z
    .record(
      z
        .string()
        .min(1, 'must be a key that is not empty')
        .max(maxNoteLength, `must be a key of at most ${maxNoteLength} characters`)
        .refine(
          (key) => !isOwnNoteKey(key),
          'must not start with po_: these keys are the orchestrator’s own',
        ),
      z.string().max(maxNoteLength, `must have at most ${maxNoteLength} characters`),
    )
    .refine((notes) => Object.keys(notes).length <= limit, `must have at most ${limit} keys${besides}`);
}

/** Names a connection in URLs and workflow ids. */
export const connectionName = shaped(
  connectionNamePattern,
  'a connection name: 1 to 39 of a-z, 0-9 and -, not starting with -',
);

/** Ids of Togai's invoices and accounts stand in workflow ids, between slashes. */
const billingId = shaped(/^[^\s/\p{C}]{1,200}$/u, 'an id of 1 to 200 characters without slash or space');

export const invoiceIdField = billingId;
export const accountIdField = billingId;

/** The caller's idempotency key; it travels in the payment's notes and in update ids. */
export const attemptIdField = shaped(callerKeyPattern, '1 to 40 of A-Z, a-z, 0-9, _ and -');
