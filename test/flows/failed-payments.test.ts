import { expect, test } from 'vitest';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import type { PaymentForm } from '../../contracts/requests.js';
import type { Stage } from '../support/stage.js';
import { atTheBank, bill, card, collectFrom, hint, intent, netbanking, outcomeOf } from './support/shop.js';
import { pay, ref, until, urlOf, useStage, type Billed, type NextActions } from './support/shop.js';

/** Only a hint makes these collections look. */
const stage = useStage({ policy: { firstLookSeconds: 3_600 } });

interface Failing {
  readonly name: string;
  readonly payment: PaymentForm;
  /** Subunits. At Razorpay some amounts decide what UPI answers in test mode. */
  readonly amount?: number;
  readonly answer: (stage: Stage, payment: NextActions) => Promise<void>;
  readonly told: { readonly class: string; readonly reason: string; readonly source: string };
  readonly sentence: RegExp;
  readonly next: string;
}

const failing: readonly Failing[] = [
  {
    name: 'a card without funds',
    payment: card('4100280000080001'),
    answer: (at, payment) => atTheBank(at, payment, 'failure'),
    told: { class: 'use_another', reason: 'insufficient_funds', source: 'customer' },
    sentence: /not enough funds[^]*use another way to pay/,
    next: 'another_instrument',
  },
  {
    name: 'a card that its bank declines',
    payment: card('4100280000060003'),
    answer: (at, payment) => atTheBank(at, payment, 'failure'),
    told: { class: 'use_another', reason: 'card_declined', source: 'issuer_bank' },
    sentence: /use another card/,
    next: 'another_instrument',
  },
  {
    name: 'netbanking that the bank declines',
    payment: netbanking,
    answer: (at, payment) => atTheBank(at, payment, 'failure'),
    told: { class: 'use_another', reason: 'payment_failed', source: 'bank' },
    sentence: /bank declined[^]*another way to pay/,
    next: 'another_instrument',
  },
  {
    name: 'netbanking that the customer cancels',
    payment: netbanking,
    answer: (at, payment) => atTheBank(at, payment, 'cancel'),
    told: { class: 'retry_same', reason: 'payment_cancelled', source: 'customer' },
    sentence: /was cancelled[^]*try again/,
    next: 'same_instrument',
  },
  {
    name: 'UPI that the bank declines',
    payment: collectFrom('gaurav@okhdfcbank'),
    amount: 402,
    answer: ({ customer }, { paymentId }) => customer.answerCollect(paymentId, 'failure'),
    told: { class: 'use_another', reason: 'payment_declined', source: 'issuer_bank' },
    sentence: /bank declined/,
    next: 'another_instrument',
  },
  {
    name: 'UPI that fails at the gateway',
    payment: intent,
    answer: ({ customer }, payment) => customer.approveIntent(urlOf(payment, 'intent'), 'failure'),
    told: { class: 'retry_same', reason: 'payment_failed', source: 'gateway' },
    sentence: /try again/,
    next: 'same_instrument',
  },
];

async function detailsOf({ connection, invoiceId }: Billed): Promise<string> {
  const { currentDetails } = await stage()
    .client.workflow.getHandle(invoicePaymentWorkflowId(connection, invoiceId))
    .query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
  return currentDetails ?? '';
}

test.each(failing.map((one) => [one.name, one] as const))(
  '%s: the caller is told its class, a sentence for the customer and what comes next, and the UI shows it',
  async (_, { payment, amount, answer, told, sentence, next }) => {
    const invoice = await bill(stage(), amount === undefined ? {} : { amount });
    const first = await pay(stage(), invoice, 'first', payment);
    expect(await stage().orchestrator.getState(ref(invoice))).not.toHaveProperty('failures');
    await answer(stage(), first);
    await hint(stage(), invoice);
    const { orderId, paymentId } = first;
    const { failures = [] } = await until(stage(), invoice, {
      state: 'awaiting_attempt',
      failures: [{ paymentId, orderId, attemptId: 'first', method: payment.method, failure: told, next }],
    });
    expect(failures[0]?.failure.customerText).toMatch(sentence);
    const details = await detailsOf(invoice);
    expect(details).toContain(`${paymentId} by ${payment.method} failed: ${told.reason} by ${told.source}`);
    expect(details).toContain(`${told.class} (“${failures[0]?.failure.customerText}”)`);
  },
);

test('what comes next follows the collection: another open attempt first, and nothing once it is paid', async () => {
  const invoice = await bill(stage());
  await atTheBank(stage(), await pay(stage(), invoice, 'first'), 'failure');
  const second = await pay(stage(), invoice, 'second');
  await until(stage(), invoice, { failures: [{ attemptId: 'first', next: 'open_attempt' }] });
  await atTheBank(stage(), second, 'success');
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  await until(stage(), invoice, { state: 'ended', failures: [{ attemptId: 'first', next: 'no_attempt' }] });
});

test('a payment that the bank authorizes after all is no failure any more', async () => {
  const invoice = await bill(stage());
  const first = await pay(stage(), invoice, 'first');
  await atTheBank(stage(), first, 'failure');
  await hint(stage(), invoice);
  await until(stage(), invoice, { failures: [{ paymentId: first.paymentId }] });
  stage().simulator.razorpay.lateAuthorize(first.paymentId);
  await hint(stage(), invoice);
  expect(await outcomeOf(stage(), invoice)).toMatchObject({ outcome: 'paid' });
  expect(await stage().orchestrator.getState(ref(invoice))).not.toHaveProperty('failures');
});
