import { expect, test } from 'vitest';
import { neverSent } from '../../domain/never-sent.js';

test.each([
  ['CARD_VAULT_MISSING', 'fix_integration', 'instrument'],
  ['VAULT_REFERENCE_UNKNOWN', 'retry_same', 'payment'],
  ['DOWNTIME', 'use_another', 'instrument'],
  ['PROVIDER_UNAVAILABLE', 'wait', 'payment'],
] as const)('%s: a payment that was never sent is told as %s, about the %s', (code, kind, concerns) => {
  expect(neverSent(code, 'why')).toMatchObject({ code, class: kind, concerns, description: 'why' });
});
