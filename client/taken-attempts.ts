import type { SubmitPaymentAnswer } from '../contracts/collection.js';
import type { Clock } from '../platform/clock.js';
import { toCallerError, wasStoppedWith } from './errors.js';

/** More are not under way at one time; an attempt that is forgotten is only sent like any other. */
const MOST = 10_000;

/** Attempts that collections have taken and not answered yet, as far as this process was told. */
export class TakenAttempts {
  readonly #at = new Map<string, number>();

  /** When the caller was last told of it, Unix milliseconds. */
  at(key: string): number | undefined {
    return this.#at.get(key);
  }

  note(key: string, now: number): void {
    this.forget(key);
    this.#at.set(key, now);
    const [oldest] = this.#at.keys();
    if (this.#at.size > MOST && oldest !== undefined) this.forget(oldest);
  }

  forget(key: string): void {
    this.#at.delete(key);
  }

  /** Notes what is told of an attempt. @throws PaymentOrchestratorError */
  async following(
    key: string,
    clock: Clock,
    submit: () => Promise<SubmitPaymentAnswer>,
  ): Promise<SubmitPaymentAnswer> {
    try {
      const answer = await submit();
      if (answer.status === 'pending') this.note(key, clock.now());
      else this.forget(key);
      return answer;
    } catch (error) {
      if (wasStoppedWith(error)) this.note(key, clock.now());
      throw toCallerError(error);
    }
  }
}
