import type { ErrorCode, ProviderRefusal } from '../contracts/errors.js';
import type { BillingAnswer, BillingRefusal } from '../providers/billing-system.js';
import { classifyRefusal } from '../providers/razorpay/error-classes.js';
import type { Refusal } from '../providers/razorpay/errors.js';
import type { RazorpayAnswer } from '../providers/razorpay/http.js';
import { failure } from './to-application-failure.js';

/** The value of a read that Razorpay has no business refusing. @throws PROVIDER_REFUSED */
export function valueOf<Value>(answer: RazorpayAnswer<Value>, what: string): Value {
  if (answer.ok) return answer.value;
  throw refused(answer.refusal, what);
}

/** A refusal that no caller can act on. Razorpay's own words stay out: they may quote what was sent. */
export function refused(refusal: Refusal, what: string): Error {
  const { status, code, reason } = refusal;
  return failure('PROVIDER_REFUSED', `${what}: ${String(status)} ${code} ${reason ?? ''}`.trimEnd());
}

/** @throws `notFound` when Togai does not know the object, else PROVIDER_REFUSED */
export function billingValueOf<Value>(
  answer: BillingAnswer<Value>,
  what: string,
  notFound: ErrorCode,
): Value {
  if (answer.ok) return answer.value;
  throw answer.refusal.notFound ? failure(notFound, what) : billingRefused(answer.refusal, what);
}

export function billingRefused(refusal: BillingRefusal, what: string): Error {
  return failure('PROVIDER_REFUSED', `${what}: ${String(refusal.status)}`);
}

/** Razorpay's refusal in our terms. */
export function toProviderRefusal(refusal: Refusal): ProviderRefusal {
  return classifyRefusal(refusal);
}
