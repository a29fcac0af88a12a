#!/usr/bin/env node
import { StoreUnavailable } from '../src/store/store.ts';
import { runCommandLine } from './command-line.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

// Whoever reads us may stop reading: `| head` is a good end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed);
});

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
  if (error instanceof StoreUnavailable) return [EXIT.unavailable, `Redis: ${error.message}`];
  const where =
    error instanceof Error
      ? error.stack?.match(/\((?:file:\/\/)?[^)]*\/((?:bin|src)\/[^)]*)\)/)?.[1]
      : undefined;
  const name = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  return [EXIT.failed, `a bug in footwatch, please report it: ${name}${where ? ` at ${where}` : ''}`];
}

const exitCode = await main();
// What was written must leave before the process does.
process.stdout.write('', () => process.exit(exitCode));
