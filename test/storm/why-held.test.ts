import { expect, test } from 'vitest';
import { whyHeld } from '../../testbed/storm/story.js';

test('a held collection that does not answer costs one line its reason, and the report nothing', async () => {
  const orchestrator = { getState: () => Promise.reject(new Error('no worker answers')) };
  expect(await whyHeld({ connection: 'acme', orchestrator }, 'inv_1')).toBe(
    'inv_1 is held: Error: no worker answers',
  );
});
