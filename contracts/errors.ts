/** Every error code of the product, with whether trying again can help and a sentence that is safe to show to a person. */
export const errorCodes = {
  // What a caller sent.
  INVALID_INPUT: { retryable: false, text: 'A field of the request is missing or outside its limit.' },
  UNKNOWN_CONNECTION: { retryable: false, text: 'No connection of this name is configured.' },
  CARD_VAULT_MISSING: {
    retryable: false,
    text: 'Card details need a card vault that this process shares with the worker.',
  },
  VAULT_REFERENCE_UNKNOWN: {
    retryable: false,
    text: 'The card details are gone: used before, or expired.',
  },
  // What the collection answers.
  ATTEMPT_ID_REUSED: { retryable: false, text: 'This attempt id was used before with other content.' },
  ATTEMPT_OPEN: {
    retryable: false,
    text: 'An earlier attempt may still succeed. Wait for it, or say that it is to be replaced.',
  },
  ATTEMPT_LIMIT_REACHED: { retryable: false, text: 'The number of attempts the policy allows is used up.' },
  ATTEMPT_UNKNOWN: { retryable: false, text: 'No attempt with this id has a payment.' },
  ALREADY_PAID: { retryable: false, text: 'The invoice is paid.' },
  COLLECTION_ENDED: { retryable: false, text: 'The collection of this invoice has ended.' },
  COLLECTION_CLOSING: {
    retryable: false,
    text: 'The collection of this invoice is being closed; no new attempt is accepted.',
  },
  COLLECTION_HELD: { retryable: false, text: 'The collection waits for a decision of a person.' },
  COLLECTION_NOT_FOUND: {
    retryable: false,
    text: 'No collection of this invoice was ever started, or it is forgotten.',
  },
  STRAY_PAYMENT_NOT_FOUND: {
    retryable: false,
    text: 'No payment of this id waits for a decision.',
  },
  PAYMENT_UNKNOWN: { retryable: false, text: 'This invoice has no payment of this id.' },
  PAYMENT_NOT_CAPTURED: {
    retryable: false,
    text: 'The payment is not captured, so nothing of it can be refunded.',
  },
  PAYMENT_DISPUTED: {
    retryable: false,
    text: 'A dispute of the payment was lost, so its money went back by that way.',
  },
  REFUND_ID_REUSED: { retryable: false, text: 'This refund id was used before with other content.' },
  REFUND_WITHDRAWN: { retryable: false, text: 'The refund was taken back before it was sent.' },
  REFUND_TOO_LARGE: { retryable: false, text: 'More than what is left of the payment cannot be refunded.' },
  REFUND_TOO_SMALL: { retryable: false, text: "The amount is under Razorpay's minimum." },
  NOT_COLLECTABLE: { retryable: false, text: 'The invoice cannot be collected in its present state.' },
  WRONG_MODE: {
    retryable: false,
    text: 'The invoice is collected by a payment request, not by direct payments.',
  },
  ORDER_MISMATCH: {
    retryable: false,
    text: 'The order named for the retry is not the order of this invoice.',
  },
  ORDER_OPTIONS_CHANGED: { retryable: false, text: 'The order exists already with other options.' },
  AMOUNT_MISMATCH: {
    retryable: false,
    text: 'The payment amount differs from the amount due and the order takes no partial payments.',
  },
  PARTIAL_NEEDS_RECORD_PAYMENT: {
    retryable: false,
    text: 'Partial payments need a connection that records payments in Togai.',
  },
  CALLBACK_REFUSED: { retryable: false, text: 'The callback is not signed for an order of this invoice.' },
  DOWNTIME: { retryable: false, text: 'The instrument has a severe downtime; nothing was sent.' },
  CONNECTION_HELD: {
    retryable: false,
    text: 'The connection takes no payments until it is released; nothing was sent.',
  },
  INSTRUMENT_DISABLED: {
    retryable: false,
    text: 'Razorpay has refused this instrument lately; nothing was sent.',
  },
  TEMPORAL_UNAVAILABLE: { retryable: true, text: 'The orchestrator cannot be reached right now.' },
  // What a provider did.
  PROVIDER_NOT_REACHED: { retryable: true, text: 'The provider could not be reached; nothing was sent.' },
  PROVIDER_THROTTLED: { retryable: true, text: 'The provider asks us to slow down.' },
  PROVIDER_UNAVAILABLE: { retryable: true, text: 'The provider has trouble or did not answer in time.' },
  PROVIDER_ANSWER_UNREADABLE: {
    retryable: true,
    text: 'The provider answered something that cannot be read.',
  },
  PROVIDER_REFUSED: { retryable: false, text: 'The provider refused the request.' },
  CREDENTIALS_REFUSED: { retryable: false, text: 'The provider refused the credentials of this connection.' },
  OUTCOME_UNKNOWN: { retryable: false, text: 'The answer was lost; the payment may or may not exist.' },
  INVOICE_NOT_FOUND: { retryable: false, text: 'Togai does not know this invoice.' },
  ACCOUNT_NOT_FOUND: { retryable: false, text: 'Togai does not know this account.' },
} as const satisfies Record<string, { readonly retryable: boolean; readonly text: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** What an error tells besides its code. `received` is the kind of the value, never a sensitive value itself. */
export interface ErrorDetails {
  readonly field?: string;
  readonly limit?: string;
  readonly received?: string;
  readonly [key: string]: unknown;
}

/** The four things to do about a failed payment. */
export type ErrorClass = 'retry_same' | 'use_another' | 'wait' | 'fix_integration';

/**
 * What a refusal is about: this one payment or request; an instrument or method that the account cannot take at all; or
 * the connection as a whole, where no payment of anybody will succeed until a person has acted.
 */
export type RefusalScope = 'payment' | 'instrument' | 'connection';

/** A provider's refusal in our terms; Razorpay's own words kept for operators. */
export interface ProviderRefusal {
  readonly class: ErrorClass;
  readonly concerns: RefusalScope;
  readonly code: string;
  readonly reason: string | undefined;
  readonly description: string;
  readonly source: string | undefined;
  readonly step: string | undefined;
  readonly field: string | undefined;
  /** A sentence that is safe to show to the customer. */
  readonly customerText: string;
}
