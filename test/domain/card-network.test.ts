import { expect, test } from 'vitest';
import { cardNetwork } from '../../domain/card-network.js';

test.each([
  ['4111111111111111', 'VISA'],
  ['5500670000001002', 'MC'],
  ['2221000000000009', 'MC'],
  ['2720990000000007', 'MC'],
  ['2220990000000008', undefined],
  ['2721000000000004', undefined],
  ['340256000401007', 'AMEX'],
  ['36082800091007', 'DICL'],
  ['30569309025904', 'DICL'],
  ['6527658900001005', 'RUPAY'],
  ['5085000000000005', 'RUPAY'],
  ['6011111111111117', undefined],
  ['5641821111166669', undefined],
])('%s is of %s', (number, network) => {
  expect(cardNetwork(number)).toBe(network);
});
