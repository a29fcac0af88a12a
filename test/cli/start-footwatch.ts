import { onTestFinished } from 'vitest';
import { RunningFootwatch, type RunOptions } from './run-footwatch.ts';

/** Starts footwatch, and ends it with the test. */
export function startFootwatch(args: readonly string[], options: RunOptions = {}): RunningFootwatch {
  const run = new RunningFootwatch(args, options);
  onTestFinished(async () => {
    await run.end();
  });
  return run;
}

/** A simulator that is listening, for all tests of a file. */
export interface SharedSimulator {
  readonly url: string;
  end(): Promise<unknown>;
}

/** Starts a simulator that has to be ended. */
export async function launchSimulator(...args: string[]): Promise<SharedSimulator> {
  const run = new RunningFootwatch(['simulate', '--port', '0', ...args]);
  await run.until(({ lines }) => lines.length > 0);
  return { url: run.lines[0]?.replace('listening on ', '') ?? '', end: () => run.end() };
}

/** Starts a simulator, ends it with the test, and gives its address. */
export async function startSimulator(...args: string[]): Promise<string> {
  const simulator = await launchSimulator(...args);
  onTestFinished(async () => {
    await simulator.end();
  });
  return simulator.url;
}
