import { expect, test } from 'vitest';
import type { CollectionOutcome } from '../../contracts/collection.js';
import type { Policy } from '../../contracts/policy.js';
import type { Stage } from '../support/stage.js';
import { dyingAfter, UNTIL_TAKEN_OVER, type Call } from './support/dying.js';
import { ownerOf, payOnPage } from './support/paying.js';
import { paidInvoice, refundedInFull } from './support/settling.js';
import { bill, booksOf, hint, outcomeOf, useStage, type Billed } from './support/shop.js';
import { overpaid } from './support/surplus.js';

// No poll finds out what the next try of the step itself has to.
const stage = useStage({ withoutWorker: true, policy: { firstLookSeconds: 3_600 } });

async function paidOnPage(of: Stage): Promise<Billed> {
  const invoice = await bill(of);
  await payOnPage(of, invoice, UNTIL_TAKEN_OVER);
  await hint(of, invoice);
  return invoice;
}

async function surplusSentBack(of: Stage): Promise<Billed> {
  const invoice = await overpaid(of);
  await hint(of, invoice);
  return invoice;
}

/** An invoice of ₹500 that was paid directly and marked. */
const usual = {
  ...{ customers: 1, settings: 1, orders: 1, payments: 1, requests: [], captured: 50_000, kept: 50_000 },
  ...{ refunds: [], togai: 'PAID', writes: ['status'] },
};

function leftOf(of: Stage, invoice: Billed): Readonly<Record<keyof typeof usual, unknown>> {
  const { customers, settings } = ownerOf(of, invoice);
  const { orders, payments, requests, captured, kept, refunds, togai, writes } = booksOf(of, invoice);
  return {
    ...{ customers: customers.length, settings: settings.length, orders: orders.length },
    ...{ payments: payments.length, requests: requests.map(({ status }) => status), captured, kept },
    ...{ refunds: refunds.map(({ amount }) => amount), togai, writes: writes.map(({ kind }) => kind) },
  };
}

/** `leaves`: what the providers hold in the end where it is not the usual; `again`: how often the next worker makes the call. */
const writes: readonly {
  readonly write: string;
  readonly call: Call;
  readonly story: (of: Stage) => Promise<Billed>;
  readonly policy?: Partial<Policy>;
  readonly outcome?: CollectionOutcome;
  readonly leaves?: Partial<Record<keyof typeof usual, unknown>>;
  readonly again?: number;
}[] = [
  {
    write: 'a customer',
    call: 'createCustomer',
    story: paidOnPage,
    leaves: { requests: ['paid'] },
    // Nothing finds a customer but its making: Razorpay answers with the one that has these details.
    again: 1,
  },
  {
    write: 'a customer’s setting',
    call: 'writeCustomerId',
    story: paidOnPage,
    leaves: { requests: ['paid'] },
  },
  { write: 'a draft', call: 'createInvoiceDraft', story: paidOnPage, leaves: { requests: ['paid'] } },
  { write: 'an issue', call: 'issueInvoice', story: paidOnPage, leaves: { requests: ['paid'] } },
  { write: 'a capture', call: 'capturePayment', story: paidInvoice, policy: { capture: 'manual' } },
  { write: 'a mark', call: 'markPaid', story: paidInvoice },
  {
    write: 'a record',
    call: 'recordPayment',
    story: paidInvoice,
    policy: { writeBack: 'record_payment' },
    leaves: { writes: ['payment'] },
  },
  {
    write: 'the refund of a surplus',
    call: 'refundPayment',
    story: surplusSentBack,
    leaves: { refunds: [20_000], kept: 30_000 },
  },
  {
    write: 'the mark of a refund',
    call: 'markRefunded',
    story: refundedInFull,
    outcome: 'refunded',
    leaves: { refunds: [50_000], kept: 0, togai: 'REFUND_INITIATED', writes: ['status', 'status'] },
  },
];

test.each(writes)(
  'a worker that dies between $write and its report leaves it made once, and another one goes on from there',
  async ({ call, story, policy, outcome = 'paid', leaves, again = 0 }) => {
    const made = await dyingAfter(stage(), call, policy);
    const invoice = await story(stage());
    expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome });
    expect(leftOf(stage(), invoice)).toEqual({ ...usual, ...leaves });
    expect(made()).toEqual({ byTheDead: 1, byTheNext: again });
  },
  // The dead worker's try alone takes 15 s.
  90_000,
);
