import type { Colours } from '../theme.ts';

/** blessed brings these along; any other terminal is told what those of today understand. */
const LINUX_CONSOLE = 'linux';
const PLAIN_XTERM = 'xterm';
const MANY_COLOURS = 'xterm-256color';

/** The terminfo entry of blessed's own that a terminal is driven with. */
export function terminalName(term: string | undefined, colours: Colours): string {
  if (term === LINUX_CONSOLE) return LINUX_CONSOLE;
  return colours === 256 ? MANY_COLOURS : PLAIN_XTERM;
}
