import { availableParallelism } from 'node:os';
import { defineConfig, type TestUserConfig } from 'vitest/config';

const TERMINALS = 'test/**/*.terminal.test.ts';
const ENDURANCE = 'test/**/*.endurance.test.ts';
const BROWSER = 'test/**/*.browser.test.ts';
/** Started by scripts/test-image.mjs. */
const IMAGE = 'test/**/*.image.test.ts';

/** Tests that start a program or listen on a socket. */
const NEEDS_PROGRAMS_OR_SOCKETS = [
  'test/{bench,cli,conf,docs,faults,metrics}/**',
  'test/cacher/api/**',
  'test/cacher/cacher-http.test.ts',
  'test/house/lint-rules.test.ts',
  'test/serve/{app,app-answers,server}.test.ts',
  'test/serve/access/guard.test.ts',
  'test/serve/routes/**',
  'test/simulator/{send-fault,simulator}.test.ts',
  'test/store/redis/{connection,redis-store,sentinel}*.test.ts',
  'test/store/redis/cluster/cluster*.test.ts',
];
/** Tests that compute for several seconds. */
const NEEDS_SECONDS = [
  'test/**/*-accuracy.test.ts',
  'test/tui/golden/golden.test.ts',
  'test/tui/{privacy,without-colours}.test.ts',
];
const OTHER_SUITES = [TERMINALS, ENDURANCE, BROWSER, IMAGE];
const SLOW = [...OTHER_SUITES, ...NEEDS_PROGRAMS_OR_SOCKETS, ...NEEDS_SECONDS];
/** Tests of functions that keep nothing from one call to the next, and take no time from vitest: their files can share a thread and its modules. */
const PURE = [
  'test/{core,drawing,export,report,settings}/**/*.test.ts',
  'test/page/*.test.ts',
  'test/page/{keys,time,traces,ward}/**/*.test.ts',
  'test/tui/{frame,input,link,model,screens}/**/*.test.ts',
];

/** What every test file runs with. */
const COMMON = {
  // Only a test that hangs meets it, also where the machine has ten times as much to do.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
  restoreMocks: true,
  retry: Number(process.env.TEST_RETRIES ?? 0),
} satisfies TestUserConfig;
const ALL = ['test/**/*.test.ts'];
/** Threads take half of the CPU of processes, and a thread for several files half of that again. */
const FAST: TestUserConfig['projects'] = [
  { test: { ...COMMON, name: 'pure', include: PURE, exclude: SLOW, pool: 'threads', isolate: false } },
  { test: { ...COMMON, name: 'other', include: ALL, exclude: [...SLOW, ...PURE], pool: 'threads' } },
];

/** The suites, each run with `vitest --mode <name>`; vitest's own default mode is `test`. */
const SUITES: Readonly<Record<string, TestUserConfig>> = {
  test: {
    projects: [
      {
        test: {
          ...COMMON,
          name: 'slow',
          include: [
            ...NEEDS_PROGRAMS_OR_SOCKETS.map((path) => path.replace(/\*\*$/, '**/*.test.ts')),
            ...NEEDS_SECONDS,
          ],
          exclude: OTHER_SUITES,
        },
      },
      ...FAST,
    ],
  },
  terminals: { ...COMMON, include: [TERMINALS] },
  endurance: { ...COMMON, include: [ENDURANCE] },
  browser: { ...COMMON, include: [BROWSER] },
  image: { ...COMMON, include: [IMAGE], fileParallelism: false },
  fast: { projects: FAST },
};

export default defineConfig(({ mode }) => {
  const suite = SUITES[mode];
  if (suite === undefined) throw new Error(`no suite '${mode}': there are ${Object.keys(SUITES).join(', ')}`);
  return {
    test: {
      ...suite,
      reporters: ['default', './test/closing-line-reporter.ts'],
      // Many tests wait for programs that they started, rather than compute.
      maxWorkers: 2 * availableParallelism(),
    },
  };
});
