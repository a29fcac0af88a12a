import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

/** What the end of a process is heard from, and how it is ended: a process, or in tests something in its place. */
export interface EndingProcess {
  once(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  exit(code: number): void;
}

/** Of these alone a process dies without its `exit` being heard. */
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
const heeding = new WeakSet<EndingProcess>();

/**
 * Ends a program that a bench started when the bench ends, by an error or a signal too: one that is left behind keeps the
 * terminal's output open, so that a bench which failed looks like one that hangs.
 */
export function endWithBench<Child extends ChildProcess>(
  child: Child,
  bench: EndingProcess = process,
): Child {
  const end = () => child.kill('SIGKILL');
  bench.once('exit', end);
  child.once('exit', () => bench.off('exit', end));
  if (!heeding.has(bench)) {
    heeding.add(bench);
    for (const signal of SIGNALS) bench.once(signal, () => bench.exit(128 + constants.signals[signal]));
  }
  return child;
}
