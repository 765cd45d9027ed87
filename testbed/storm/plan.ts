import type { PaymentForm, SubmitPaymentRequest } from '../../contracts/requests.js';
import { createDraws, type Draws } from './draws.js';
import {
  drawTwists,
  LONGEST_EXPIRY,
  type AmountChange,
  type MerchantWish,
  type Part,
  type Twists,
} from './twists.js';
import type { Weather } from './weather.js';

/** How the invoice is collected. Cards are left out: worker and customers are processes without a common vault. */
export const flows = ['netbanking', 'upi_intent', 'upi_collect', 'payment_request'] as const;
export type Flow = (typeof flows)[number];

/** What the customer does. */
export type Behaviour =
  | 'pay'
  | 'fail_then_pay'
  | 'cancel_then_pay'
  /** Two attempts, and yes to both. */
  | 'pay_twice'
  /** An attempt that comes to nothing; an operator sends a payment request instead; and then yes to both at once. */
  | 'pay_two_orders'
  /** The attempt fails, and the bank says yes hours later. */
  | 'pay_late'
  /** The first attempt fails, the second is paid, and then the bank says yes to the first as well. */
  | 'pay_and_late'
  /** A part of the amount, and the rest afterwards or never. */
  | 'pay_partly'
  | 'fail'
  | 'walk_away';

/** What an operator or the business does to the collection from outside. */
export type Intervention = 'none' | 'terminate' | 'cancel_by_client' | 'cancel_in_temporal' | 'reset';

/** Who captures: Razorpay in time, Razorpay even hours later, we because it is too late for Razorpay, or always we. */
export type Capture = 'automatic' | 'automatic_long' | 'manual';

/** Everything about one invoice that chance decides; drawn before anything happens. */
export interface Plan {
  readonly index: number;
  /** Subunits. */
  readonly amount: number;
  /** Several invoices may be of one account. */
  readonly account: number;
  /** When its customer comes, in thousandths of the storm. */
  readonly arrival: number;
  readonly flow: Flow;
  readonly capture: Capture;
  readonly behaviour: Behaviour;
  /** Business minutes from an attempt's failure to the bank's late yes. */
  readonly lateMinutes: number;
  /** Business minutes between two things that the customer does. */
  readonly pauseMinutes: number;
  /** The browser comes back through our callback; otherwise its window was closed. */
  readonly comesBack: boolean;
  readonly intervention: Intervention;
  /** Business minutes from arrival to intervention. */
  readonly interventionMinutes: number;
  /** Where a reset cuts, in thousandths of the history. */
  readonly resetAt: number;
  /** Business minutes from arrival until the invoice is voided in Togai, if it is still due then. */
  readonly voidMinutes: number | undefined;
  /** Only of who pays partly. */
  readonly part: Part | undefined;
  readonly amountChange: AmountChange | undefined;
  readonly merchantWish: MerchantWish | undefined;
  /** Business minutes from arrival until somebody marks it paid in Togai, if it is still due then. */
  readonly paidByHandMinutes: number | undefined;
  /** Business minutes from an attempt on, after which Razorpay gives back what nobody captured. */
  readonly manualExpiryMinutes: number;
}

const MAX_LATE_MINUTES = 20 * 60;

/** Most customers act within this time: a void comes before, between and after what they do. */
const MAX_VOID_MINUTES = 360;

/**
 * The same for the same seed, whatever the number of invoices.
 * @param voidsPerHundred invoices that the business voids while they are collected
 */
export function drawPlan(seed: number, index: number, voidsPerHundred: number, weather: Weather): Plan {
  return twisted(drawCustomer(seed, index, voidsPerHundred), drawTwists(seed, index, weather), weather);
}

type Customer = Omit<Plan, keyof Twists>;

function drawCustomer(seed: number, index: number, voidsPerHundred: number): Customer {
  const draws = createDraws(seed, `invoice ${String(index)}`);
  const flow = draws.pick(flows);
  return {
    index,
    amount: draws.whole(100, 500_000),
    account: draws.chance(20) ? Math.floor(index / 2) : index,
    arrival: draws.whole(0, 999),
    flow,
    capture: draws.pick(['automatic', 'automatic_long', 'manual']),
    behaviour: drawBehaviour(draws),
    lateMinutes: draws.whole(30, MAX_LATE_MINUTES),
    pauseMinutes: draws.whole(1, 180),
    comesBack: draws.chance(60),
    intervention: draws.weighted({
      ...{ none: 68, terminate: 10, cancel_by_client: 6, cancel_in_temporal: 6, reset: 10 },
    }),
    interventionMinutes: draws.whole(1, 24 * 60),
    resetAt: draws.whole(0, 999),
    voidMinutes: draws.chance(voidsPerHundred) ? draws.whole(1, MAX_VOID_MINUTES) : undefined,
  };
}

/** Small amounts cannot be parted: Razorpay takes no payment under 100 subunits. */
const PARTED_FROM = 1_000;
/** Whoever behaves like this pays once: what the business wants back is not a surplus that is on its way already. */
const paysOnce: readonly Behaviour[] = ['pay', 'fail_then_pay', 'cancel_then_pay'];

/** Each twist where it can happen. */
function twisted(plan: Customer, twists: Twists, { writeBack }: Weather): Plan {
  const { behaviour, flow, lateMinutes } = plan;
  const isParted =
    writeBack === 'record_payment' &&
    flow !== 'payment_request' &&
    paysOnce.includes(behaviour) &&
    plan.amount >= PARTED_FROM;
  const part = isParted ? twists.part : undefined;
  const { amountChange } = twists;
  const { paidByHandMinutes } = twists;
  const isPlain = part === undefined && amountChange === undefined && paidByHandMinutes === undefined;
  const refundable = paysOnce.includes(behaviour) && isPlain;
  const yesAfterTheEnd = behaviour === 'pay_late' ? twists.yesAfterTheEnd : undefined;
  // Razorpay lets it be no shorter than the automatic one; and a yes after the end would find it over.
  const needsLongest = plan.capture === 'automatic_long' || yesAfterTheEnd !== undefined;
  return {
    ...plan,
    behaviour: part === undefined ? behaviour : 'pay_partly',
    lateMinutes: yesAfterTheEnd ?? lateMinutes,
    ...{ part, amountChange, paidByHandMinutes },
    merchantWish: refundable ? twists.merchantWish : undefined,
    manualExpiryMinutes: needsLongest ? LONGEST_EXPIRY : twists.manualExpiryMinutes,
  };
}

function drawBehaviour(draws: Draws): Behaviour {
  return draws.weighted({
    pay: 34,
    fail_then_pay: 10,
    cancel_then_pay: 6,
    pay_twice: 10,
    pay_two_orders: 6,
    pay_late: 14,
    pay_and_late: 8,
    fail: 4,
    walk_away: 8,
  });
}

/** Subunits that who pays partly pays first. */
function firstPart({ amount }: Plan, { share }: Part): number {
  return Math.floor((amount * share) / 1000);
}

/** What the checkout sends for an attempt: the first may pay a part, and any other pays what is left. */
export function formOf(plan: Plan, isFirst: boolean): PaymentForm {
  const amount = plan.part && isFirst ? { amount: firstPart(plan, plan.part) } : {};
  const payer = { ...contactOf(plan.account), ip: '192.0.2.10', ...amount };
  if (plan.flow === 'netbanking') return { ...payer, method: 'netbanking', bank: 'HDFC' };
  if (plan.flow === 'upi_collect')
    // Four days: the longest that Razorpay lets a collect request wait.
    return {
      ...payer,
      method: 'upi',
      upi: { flow: 'collect', vpa: vpaOf(plan), expiry_time: 5760 },
    };
  return { ...payer, method: 'upi', upi: { flow: 'intent' } };
}

/** The UPI handle that only this invoice's customer has. */
export function vpaOf({ index }: Pick<Plan, 'index'>): string {
  return `customer${String(index)}@okbank`;
}

/** E-mail and phone that nobody else has. */
export function contactOf(account: number): { readonly email: string; readonly contact: string } {
  return {
    email: `storm.${String(account)}@example.com`,
    contact: `+91${String(6_000_000_000 + account)}`,
  };
}

/** The order's capture settings: `automatic` past its 12 minutes is ours to capture, `automatic_long` stays Razorpay's. */
export function orderOf(plan: Plan): NonNullable<SubmitPaymentRequest['order']> {
  const { capture, part, manualExpiryMinutes } = plan;
  const parted = part && {
    partial_payment: true,
    first_payment_min_amount: Math.min(100, firstPart(plan, part)),
  };
  const common = { manual_expiry_period: manualExpiryMinutes, refund_speed: 'normal' } as const;
  if (capture === 'manual') return { ...parted, payment_config: { capture, capture_options: common } };
  const automatic = capture === 'automatic' ? 12 : 2880;
  return {
    ...parted,
    payment_config: {
      capture: 'automatic',
      capture_options: { ...common, automatic_expiry_period: automatic },
    },
  };
}
