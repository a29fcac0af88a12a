import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs the test files that took least first: the first test that fails ends the run of a mutant. */
class ShortestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { cache, config } = this.ctx;
    const lasted = ({ project, moduleId }: TestSpecification) =>
      cache.getFileTestResults(`${project.name}:${relative(config.root, moduleId)}`)?.duration ?? 0;
    return files.toSorted((a, b) => lasted(a) - lasted(b));
  }
}

/**
 * The tests of the files that `npm run mutate` changes: each has to notice a change in its own file. None may run what is changed while
 * it is collected, outside of its tests: all tests would run anew for each change. Tests of accuracy compute for seconds, and a change
 * that survives would run them all.
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
    exclude: ['**/*-accuracy.test.ts', '**/*.endurance.test.ts'],
    restoreMocks: true,
    testTimeout: 60_000,
    // What is tested keeps nothing from one call to the next, so that the files of a run can share its thread and modules.
    isolate: false,
    pool: 'threads',
    sequence: { sequencer: ShortestFirst },
  },
});
