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

/** The suites, each run with `vitest --mode <name>`; vitest's own default mode is `test`. */
const SUITES: Readonly<Record<string, { include: string[]; exclude: string[] }>> = {
  test: { include: ['test/**/*.test.ts'], exclude: [TERMINALS, ENDURANCE] },
  fast: { include: ['test/**/*.test.ts'], exclude: [TERMINALS, ENDURANCE, ...NEEDS_PROGRAMS] },
  terminals: { include: [TERMINALS], exclude: [] },
  endurance: { include: [ENDURANCE], exclude: [] },
};

export default defineConfig(({ mode }) => {
  const suite = SUITES[mode];
  if (suite === undefined) throw new Error(`no suite '${mode}': there are ${Object.keys(SUITES).join(', ')}`);
  return {
    test: {
      include: suite.include,
      exclude: [...configDefaults.exclude, ...suite.exclude],
      reporters: ['default', './test/closing-line-reporter.ts'],
      testTimeout: 20_000,
      hookTimeout: 60_000,
      restoreMocks: true,
      // Many tests wait for programs that they started, rather than compute.
      maxWorkers: 2 * availableParallelism(),
    },
  };
});
