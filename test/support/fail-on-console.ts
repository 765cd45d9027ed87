import { afterEach, beforeEach, vi } from 'vitest';

/** What a program prints belongs to its logger or to its output; anything else is a forgotten line or a swallowed error. */
const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

let spies: { method: string; calls: readonly unknown[][]; restore: () => void }[] = [];

beforeEach(() => {
  spies = methods.map((method) => {
    const spy = vi.spyOn(console, method).mockImplementation(() => undefined);
    return { method, calls: spy.mock.calls, restore: () => spy.mockRestore() };
  });
});

afterEach(() => {
  const printed = spies.flatMap(({ method, calls }) =>
    calls.map((values) => `console.${method}: ${values.map(String).join(' ')}`),
  );
  for (const { restore } of spies) restore();
  spies = [];
  if (printed.length > 0) throw new Error(`A test must not print:\n${printed.join('\n')}`);
});
