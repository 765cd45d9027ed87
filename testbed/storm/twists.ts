import { createDraws, type Draws } from './draws.js';
import type { Weather } from './weather.js';

/** The customer pays a part first; shares are thousandths of what was billed. */
export interface Part {
  readonly share: number;
  /** The rest comes as the next thing, or never. */
  readonly rest: 'next' | 'never';
}

/** The business bills another amount, if nobody has paid the whole by then. */
export interface AmountChange {
  /** Business minutes from arrival. */
  readonly minutes: number;
  /** Of what was billed. */
  readonly percent: number;
}

/** The business wants money of a paid invoice back. */
export interface MerchantWish {
  /** Business minutes from arrival. */
  readonly minutes: number;
  /** Of the payment. */
  readonly percent: number;
}

/** What happens to a few invoices only, whoever their customer is. */
export interface Twists {
  readonly part: Part | undefined;
  readonly amountChange: AmountChange | undefined;
  readonly merchantWish: MerchantWish | undefined;
  /** Business minutes from a failure to a yes that comes when the collection has ended. */
  readonly yesAfterTheEnd: number | undefined;
  /** Business minutes from arrival until somebody marks the invoice paid in Togai, unless money is there by then. */
  readonly paidByHandMinutes: number | undefined;
  /** Business minutes from an attempt on, after which Razorpay gives back what nobody captured. */
  readonly manualExpiryMinutes: number;
}

/** A collection ends after three days, and a payment can be captured for five. */
const AFTER_THE_END = { from: 80 * 60, to: 100 * 60 };

/** Razorpay's most. */
export const LONGEST_EXPIRY = 7_200;
/** 24 real seconds at an hour a second: shorter, and two busy cores do not surely capture over HTTP in time. */
const SHORT_EXPIRY = 1_440;

/** From a stream of its own: whatever is added here leaves the customers of a seed as they are. */
export function drawTwists(seed: number, index: number, weather: Weather): Twists {
  const draws = createDraws(seed, `twists of invoice ${String(index)}`);
  const part = draws.chance(30) ? drawPart(draws) : undefined;
  const amountChange = draws.chance(12) ? drawChange(draws, weather) : undefined;
  const merchantWish = draws.chance(15)
    ? { minutes: draws.whole(60, 24 * 60), percent: draws.pick([30, 100]) }
    : undefined;
  const yesAfterTheEnd = draws.chance(25) ? draws.whole(AFTER_THE_END.from, AFTER_THE_END.to) : undefined;
  // Seldom: whoever pays all the same is for a person to judge.
  const paidByHandMinutes = draws.chance(1) ? draws.whole(1, 6 * 60) : undefined;
  const manualExpiryMinutes = draws.pick([SHORT_EXPIRY, 2 * SHORT_EXPIRY, LONGEST_EXPIRY, LONGEST_EXPIRY]);
  return { part, amountChange, merchantWish, yesAfterTheEnd, paidByHandMinutes, manualExpiryMinutes };
}

function drawPart(draws: Draws): Part {
  return { share: draws.whole(200, 800), rest: draws.pick(['next', 'next', 'never']) };
}

/**
 * Where invoices are only marked paid, an amount that rises after its customer has paid is for a person to judge, and a
 * storm in which many are held shows nothing: there it falls.
 */
function drawChange(draws: Draws, { writeBack }: Weather): AmountChange {
  const minutes = draws.whole(1, 6 * 60);
  const [falls, rises] = [draws.whole(50, 95), draws.whole(105, 150)];
  const direction = draws.pick(['falls', 'rises']);
  return { minutes, percent: direction === 'rises' && writeBack === 'record_payment' ? rises : falls };
}
