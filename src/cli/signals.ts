import { closeSync, openSync } from 'node:fs';
import { EXIT } from './exit-code.ts';

const SIGNALS = { SIGHUP: EXIT.hup, SIGINT: EXIT.int, SIGTERM: EXIT.term } as const;
export type Signal = keyof typeof SIGNALS;

/** The exit code of a run that a signal ended. */
export function signalExitCode(signal: Signal): number {
  return SIGNALS[signal];
}

/** Calls back at HUP, INT and TERM instead of dying of them, until disposed of. */
export function onSignals(handle: (signal: Signal) => void): () => void {
  const listeners = (Object.keys(SIGNALS) as Signal[]).map((signal) => {
    const listener = () => handle(signal);
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const dispose of listeners) dispose();
  };
}

/**
 * Lets a process that has the terminal be stopped and continued, by Ctrl-Z or by TSTP: it gives the terminal back
 * before, and takes it again after. Until disposed of.
 */
export function onSuspension(release: () => void, take: () => void): () => void {
  const stop = () => {
    release();
    // Its own effect is to stop this process here; where nobody could continue it, the system passes over it.
    process.off('SIGTSTP', stop);
    process.kill(process.pid, 'SIGTSTP');
    process.on('SIGTSTP', stop);
    take();
  };
  process.on('SIGTSTP', stop);
  // After a STOP, which nobody can prepare for, the terminal is as others left it.
  process.on('SIGCONT', take);
  return () => {
    process.off('SIGTSTP', stop);
    process.off('SIGCONT', take);
  };
}

/** Stops all that has the terminal together, as its driver does at Ctrl-Z where keys are not raw. */
export function suspendAll(): void {
  process.kill(0, 'SIGTSTP');
}

/** Resolves with the exit code of the first signal. */
export function endedBySignal(): Promise<number> {
  return new Promise((resolve) => {
    const dispose = onSignals((signal) => {
      dispose();
      resolve(signalExitCode(signal));
    });
  });
}

/** Whether somebody's terminal hangs up with HUP; a service has none, and is told something else by it. */
export function hasControllingTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
