import { afterEach, beforeEach } from 'vitest';

/** What a program prints belongs to its logger or to its output; anything else is a forgotten line or a swallowed error. */
const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

const original = Object.fromEntries(methods.map((method) => [method, console[method]]));
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of methods)
    console[method] = (...values: unknown[]) => {
      printed.push(`console.${method}: ${values.map(String).join(' ')}`);
    };
});

afterEach(() => {
  Object.assign(console, original);
  const lines = printed;
  printed = [];
  if (lines.length > 0) throw new Error(`A test must not print:\n${lines.join('\n')}`);
});
