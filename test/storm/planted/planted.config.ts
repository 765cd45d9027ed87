import { defineConfig } from 'vitest/config';

// `npm run planted-bugs` plants each known bug, and lets the storm find it. Minutes.
export default defineConfig({
  test: {
    include: ['test/storm/planted/planted.ts'],
    pool: 'forks',
    maxWorkers: 1,
  },
});
