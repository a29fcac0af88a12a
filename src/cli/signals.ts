import { closeSync, openSync } from 'node:fs';
import { EXIT } from './exit-code.ts';

const EXIT_CODES = { SIGHUP: EXIT.hup, SIGINT: EXIT.int, SIGTERM: EXIT.term } as const;
/** A signal that ends a run. */
export type Signal = keyof typeof EXIT_CODES;

/** The exit code of a run that a signal ended. */
export function getSignalExitCode(signal: Signal): number {
  return EXIT_CODES[signal];
}

/**
 * Handles HUP, INT and TERM, which would end the process, until the returned function is called. After a HUP, further ones
 * do nothing even then: when a terminal is gone, both the system and the shell send one.
 */
export function onSignals(handle: (signal: Signal) => void): () => void {
  const listeners = (Object.keys(EXIT_CODES) as Signal[]).map((signal) => {
    const listener = () => {
      if (signal === 'SIGHUP') process.off(signal, ignore).on(signal, ignore);
      handle(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const dispose of listeners) dispose();
  };
}

function ignore(): void {}

/** Ends this process because its terminal is gone: through whoever handles HUP, else at once. */
export function hangUp(): void {
  if (process.listenerCount('SIGHUP') === 0) process.exit(EXIT.hup);
  process.emit('SIGHUP');
}

/** Resolves with the exit code of the first signal that arrives. */
export function waitForSignal(): Promise<number> {
  return new Promise((resolve) => {
    const dispose = onSignals((signal) => {
      dispose();
      resolve(getSignalExitCode(signal));
    });
  });
}

/** Whether HUP can mean that a terminal hung up. A service has no terminal: HUP then asks it to reload. */
export function hasControllingTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
