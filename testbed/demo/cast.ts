import type { CollectionOutcome } from '../../contracts/collection.js';
import type { InvoiceStatus } from '../../contracts/billing.js';
import * as plays from './plays.js';
import type { Scene } from './scene.js';

/** One invoice of the demo: whose it is, what happens to it, and how it must end. */
export interface Part {
  readonly title: string;
  /** The account's owner at Togai; every one is invented. */
  readonly name: string;
  /** Subunits of INR. */
  readonly amount: number;
  readonly status?: 'VOID';
  /** The account has its `RazorPayCustomerId` already; the others are synced first. */
  readonly hasCustomer?: true;
  readonly play: (scene: Scene) => Promise<void>;
  readonly expected: Expected;
}

export interface Expected {
  readonly outcome: CollectionOutcome;
  readonly togaiStatus: InvoiceStatus;
  /** Payments submitted by us; the customer makes those of a payment request. */
  readonly attempts: number;
  readonly orders: number;
  readonly payments: number;
}

const paid: Expected = { outcome: 'paid', togaiStatus: 'PAID', attempts: 1, orders: 1, payments: 1 };

export const cast: readonly Part[] = [
  { title: 'netbanking', name: 'Asha Rao', amount: 49_900, play: plays.netbanking, expected: paid },
  { title: 'card with OTP', name: 'Meera Nair', amount: 129_900, play: plays.cardWithOtp, expected: paid },
  { title: 'UPI collect', name: 'Imran Shaikh', amount: 19_950, play: plays.upiCollect, expected: paid },
  { title: 'UPI intent', name: 'Lakshmi Iyer', amount: 89_900, play: plays.upiIntent, expected: paid },
  {
    title: 'payment request',
    name: 'Kabir Mehta',
    amount: 2_360_000,
    play: plays.paymentRequest,
    expected: { ...paid, attempts: 0 },
  },
  {
    title: 'declined, then paid',
    name: 'Divya Menon',
    amount: 59_900,
    play: plays.failThenPay,
    expected: { ...paid, attempts: 2, payments: 2 },
  },
  { title: 'manual capture', name: 'Rohan Das', amount: 750_000, play: plays.manualCapture, expected: paid },
  {
    title: 'void invoice',
    name: 'Neha Kulkarni',
    amount: 25_000,
    status: 'VOID',
    play: plays.mustNotBeCollected,
    expected: { outcome: 'nothing_to_collect', togaiStatus: 'VOID', attempts: 0, orders: 0, payments: 0 },
  },
  {
    title: 'known customer',
    name: 'Farhan Qureshi',
    amount: 34_900,
    hasCustomer: true,
    play: plays.netbanking,
    expected: paid,
  },
];
