import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { limitingServerSettings } from '../../platform/temporal/dev-server.js';

const page = readFileSync('README.md', 'utf8');

test('the dev server of the README runs with the settings that the queue limits need', () => {
  const flags = [...page.matchAll(/--dynamic-config-value (\S+)/g)].map(([, pair]) => pair);
  expect(flags).toEqual(
    Object.entries(limitingServerSettings).map(([name, value]) => `${name}=${String(value)}`),
  );
});

test('the UI of the README asks the codec server that the README starts', () => {
  const port = /npm run codec-server -- --port (\d+)/.exec(page)?.[1];
  expect(/--ui-codec-endpoint (\S+)/.exec(page)?.[1]).toBe(`http://localhost:${String(port)}`);
});
