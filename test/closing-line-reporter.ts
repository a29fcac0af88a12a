import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase } from 'vitest/node';

/**
 * Ends a run with 'N passed, N failed' alone on a line, for scripts that read the log.
 * Where CLOSING_LINE_FILE names a file, the line is appended there and not printed: CI adds several runs up to one line.
 */
export default class ClosingLineReporter implements Reporter {
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  onTestCaseResult(testCase: TestCase): void {
    const { state } = testCase.result();
    if (state === 'passed') this.#passed++;
    else if (state === 'failed') this.#failed++;
    else this.#skipped++;
  }

  onTestRunEnd(_: unknown, unhandledErrors: readonly unknown[], reason: string): void {
    // A file that could not be loaded has no test to count, and a run that was cut short has not passed.
    const failed =
      this.#failed + (reason !== 'passed' && this.#failed === 0 ? Math.max(1, unhandledErrors.length) : 0);
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : '';
    const line = `${this.#passed} passed, ${failed} failed${skipped}\n`;
    const file = process.env.CLOSING_LINE_FILE;
    if (file === undefined) process.stdout.write(`\n${line}`);
    else appendFileSync(file, line);
  }
}
