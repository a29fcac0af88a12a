import { defineConfig } from 'vitest/config';

/**
 * The tests of the files that `npm run mutate` changes: each has to notice a change in its own file. None may run what is changed while
 * it is collected, outside of its tests: all tests would run anew for each change, and it would take hours.
 */
export default defineConfig({
  test: {
    include: [
      'test/core/decode.test.ts',
      'test/core/freshness.test.ts',
      'test/core/gait/**/*.test.ts',
      'test/core/rules/**/*.test.ts',
      'test/settings/**/*.test.ts',
      'test/store/stored-*.test.ts',
    ],
    exclude: ['**/*.endurance.test.ts'],
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
