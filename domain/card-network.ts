import type { CardNetwork } from '../contracts/payment-request.js';

/** First digits by network. Maestro and RuPay share some: a number that could be of two networks is of none here. */
const NETWORKS: readonly (readonly [RegExp, CardNetwork])[] = [
  [/^4/, 'VISA'],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, 'MC'],
  [/^3[47]/, 'AMEX'],
  [/^(30[0-5]|3[689])/, 'DICL'],
  [/^(508|60(?!11)|652|81|82)/, 'RUPAY'],
];

/** The network of a card, as far as its first digits tell. */
export function cardNetwork(number: string): CardNetwork | undefined {
  return NETWORKS.find(([pattern]) => pattern.test(number))?.[1];
}
