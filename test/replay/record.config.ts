import { defineConfig } from 'vitest/config';

// `npx vitest run --config test/replay/record.config.ts` makes the committed histories again.
export default defineConfig({
  test: {
    include: ['test/replay/record.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
