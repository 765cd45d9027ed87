import { defineConfig } from 'vitest/config';

// `npx vitest run --config test/replay/record.config.ts` makes the committed histories again, and only those of one file
// or test with `record-runs` or `-t <test>` behind it.
export default defineConfig({
  test: {
    include: ['test/replay/record.ts', 'test/replay/record-*.ts'],
    // Side by side they would slow each other down, and looks that fail for that would be recorded.
    fileParallelism: false,
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
