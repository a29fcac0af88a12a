import { runCommandLine } from './command-line.ts';
import { EXIT } from './exit-code.ts';
import { explainFailure } from './explain-failure.ts';
import { leaveTerminalsAlone } from './leave-terminal.ts';
import { hangUp } from './signals.ts';
import { stayWhenRefused } from './stay-when-refused.ts';

/** Runs footwatch as this process: takes its arguments, and ends it with an exit code once all output has left. */
export async function runProcess(): Promise<void> {
  leaveTerminalsAlone();
  process.stdout.on('error', (error) => {
    // What is held may still be stored.
    if (isHangUp(error)) hangUp();
    else exitOnBrokenOutput(error);
  });
  // Messages that nobody reads are no reason to stop working.
  process.stderr.on('error', () => {});
  const exitCode = await runArguments(process.argv.slice(2));
  if (process.env.STAY_WHEN_REFUSED === '1') await stayWhenRefused(exitCode);
  // Exiting earlier would lose what is still on its way to a pipe.
  process.stdout.write('', () => {
    const { errored } = process.stdout;
    if (errored) exitOnBrokenOutput(errored);
    process.exit(exitCode);
  });
}

async function runArguments(argv: readonly string[]): Promise<number> {
  try {
    return await runCommandLine(argv);
  } catch (error) {
    const { exitCode, message } = explainFailure(error);
    process.stderr.write(`footwatch: ${message}\n`);
    return exitCode;
  }
}

/** A reader that stops early, such as `| head`, is a good end; a full disk is a failure; of a terminal that is gone, nobody can be told. */
function exitOnBrokenOutput(error: NodeJS.ErrnoException): never {
  const { code = 'unknown' } = error;
  if (code === 'EPIPE') process.exit(EXIT.done);
  if (isHangUp(error)) process.exit(EXIT.hup);
  process.stderr.write(`footwatch: the output could not be written: ${code}\n`);
  process.exit(EXIT.failed);
}

function isHangUp({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EIO' && process.stdout.isTTY === true;
}
