import { errorCodes, type ErrorCode, type ErrorDetails } from './errors.js';

/** Every error the client library throws. `message` is safe to show; `code` is what to branch on. */
export class PaymentOrchestratorError extends Error {
  override readonly name: string = 'PaymentOrchestratorError';
  /** Whether trying again can help. */
  readonly retryable: boolean;

  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    options: { readonly message?: string; readonly cause?: unknown } = {},
  ) {
    super(
      options.message ?? errorCodes[code].text,
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.retryable = errorCodes[code].retryable;
  }
}

/** One thing that is wrong with an input. It never holds a value, since any value may be a card number or an e-mail. */
export interface InputProblem {
  /** Path in the input, e.g. `order.notes.po_round`. */
  readonly field: string;
  /** What is allowed. */
  readonly limit: string;
  /** Kind of what was received, e.g. `missing`, `string of 41 characters`. */
  readonly received: string;
}

/** A request that is wrong before anything is sent or started; lists every problem at once. */
export class InvalidInputError extends PaymentOrchestratorError {
  override readonly name = 'InvalidInputError';

  constructor(readonly problems: readonly [InputProblem, ...InputProblem[]]) {
    super(
      'INVALID_INPUT',
      { ...problems[0], problems },
      {
        message: `Invalid input: ${problems
          .map(({ field, limit, received }) => `${field} ${limit} (received: ${received})`)
          .join('; ')}`,
      },
    );
  }
}
