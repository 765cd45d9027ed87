import type { CarriedCollection } from '../contracts/collection.js';
import type { ErrorClass } from '../contracts/errors.js';
import { failureAdvice, type FailedPayment } from '../contracts/failed-payment.js';
import { attemptsUsedUp, openAttempts } from './admission.js';
import { isOpenRefund } from './merchant-refunds.js';
import { allPayments, kept, oldestFirst } from './sums.js';

/** What decides whether another attempt would be taken. */
export type AfterFailure = Pick<
  CarriedCollection,
  'facts' | 'attempts' | 'mode' | 'policy' | 'target' | 'held' | 'closing' | 'writtenBack' | 'merchantRefunds'
> & { readonly ended: boolean };

const adviceFor: Readonly<Record<ErrorClass, FailedPayment['next']>> = {
  retry_same: 'same_instrument',
  use_another: 'another_instrument',
  wait: 'later',
  fix_integration: 'fix_integration',
};

/** The payments that failed, oldest first. One that the bank authorizes after all is none of them any more. */
export function failedPayments(situation: AfterFailure): FailedPayment[] {
  return oldestFirst(allPayments(situation.facts)).flatMap((payment) => {
    const { paymentId, orderId, attemptId, method, failure } = payment;
    if (!failure) return [];
    return { paymentId, orderId, attemptId, method, failure, next: nextAfter(situation, failure.class) };
  });
}

function nextAfter(situation: AfterFailure, failed: ErrorClass): FailedPayment['next'] {
  const { facts, attempts, mode, policy } = situation;
  if (takesNoPayment(situation)) return 'no_attempt';
  if (mode === 'payment_request') return 'hosted_page';
  if (policy && attemptsUsedUp(attempts, policy) !== undefined) return 'no_attempt';
  return openAttempts(attempts, facts).length > 0 ? 'open_attempt' : adviceFor[failed];
}

function takesNoPayment(situation: AfterFailure): boolean {
  const { ended, held, closing, writtenBack, merchantRefunds = [], target, facts } = situation;
  const isCovered = target !== undefined && kept(facts) >= target.amount;
  return ended || Boolean(held ?? closing) || writtenBack || isCovered || merchantRefunds.some(isOpenRefund);
}

/** What an operator has to know of it. */
export function failureText({ paymentId, method, failure, next }: FailedPayment): string {
  const { class: kind, code, reason, source, step, customerText } = failure;
  const what = [reason ?? code, source && `by ${source}`, step && `at ${step}`].filter(Boolean).join(' ');
  return `${paymentId} by ${method} failed: ${what}, ${kind} (“${customerText}”). ${failureAdvice[next]}`;
}
