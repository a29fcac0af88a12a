#!/usr/bin/env node
import { runCommandLine } from '../src/cli/command-line.ts';
import { CommandFailure, EXIT } from '../src/cli/exit-code.ts';
import type { RedisFailure } from '../src/store/redis/failure.ts';
import { StoreUnavailable } from '../src/store/store.ts';

const NOT_PERMITTED: RedisFailure = 'not permitted';

process.stdout.on('error', endOnBrokenOutput);
// Nobody reads the messages: the work goes on.
process.stderr.on('error', () => {});

/** Whoever reads us may stop reading: `| head` is a good end. A full disk is none. */
function endOnBrokenOutput({ code = 'unknown' }: NodeJS.ErrnoException): never {
  if (code === 'EPIPE') process.exit(EXIT.done);
  process.stderr.write(`footwatch: what was printed could not be written: ${code}\n`);
  process.exit(EXIT.failed);
}

async function main(): Promise<number> {
  try {
    return await runCommandLine(process.argv.slice(2));
  } catch (error) {
    const [exitCode, message] = explain(error);
    process.stderr.write(`footwatch: ${message}\n`);
    return exitCode;
  }
}

function explain(error: unknown): [number, string] {
  if (error instanceof CommandFailure) return [error.exitCode, error.message];
  if (error instanceof StoreUnavailable) {
    const hint =
      error.message === NOT_PERMITTED ? '; footwatch doctor tells which rights this user lacks' : '';
    return [EXIT.unavailable, `Redis: ${error.message}${hint}`];
  }
  const where =
    error instanceof Error
      ? error.stack?.match(/\((?:file:\/\/)?[^)]*\/((?:bin|src)\/[^)]*)\)/)?.[1]
      : undefined;
  const name = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  return [EXIT.failed, `a bug in footwatch, please report it: ${name}${where ? ` at ${where}` : ''}`];
}

const exitCode = await main();
// What was written must leave before the process does.
process.stdout.write('', () => {
  const { errored } = process.stdout;
  if (errored) endOnBrokenOutput(errored);
  process.exit(exitCode);
});
