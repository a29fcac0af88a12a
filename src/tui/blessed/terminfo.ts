import type { Colours } from '../frame/theme.ts';

/** Terminfo entries that blessed bundles. Terminals of today other than the Linux console understand xterm's codes. */
const LINUX_CONSOLE = 'linux';
const PLAIN_XTERM = 'xterm';
const MANY_COLOURS = 'xterm-256color';

/** Chooses which of blessed's own terminfo entries a terminal is driven with, by its TERM and its colours. */
export function chooseTerminfo(term: string | undefined, colours: Colours): string {
  if (term === LINUX_CONSOLE) return LINUX_CONSOLE;
  return colours === 256 ? MANY_COLOURS : PLAIN_XTERM;
}

/** What a terminal can do beyond writing cells, as far as its TERM tells. */
export interface TerminfoCapabilities {
  /** Whether deleting or inserting a character moves the rest of the row, as on a VT102. */
  readonly canShift: boolean;
  /** Whether erased characters get the current background colour. */
  readonly canErase: boolean;
}

/** The terminals still in use that cannot delete and insert characters in a row. */
const CANNOT_SHIFT = /^(dumb|unknown|vt(52|100)\b.*)?$/;
/** GNU screen erases to its default colour, and so may terminals that are not known. */
const CAN_ERASE = /^(xterm|tmux|linux|alacritty|contour|foot|ghostty|iterm|kitty|rio|rxvt|wezterm)/;

/** Tells what a terminal can do by its TERM; an empty one can do nothing. */
export function readTerminfoCapabilities(term = ''): TerminfoCapabilities {
  return { canShift: !CANNOT_SHIFT.test(term), canErase: CAN_ERASE.test(term) };
}
