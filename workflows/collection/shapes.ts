import type { Hint, PaymentSubmission } from '../../contracts/collection.js';
import { callerKeyPattern, vaultReferencePattern } from '../../contracts/ids.js';
import type { CallbackFields, OtpRequest } from '../../contracts/messages.js';
import { isObject } from '../by-hand.js';
import { fail } from './messages.js';

type Check = (value: unknown) => boolean;
type Shape<T> = Readonly<Record<keyof T, Check>>;

const text: Check = (value) => typeof value === 'string' && value !== '';
const flag: Check = (value) => typeof value === 'boolean';
const count: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

function like(pattern: RegExp): Check {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function oneOf(...known: readonly string[]): Check {
  return (value) => known.some((one) => one === value);
}

function optional(holds: Check): Check {
  return (value) => value === undefined || holds(value);
}

function eitherOf(...shapes: readonly Check[]): Check {
  return (value) => shapes.some((holds) => holds(value));
}

function listOf(holds: Check): Check {
  return (value) => Array.isArray(value) && value.every(holds);
}

function holding(shape: Readonly<Record<string, Check>>): Check {
  return (value) => isObject(value) && wrongField(value, shape) === undefined;
}

function wrongField(value: unknown, shape: Readonly<Record<string, Check>>): string | undefined {
  const fields: Readonly<Record<string, unknown>> = isObject(value) ? { ...value } : {};
  return Object.entries(shape).find(([name, holds]) => !holds(fields[name]))?.[0];
}

/**
 * The argument of an update that is sent by hand may hold anything, and the loop would stop for good at a field that is not
 * there: it is rejected before anybody reads it, and leaves nothing in the history. What is asked for here is what our own
 * code counts on; how long a text may be, and what Razorpay takes, the client library asks.
 */
function requiring<T>(shape: Shape<T>): (input: unknown) => void {
  return (input) => {
    const wrong = wrongField(input, shape);
    if (wrong !== undefined) throw fail('INVALID_INPUT', wrong);
  };
}

const payer = { amount: optional(count), email: text, contact: text, ip: text };
const upi = eitherOf(
  holding({ flow: oneOf('intent', 'in_app') }),
  holding({ flow: oneOf('collect'), vpa: text }),
);

const captureConfig = holding({
  capture: oneOf('automatic', 'manual'),
  capture_options: holding({
    automatic_expiry_period: optional(count),
    manual_expiry_period: optional(count),
  }),
});

export const requireSubmission = requiring<PaymentSubmission>({
  // It stands in summaries and notes, which take no text of any length.
  attemptId: like(callerKeyPattern),
  contentHash: text,
  payment: eitherOf(
    holding({ ...payer, method: oneOf('netbanking'), bank: text }),
    holding({ ...payer, method: oneOf('card'), card: like(vaultReferencePattern) }),
    holding({ ...payer, method: oneOf('upi'), upi }),
  ),
  order: optional(
    holding({
      partial_payment: optional(flag),
      first_payment_min_amount: optional(count),
      transfers: optional(listOf(holding({ amount: count, currency: text }))),
      payment_config: optional(captureConfig),
    }),
  ),
  orderHash: optional(text),
  retryOf: optional(holding({ id: optional(text), receipt: optional(text) })),
  replace: optional(flag),
  takenAt: optional(count),
});

export const requireOtpRequest = requiring<OtpRequest>({
  attemptId: like(callerKeyPattern),
  step: oneOf('generate', 'submit', 'resend'),
  otp: optional(like(vaultReferencePattern)),
});

export const requireCallback = requiring<CallbackFields>({
  razorpay_payment_id: text,
  razorpay_order_id: text,
  razorpay_signature: text,
});

const hint: Shape<Hint> = {
  ...{ evidence: text, event: text, eventId: optional(text) },
  ...{ paymentId: optional(text), orderId: optional(text) },
  ...{ disputeId: optional(text), refundId: optional(text) },
};

export function isHint(input: unknown): input is Hint {
  return wrongField(input, hint) === undefined;
}
