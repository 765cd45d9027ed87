/** The codes a call to a provider can fail with; part of the product's closed family (`contracts/errors.ts`). */
export type ProviderFailureCode =
  | 'PROVIDER_NOT_REACHED'
  | 'PROVIDER_THROTTLED'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_ANSWER_UNREADABLE'
  | 'CREDENTIALS_REFUSED';

/**
 * A call that brought no usable answer. A refusal with the provider's own envelope is not a failure but a value, since
 * callers must read what stands in it.
 */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';

  constructor(
    readonly code: ProviderFailureCode,
    /** For writes: the provider may have executed the call although its answer is lost. Always false for reads. */
    readonly mayHaveHappened: boolean,
    /** Method, route and status; never a body, which may hold personal data. */
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
