import { setTimeout as wait } from 'node:timers/promises';
import { invoicePaymentWorkflowId } from '../../contracts/ids.js';
import type { CustomerOutcome } from '../simulator/razorpay/customer.js';
import { Checkout, type Attempt } from './checkout.js';
import type { Plan } from './plan.js';
import type { World } from './world.js';

/** Real milliseconds between two looks for a payment request that is not out yet, or tries of a page that did not open. */
const GAP_MS = 500;
const LOOK_TRIES = 120;
const PAGE_TRIES = 3;
/** Business minutes: past what Razorpay and then we take to capture the first part. */
const PART_MINUTES = 120;

/** One customer, from arrival to the last thing that the plan says. Never throws: a page that does not open is a customer who gives up. */
export class Customer {
  readonly #checkout: Checkout;

  constructor(
    private readonly world: World,
    private readonly invoiceId: string,
    private readonly plan: Plan,
  ) {
    this.#checkout = new Checkout(world, invoiceId, plan);
  }

  async perform(): Promise<void> {
    const { plan } = this;
    const first = await this.#begin(false);
    if (first === undefined || plan.behaviour === 'walk_away') return;
    await this.#pause(plan.behaviour === 'pay_late' ? 0 : plan.pauseMinutes);
    switch (plan.behaviour) {
      case 'pay':
        return this.#answer(first, 'success');
      case 'fail':
        return this.#answer(first, 'failure');
      case 'pay_late':
        await this.#answer(first, 'failure');
        return this.#late(first);
      case 'pay_partly':
        return this.#payPartly(first);
      case 'pay_two_orders':
        return this.#payTwoOrders(first);
      case 'pay_twice': {
        const second = await this.#begin(true);
        // The younger one first: both are on their way when the bank says yes.
        if (second !== undefined) await this.#answer(second, 'success');
        return this.#answer(first, 'success');
      }
      case 'fail_then_pay':
      case 'cancel_then_pay':
      case 'pay_and_late': {
        await this.#answer(first, plan.behaviour === 'cancel_then_pay' ? 'cancel' : 'failure');
        const second = await this.#begin(true);
        if (second !== undefined) await this.#answer(second, 'success');
        if (plan.behaviour === 'pay_and_late') await this.#late(first);
      }
    }
  }

  /** A part now, and what is left when the first part had time to be captured. */
  async #payPartly(first: Attempt): Promise<void> {
    await this.#answer(first, 'success');
    if (this.plan.part?.rest !== 'next') return;
    await this.#pause(PART_MINUTES + this.plan.pauseMinutes);
    const second = await this.#begin(true);
    if (second !== undefined) await this.#answer(second, 'success');
  }

  /** The operator starts the collection again as a payment request, and the bank says yes to everything there is. */
  async #payTwoOrders(first: Attempt): Promise<void> {
    const { client, connection, simulator } = this.world;
    const workflowId = invoicePaymentWorkflowId(connection, this.invoiceId);
    await client.workflow
      .getHandle(workflowId)
      .terminate('storm: sent as a payment request instead')
      .catch(() => undefined);
    // While an attempt is open, nothing else is sent out.
    await this.#answer(first, 'failure');
    const second = await this.#openHosted();
    if (second !== undefined) simulator.razorpay.lateAuthorize(second.paymentId);
    simulator.razorpay.lateAuthorize(first.paymentId);
  }

  /** A further way to pay: another attempt, or the same hosted page once more. */
  async #begin(replace: boolean): Promise<Attempt | undefined> {
    if (this.plan.flow !== 'payment_request') return this.#checkout.begin({ replace });
    return this.#openHosted();
  }

  async #openHosted(): Promise<Attempt | undefined> {
    const url = await this.#hostedPage();
    if (url === undefined) return undefined;
    // Without an answer yet: `cancel` would fail it, so the bank's page is left open.
    const paymentId = await patiently(() => openHostedPayment(url));
    return paymentId === undefined ? undefined : { paymentId, url: undefined };
  }

  async #hostedPage(): Promise<string | undefined> {
    const { connection, orchestrator } = this.world;
    const request = { connection, invoiceId: this.invoiceId };
    for (let tries = 1; tries <= LOOK_TRIES; tries += 1) {
      try {
        await orchestrator.collectInvoice({ ...request, mode: 'payment_request' });
        const { rounds, state } = await orchestrator.getState(request);
        const shortUrl = rounds.at(-1)?.shortUrl;
        if (shortUrl !== undefined) return shortUrl;
        if (state === 'closing' || state === 'ended' || state === 'held') return undefined;
      } catch {
        // Temporal or the worker is away; the customer's e-mail comes later then.
      }
      await wait(GAP_MS);
    }
    return undefined;
  }

  async #answer({ paymentId, url }: Attempt, outcome: CustomerOutcome): Promise<void> {
    const { customer } = this.world;
    await patiently(async () => {
      if (url?.startsWith('http') === true)
        await customer.followRedirect(url, outcome, { post: this.plan.comesBack });
      else await customer.approveIntent(url ?? paymentId, outcome);
    });
  }

  /** Hours later the bank says yes after all. */
  async #late({ paymentId }: Attempt): Promise<void> {
    await this.#pause(this.plan.lateMinutes);
    this.world.simulator.razorpay.lateAuthorize(paymentId);
  }

  async #pause(minutes: number): Promise<void> {
    await wait((minutes * 60_000) / this.world.timeScale);
  }
}

/** Chooses UPI on the hosted page and gets as far as the app. @returns the payment's id */
async function openHostedPayment(shortUrl: string): Promise<string> {
  const answer = await fetch(`${shortUrl}/pay`, {
    method: 'POST',
    body: new URLSearchParams({ method: 'upi', flow: 'intent' }),
    redirect: 'manual',
  });
  const paymentId = /pay_[A-Za-z0-9]{14}/.exec(answer.headers.get('location') ?? '')?.[0];
  if (paymentId === undefined) throw new Error(`${shortUrl} answered ${String(answer.status)}`);
  return paymentId;
}

async function patiently<T>(open: () => Promise<T>): Promise<T | undefined> {
  for (let tries = 1; tries <= PAGE_TRIES; tries += 1) {
    try {
      return await open();
    } catch {
      await wait(GAP_MS);
    }
  }
  return undefined;
}
