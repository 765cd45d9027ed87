/**
 * An exact amount. `amount` is an integer in the currency's subunit (paise for INR), `exponent` says how many
 * decimals one major unit has (ISO 4217: INR 2, JPY 0, KWD 3). Decimals exist only at Togai's edge.
 */
export interface Money {
  readonly amount: number;
  /** ISO 4217 alphabetic code, upper case. */
  readonly currency: string;
  readonly exponent: number;
}
