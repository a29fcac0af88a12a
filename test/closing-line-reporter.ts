import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Ends a run with 'N passed, N failed' alone on a line, for scripts that read the log.
 * Where CLOSING_LINE_FILE names a file, the line is appended there and not printed: CI adds several runs up to one line.
 * Before it, a line for each test that failed, and for each that passed only when it was tried again: the end of a
 * log is what is kept of it.
 */
export default class ClosingLineReporter implements Reporter {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  readonly #remarks: string[] = [];

  onTestCaseResult(testCase: TestCase): void {
    const { state, errors } = testCase.result();
    const name = `${testCase.module.relativeModuleId} > ${testCase.fullName}`;
    if (state === 'failed') this.#remarks.push(`FAILED: ${name}: ${firstLine(errors?.[0]?.message)}`);
    else if (testCase.diagnostic()?.flaky === true) this.#remarks.push(`passed at the second try: ${name}`);
    if (state === 'passed') this.#passed++;
    else if (state === 'failed') this.#failed++;
    else this.#skipped++;
  }

  onTestModuleEnd(testModule: TestModule): void {
    const [error] = testModule.errors();
    if (error !== undefined)
      this.#remarks.push(`FAILED: ${testModule.relativeModuleId}: ${firstLine(error.message)}`);
  }

  onTestRunEnd(_: unknown, unhandledErrors: readonly unknown[], reason: string): void {
    // A file that could not be loaded has no test to count, and a run that was cut short has not passed.
    const failed =
      this.#failed + (reason !== 'passed' && this.#failed === 0 ? Math.max(1, unhandledErrors.length) : 0);
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : '';
    const line = `${[...this.#remarks, `${this.#passed} passed, ${failed} failed${skipped}`].join('\n')}\n`;
    const file = process.env.CLOSING_LINE_FILE;
    if (file === undefined) process.stdout.write(`\n${line}`);
    else appendFileSync(file, line);
  }
}

function firstLine(text = ''): string {
  return text.split('\n', 1)[0]?.slice(0, 300) ?? '';
}
