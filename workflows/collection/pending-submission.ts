import type { AttemptRecord, PaymentSubmission, SubmitPaymentAnswer } from '../../contracts/collection.js';
import type { ErrorCode } from '../../contracts/errors.js';

/** Why a submission gets no answer. */
export interface SubmissionRefusal {
  readonly code: ErrorCode;
  readonly detail: string;
}

/** An attempt that a downtime held, and whose turn it is again. */
export interface TakenUp {
  readonly record: AttemptRecord;
  /** It is sent then whatever there is. Business time, Unix milliseconds. */
  readonly until: number;
}

/** A submission whose caller waits for an answer: the handler queues it, the loop answers it. */
export class PendingSubmission {
  /** Earlier attempts were looked at since it arrived. */
  looked = false;
  /** The invoice was found changed when the payment was to be made; it is tried once more. */
  invoiceChanged = false;
  answer: SubmitPaymentAnswer | undefined;
  refusal: SubmissionRefusal | undefined;
  /**
   * Settles when it is answered, or cannot be at once. A plain promise, which no cancellation ends and no task has to ask
   * for: a condition would cost every payment a round through the sandbox.
   */
  readonly news: Promise<void>;
  private tell: () => void = () => undefined;

  /**
   * @param updateId the first update that asked for it; undefined when nobody's update waits for it
   * @param held a downtime held it before, and what was told of it then
   */
  constructor(
    readonly submission: PaymentSubmission,
    readonly updateId: string | undefined,
    readonly held?: TakenUp,
  ) {
    this.news = new Promise((resolve) => {
      this.tell = resolve;
    });
  }

  get isAnswered(): boolean {
    return this.answer !== undefined || this.refusal !== undefined;
  }

  answerWith(answer: SubmitPaymentAnswer): void {
    this.answer = answer;
    this.tell();
  }

  refuseWith(code: ErrorCode, detail: string): void {
    this.refusal = { code, detail };
    this.tell();
  }

  /** Something else comes first; the submission keeps its place. */
  takesLong(): void {
    this.tell();
  }
}
