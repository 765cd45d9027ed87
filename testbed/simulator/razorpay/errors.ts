/** The inner part of Razorpay's error envelope (`{"error": {...}}`). */
export interface ErrorBody {
  readonly code: 'BAD_REQUEST_ERROR' | 'GATEWAY_ERROR' | 'SERVER_ERROR';
  readonly description: string;
  readonly field?: string | null;
  readonly source: string;
  readonly step: string;
  readonly reason: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** An answer other than 200; the plugin's error handler writes it as Razorpay would. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  /** @param next the top-level `next` list that OTP refusals carry beside `error` */
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly next?: readonly string[],
  ) {
    super(body.description);
  }

  /** The same error with other `source`, `step`, `reason` or `metadata`. */
  with(change: Partial<ErrorBody>): ApiError {
    return new ApiError(this.status, { ...this.body, ...change }, this.next);
  }
}

/** A 400 of validation or business rule, in the wording of the endpoint pages. */
export function badRequest(description: string, detail: Partial<ErrorBody> = {}): ApiError {
  return new ApiError(400, {
    code: 'BAD_REQUEST_ERROR',
    description,
    source: 'business',
    step: 'payment_initiation',
    reason: 'input_validation_failed',
    metadata: {},
    ...detail,
  });
}

/** Auth, routing and idempotency failures carry the literal "NA" (api/understand.md). */
export function notApplicable(status: number, description: string): ApiError {
  return new ApiError(status, {
    code: status === 500 ? 'SERVER_ERROR' : 'BAD_REQUEST_ERROR',
    description,
    source: 'NA',
    step: 'NA',
    reason: 'NA',
    metadata: {},
  });
}

/** An id of the right shape that this account and mode do not know: 400, never 404. */
export function unknownId(): ApiError {
  return badRequest('The id provided does not exist');
}

/** Unknown route, wrong verb, or a feature that is not enabled. */
export function unknownRoute(): ApiError {
  return notApplicable(404, 'The requested URL was not found on the server.');
}
