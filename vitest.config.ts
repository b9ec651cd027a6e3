// How the tests run: `npm test` is `vitest run`. Nothing is retried.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'tools/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['tools/vitest-setup.ts'],
    retry: 0,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
