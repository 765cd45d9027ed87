import { BANKS } from './banks.js';
import { badRequest } from './errors.js';
import type { BankPlan, CardEntity } from './entities.js';
import { ANY_OTHER_CARD, BANK_DECLINED, UPI_FAILED, failureOfCard, failureOfUpiAmount } from './failures.js';
import { cardOf } from './cards.js';
import { integer, oneOf, requiredText, text } from './fields.js';
import { blockOf, type Body } from './request.js';
import type { Account } from './state.js';

/** What a payment is made with, and what the bank's side will do about it. */
export interface Instrument {
  readonly method: 'card' | 'netbanking' | 'upi';
  readonly card: CardEntity | null;
  readonly bank: string | null;
  readonly vpa: string | null;
  readonly flow: 'collect' | 'intent' | 'in_app' | null;
  readonly plan: BankPlan;
}

const WAITING = { timeoutMinutes: 10, timeoutReason: 'payment_timed_out' } as const;

/** Reads the instrument out of a payment block. Throws the refusals that come before a payment exists. */
export function instrumentOf(account: Account, payment: Body, amount: number): Instrument {
  const method = requiredText(payment, 'method');
  if (method === 'card') return card(account, payment);
  if (method === 'netbanking') return netbanking(payment);
  if (method === 'upi') return upi(payment, amount);
  if (['wallet', 'emi', 'paylater', 'cardless_emi', 'app'].includes(method)) {
    throw badRequest('Payment method is not enabled for the merchant.', {
      field: 'method',
      reason: 'payment_method_not_enabled',
    });
  }
  throw badRequest('The selected method is invalid.', { field: 'method' });
}

function card(account: Account, payment: Body): Instrument {
  const block = blockOf(payment, 'card');
  if (block === null) throw badRequest('The card field is required.', { field: 'card' });
  const given = cardOf(account, block);
  const known = failureOfCard(given.number);
  const plan: BankPlan = {
    answer: 'customer',
    failure: known ?? ANY_OTHER_CARD,
    doomed: known !== null,
    ...WAITING,
  };
  return { method: 'card', card: given.entity, bank: null, vpa: null, flow: null, plan };
}

function netbanking(payment: Body): Instrument {
  const bank = requiredText(payment, 'bank');
  if (!Object.hasOwn(BANKS, bank)) {
    throw badRequest('The selected bank is not enabled for the merchant.', {
      field: 'bank',
      reason: 'bank_not_enabled',
    });
  }
  const plan: BankPlan = { answer: 'customer', failure: BANK_DECLINED, doomed: false, ...WAITING };
  return { method: 'netbanking', card: null, bank, vpa: null, flow: null, plan };
}

function upi(payment: Body, amount: number): Instrument {
  const block = blockOf(payment, 'upi') ?? {};
  const vpa = text(block, 'vpa') ?? text(payment, 'vpa');
  const flow =
    oneOf(block, 'flow', ['collect', 'intent', 'in_app']) ??
    oneOf(payment, 'flow', ['collect', 'intent', 'in_app']) ??
    'collect';
  if (flow === 'collect' && vpa === null) throw badRequest('The vpa field is required.', { field: 'vpa' });
  if (vpa !== null) requireVpa(vpa);
  const expiry = integer(block, 'expiry_time');
  if (expiry !== null && (expiry < 5 || expiry > 5760)) {
    throw badRequest('The expiry_time must be between 5 and 5760.', { field: 'expiry_time' });
  }
  const byAmount = failureOfUpiAmount(amount);
  const plan: BankPlan = {
    answer: flow === 'collect' ? handleAnswer(vpa, byAmount !== null) : 'customer',
    failure: byAmount ?? UPI_FAILED,
    doomed: byAmount !== null,
    ...(expiry === null
      ? WAITING
      : { timeoutMinutes: expiry, timeoutReason: 'payment_collect_request_expired' as const }),
  };
  return { method: 'upi', card: null, bank: null, vpa, flow, plan };
}

function handleAnswer(vpa: string | null, amountFails: boolean): BankPlan['answer'] {
  if (amountFails || vpa === 'failure@razorpay') return 'failure';
  return vpa === 'success@razorpay' ? 'success' : 'customer';
}

/** Checks a virtual payment address' shape. */
export function requireVpa(vpa: string): void {
  if (!/^[A-Za-z0-9._-]{2,256}@[A-Za-z][A-Za-z0-9]{1,63}$/.test(vpa)) {
    throw badRequest('Invalid VPA. Please enter a valid Virtual Payment Address', {
      field: 'vpa',
      source: 'customer',
      reason: 'invalid_vpa',
    });
  }
}
