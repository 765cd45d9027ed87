import { inspect } from 'node:util';

/** Card details as Razorpay's `card` object takes them. */
export interface CardDetails {
  readonly number: string;
  readonly expiry_month: string;
  readonly expiry_year: string;
  readonly cvv: string;
  readonly name: string;
}

type SecretContent =
  { readonly kind: 'card'; readonly card: CardDetails } | { readonly kind: 'otp'; readonly otp: string };

const REDACTED = '[card secret]';

/**
 * Card details or an OTP on their way from the caller to Razorpay. Printing, logging, comparing or
 * serialising it shows nothing: the content comes out only through {@link CardSecret.reveal}.
 */
export class CardSecret {
  readonly #content: SecretContent;

  private constructor(content: SecretContent) {
    this.#content = content;
  }

  static card(card: CardDetails): CardSecret {
    return new CardSecret({ kind: 'card', card });
  }

  static otp(otp: string): CardSecret {
    return new CardSecret({ kind: 'otp', otp });
  }

  /** The content, for the one request that needs it. */
  reveal(): SecretContent {
    return this.#content;
  }

  toJSON(): string {
    return REDACTED;
  }

  toString(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
