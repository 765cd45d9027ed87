import type { CarriedCollection, SubmitPaymentAnswer } from '../contracts/collection.js';
import type { ErrorClass, ProviderRefusal } from '../contracts/errors.js';
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
    return { paymentId, orderId, attemptId, method, failure, next: nextAfter(situation, failure) };
  });
}

/** The answer to an attempt, and of a refused one what may come after it as the collection stands now. */
export function withNext(situation: AfterFailure, answer: SubmitPaymentAnswer): SubmitPaymentAnswer {
  return answer.status === 'refused' ? { ...answer, next: nextAfter(situation, answer.refusal) } : answer;
}

function nextAfter(situation: AfterFailure, failed: ProviderRefusal): FailedPayment['next'] {
  const { facts, attempts, mode, policy } = situation;
  if (takesNoPayment(situation)) return 'no_attempt';
  if (mode === 'payment_request') return 'hosted_page';
  if (policy && attemptsUsedUp(attempts, policy) !== undefined) return 'no_attempt';
  if (openAttempts(attempts, facts).length > 0) return 'open_attempt';
  // To have a bank enabled is the merchant's business; whoever wants to pay now takes another.
  const byAnother = failed.class === 'fix_integration' && failed.concerns === 'instrument';
  return byAnother ? 'another_instrument' : adviceFor[failed.class];
}

function takesNoPayment(situation: AfterFailure): boolean {
  const { ended, held, closing, writtenBack, merchantRefunds = [], target, facts } = situation;
  const isCovered = target !== undefined && kept(facts) >= target.amount;
  return ended || Boolean(held ?? closing) || writtenBack || isCovered || merchantRefunds.some(isOpenRefund);
}

/** What an operator has to know of it. */
export function failureText({ paymentId, method, failure, next }: FailedPayment): string {
  return `${paymentId} by ${method} failed: ${adviceText(failure, next)}`;
}

/** The same of the attempt that was refused last; undefined when there is none, or when its payment failed and is told so. */
export function refusalText(situation: AfterFailure): string | undefined {
  const { attempts, facts } = situation;
  const last = attempts.findLast(({ standing }) => standing === 'refused');
  if (last?.answer.status !== 'refused') return undefined;
  const { attemptId, method, paymentId, answer } = last;
  if (allPayments(facts).some((payment) => payment.paymentId === paymentId)) return undefined;
  const next = nextAfter(situation, answer.refusal);
  return `attempt ${attemptId}${method ? ` by ${method}` : ''} refused: ${adviceText(answer.refusal, next)}`;
}

function adviceText(refusal: ProviderRefusal, next: FailedPayment['next']): string {
  const { class: kind, code, reason, source, step, customerText } = refusal;
  const what = [reason ?? code, source && `by ${source}`, step && `at ${step}`].filter(Boolean).join(' ');
  return `${what}, ${kind} (“${customerText}”). ${failureAdvice[next]}`;
}
