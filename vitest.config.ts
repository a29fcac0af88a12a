import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const TERMINALS = 'test/**/*.terminal.test.ts';
const ENDURANCE = 'test/**/*.endurance.test.ts';

/** Tests that start a redis-server, or the built program. */
const NEEDS_PROGRAMS = [
  'test/{cli,conf,docs,faults}/**',
  'test/store/redis/redis-store*.test.ts',
  'test/store/redis/cluster/cluster*.test.ts',
];
/** Tests that compute for several seconds. */
const NEEDS_SECONDS = [
  'test/core/gait/gait-figures.test.ts',
  'test/tui/blessed/bytes-a-sample.test.ts',
  'test/tui/golden/golden.test.ts',
];

/** The suites, each run with `vitest --mode <name>`; vitest's own default mode is `test`. */
const SUITES = {
  test: { include: ['test/**/*.test.ts'], exclude: [TERMINALS, ENDURANCE] },
  fast: {
    include: ['test/**/*.test.ts'],
    exclude: [TERMINALS, ENDURANCE, ...NEEDS_PROGRAMS, ...NEEDS_SECONDS],
    // A process for each file would cost as much again as the tests.
    pool: 'threads',
    isolate: false,
  },
  terminals: { include: [TERMINALS] },
  endurance: { include: [ENDURANCE] },
} as const;

export default defineConfig(({ mode }) => {
  const suite: { include: readonly string[]; exclude?: readonly string[] } | undefined =
    SUITES[mode as keyof typeof SUITES];
  if (suite === undefined) throw new Error(`no suite '${mode}': there are ${Object.keys(SUITES).join(', ')}`);
  return {
    test: {
      ...suite,
      include: [...suite.include],
      exclude: [...configDefaults.exclude, ...(suite.exclude ?? [])],
      reporters: ['default', './test/closing-line-reporter.ts'],
      testTimeout: 20_000,
      hookTimeout: 60_000,
      restoreMocks: true,
      // Many tests wait for programs that they started, rather than compute.
      maxWorkers: 2 * availableParallelism(),
    },
  };
});
