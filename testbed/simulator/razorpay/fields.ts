import { badRequest } from './errors.js';
import type { Notes } from './entities.js';
import type { Body } from './request.js';

/** Refuses fields the endpoint does not know (`extra_field_sent`). */
export function onlyKnown(body: Body, known: readonly string[]): void {
  const extra = Object.keys(body).filter((field) => !known.includes(field));
  if (extra.length === 0) return;
  const verb = extra.length === 1 ? 'is' : 'are';
  throw badRequest(`${extra.join(', ')} ${verb} not required and should not be sent`, {
    reason: 'extra_field_sent',
  });
}

/** A string (numbers are taken as their digits where `numeric`), or null. `max` counts characters. */
export function text(body: Body, field: string, max?: number, numeric = false): string | null {
  const value = body[field];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'number' && numeric) return text({ [field]: String(value) }, field, max);
  if (typeof value !== 'string')
    throw badRequest(`expected string but provided ${JSON.stringify(value)}`, { field });
  if (max !== undefined && value.length > max) {
    throw badRequest(`The ${field} may not be greater than ${max} characters.`, { field });
  }
  return value;
}

/** Like {@link text}, and required. */
export function requiredText(body: Body, field: string, max?: number, numeric = false): string {
  const value = text(body, field, max, numeric);
  if (value === null) throw badRequest(`The ${field} field is required.`, { field });
  return value;
}

/** One of the listed words, or null. */
export function oneOf<Word extends string>(body: Body, field: string, words: readonly Word[]): Word | null {
  const value = text(body, field);
  if (value === null) return null;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw badRequest(`The selected ${field} is invalid.`, { field });
  return word;
}

/** An integer, also written as digits, or null. */
export function integer(body: Body, field: string): number | null {
  const value = body[field];
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
    throw badRequest(`The ${field} must be an integer.`, { field });
  }
  return number;
}

/** An integer amount in subunits of at least ₹1 (100), whatever the currency's own minimum. */
export function amountOf(body: Body, field: string): number | null {
  const value = integer(body, field);
  if (value !== null && value < 100) throw badRequest('The amount must be at least INR 1.00', { field });
  return value;
}

/** Booleans as JSON, forms and old SDKs write them. */
export function flag(body: Body, field: string): boolean | null {
  const value = body[field];
  if (value === undefined || value === null || value === '') return null;
  if (value === true || value === 1 || value === '1' || value === 'true') return true;
  if (value === false || value === 0 || value === '0' || value === 'false') return false;
  throw badRequest(`The ${field} field must be true or false.`, { field });
}

/** At most 15 keys of at most 256 characters; null when not sent. */
export function notesOf(body: Body): Notes | null {
  const value = body.notes;
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') throw badRequest('notes must be an object', { field: 'notes' });
  const entries = Object.entries(value);
  if (entries.length > 15) {
    throw badRequest('Notes should not have more than 15 keys.', { field: 'notes' });
  }
  const notes: Record<string, string> = {};
  for (const [key, entry] of entries) {
    const asText: unknown = typeof entry === 'number' || typeof entry === 'boolean' ? String(entry) : entry;
    if (typeof asText !== 'string')
      throw badRequest(`The notes.${key} must be a string.`, { field: 'notes' });
    if (asText.length > 256) {
      throw badRequest(`The notes.${key} may not be greater than 256 characters.`, { field: 'notes' });
    }
    notes[key] = asText;
  }
  return entries.length === 0 ? [] : notes;
}

/** ISO codes Razorpay takes here, with the number of decimals; the reference lists the special ones. */
const DECIMALS: Readonly<Record<string, number>> = {
  INR: 2, USD: 2, EUR: 2, GBP: 2, SGD: 2, AED: 2, AUD: 2, CAD: 2, MYR: 2, JPY: 0, KWD: 3, BHD: 3, OMR: 3,
}; // prettier-ignore

/** A currency code of 3 letters that this account takes. Three-decimal amounts must end in 0. */
export function currencyOf(body: Body, amount: number): string {
  const value = requiredText(body, 'currency');
  const decimals = DECIMALS[value];
  if (value.length !== 3 || decimals === undefined) {
    throw badRequest('Currency is not supported', { field: 'currency' });
  }
  if (decimals === 3 && amount % 10 !== 0) {
    throw badRequest(`The amount of ${value} must end in 0.`, { field: 'amount' });
  }
  return value;
}

/** Checks an e-mail address' shape. */
export function emailOf(body: Body, max: number): string | null {
  const value = text(body, 'email', max);
  if (value !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    throw badRequest('The email must be a valid email address.', { field: 'email' });
  }
  return value;
}

/** A phone number of 8 digits or more and at most 15 characters, country code included. */
export function contactOf(body: Body): string | null {
  const value = text(body, 'contact', undefined, true);
  if (value === null) return null;
  if (!/^\+?[\d\s()-]+$/.test(value)) {
    throw badRequest('The contact number contains invalid characters', {
      field: 'contact',
      reason: 'invalid_contact_number',
    });
  }
  if (value.replace(/\D/g, '').length < 8) {
    throw badRequest('Contact number should be at least 8 digits, including country code', {
      field: 'contact',
      reason: 'invalid_contact_number',
    });
  }
  if (value.length > 15) {
    throw badRequest('Contact number should not be greater than 15 digits, including country code', {
      field: 'contact',
      reason: 'invalid_contact_number',
    });
  }
  return value;
}
