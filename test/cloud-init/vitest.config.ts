import { defineConfig } from 'vitest/config';

/** Boots take seconds each and share two cores with nobody they know of: one after another. */
export default defineConfig({
  test: {
    include: ['test/cloud-init/*.spec.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
