import { setTimeout as wait } from 'node:timers/promises';
import { PaymentOrchestratorError } from '../../contracts/orchestrator-error.js';
import type { SubmitPaymentAnswer } from '../../contracts/collection.js';
import { formOf, orderOf, vpaOf, type Plan } from './plan.js';
import type { World } from './world.js';

/** An attempt that the customer can act on. */
export interface Attempt {
  readonly paymentId: string;
  /** Where a redirect or an intent leads; undefined for a collect request, which reaches the phone by itself. */
  readonly url: string | undefined;
}

/** Real milliseconds between two tries of a call that could not be made. */
const GAP_MS = 700;
/** Worker and Temporal may be away for half a minute each. */
const TRIES = 90;
/** Attempts under other ids, when one was refused or its answer lost. */
const ATTEMPTS = 3;

/** The invoice takes no such payment any more: paid, closing, held, its attempts used up, its amount or mode another. */
const over: readonly string[] = [
  'ALREADY_PAID',
  'COLLECTION_CLOSING',
  'COLLECTION_HELD',
  'NOT_COLLECTABLE',
  'ATTEMPT_LIMIT_REACHED',
  'AMOUNT_MISMATCH',
  'WRONG_MODE',
];

/** A shop's checkout: asks again while nobody answers, and offers another attempt when one came to nothing. */
export class Checkout {
  #count = 0;
  readonly #begun = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly invoiceId: string,
    private readonly plan: Plan,
  ) {}

  /** @returns undefined when the invoice takes no payment any more */
  async begin(options: { readonly replace: boolean }): Promise<Attempt | undefined> {
    let { replace } = options;
    const isFirst = this.#count === 0;
    for (let tries = 1; tries <= ATTEMPTS; tries += 1) {
      this.#count += 1;
      const answer = await this.#submit(`checkout-${String(this.#count)}`, { replace, isFirst });
      if (answer === undefined) return undefined;
      const attempt = answer.status === 'next_actions' ? toAttempt(answer) : this.#onPhone();
      if (attempt !== undefined) {
        this.#begun.add(attempt.paymentId);
        return attempt;
      }
      replace = true;
    }
    return undefined;
  }

  async #submit(
    attemptId: string,
    { replace, isFirst }: { readonly replace: boolean; readonly isFirst: boolean },
  ): Promise<SubmitPaymentAnswer | undefined> {
    const { connection, orchestrator } = this.world;
    const common = { connection, invoiceId: this.invoiceId, attemptId, payment: formOf(this.plan, isFirst) };
    let order: ReturnType<typeof orderOf> | undefined = orderOf(this.plan);
    let replaces = replace;
    for (let tries = 1; tries <= TRIES; tries += 1) {
      try {
        const answer = await orchestrator.submitPayment({
          ...common,
          replace: replaces,
          ...(order === undefined ? {} : { order }),
        });
        if (answer.status !== 'pending') return answer;
      } catch (error) {
        if (!(error instanceof PaymentOrchestratorError) || over.includes(error.code)) return undefined;
        if (error.code === 'ATTEMPT_OPEN' && !replaces) replaces = true;
        // A run that found the order at Razorpay does not know with which options it was made.
        else if (error.code === 'ORDER_OPTIONS_CHANGED' && order !== undefined) order = undefined;
        // The same id with what was just changed is another content.
        else if (error.code === 'ATTEMPT_ID_REUSED') return undefined;
      }
      await wait(GAP_MS);
    }
    return undefined;
  }

  /** A collect request rings by itself, whatever became of the answer to the shop; and whoever hears it answers. */
  #onPhone(): Attempt | undefined {
    if (this.plan.flow !== 'upi_collect') return undefined;
    const vpa = vpaOf(this.plan);
    const ringing = [...this.world.simulator.razorpay.state.payments.values()].find(
      ({ entity }) => entity.vpa === vpa && entity.status === 'created' && !this.#begun.has(entity.id),
    );
    return ringing && { paymentId: ringing.entity.id, url: undefined };
  }
}

function toAttempt({ paymentId, next }: Extract<SubmitPaymentAnswer, { status: 'next_actions' }>): Attempt {
  const url = next.find(({ action }) => action === 'redirect' || action === 'intent')?.url;
  return { paymentId, url };
}
