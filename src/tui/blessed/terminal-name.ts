import type { Colours } from '../frame/theme.ts';

/** blessed brings these along; any other terminal is told what those of today understand. */
const LINUX_CONSOLE = 'linux';
const PLAIN_XTERM = 'xterm';
const MANY_COLOURS = 'xterm-256color';

/** The terminfo entry of blessed's own that a terminal is driven with. */
export function terminalName(term: string | undefined, colours: Colours): string {
  if (term === LINUX_CONSOLE) return LINUX_CONSOLE;
  return colours === 256 ? MANY_COLOURS : PLAIN_XTERM;
}

/** What a terminal can do beyond writing cells. */
export interface TerminfoCapabilities {
  /** Moves the rest of a row when a character of it is deleted or inserted, as a VT102 does. */
  readonly canShift: boolean;
  /** Erases characters, and gives those the colour of the background. */
  readonly canErase: boolean;
}

/** Of all that are still in use, these cannot delete and insert characters in a row. */
const CANNOT_SHIFT = /^(dumb|unknown|vt(52|100)\b.*)?$/;
/** GNU screen erases to its own colour, and so may what is not known. */
const CAN_ERASE = /^(xterm|tmux|linux|alacritty|contour|foot|ghostty|iterm|kitty|rio|rxvt|wezterm)/;

export function readTerminfoCapabilities(term = ''): TerminfoCapabilities {
  return { canShift: !CANNOT_SHIFT.test(term), canErase: CAN_ERASE.test(term) };
}
