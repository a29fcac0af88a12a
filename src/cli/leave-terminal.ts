import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { isInForeground } from './foreground.ts';

const STANDARD_STREAMS = [0, 1, 2];
/** Node opens terminals anew, under one of the next numbers. */
const MAX_DESCRIPTORS = 64;

/**
 * When this process exits, Node sets its terminals back to the mode in which it found them. Keeps it from that where they
 * are gone, as Node 20 aborts then, and in the background: the shell uses its terminal, and a process that sets its mode
 * is stopped.
 */
export function leaveTerminalsAlone(): void {
  const terminals = STANDARD_STREAMS.filter((descriptor) => isatty(descriptor));
  if (terminals.length === 0) return;
  process.on('exit', () => {
    const isElsewhere = !isInForeground();
    for (const descriptor of terminals) if (isElsewhere || !isatty(descriptor)) close(descriptor);
    if (!isElsewhere) return;
    for (let descriptor = 3; descriptor < MAX_DESCRIPTORS; descriptor++)
      if (isatty(descriptor)) close(descriptor);
  });
}

function close(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // It was closed before.
  }
}
