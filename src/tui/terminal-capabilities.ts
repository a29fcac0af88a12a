import type { Colours, TerminalBackground } from './frame/theme.ts';

/** What a terminal can show, as far as its environment tells. */
export interface TerminalCapabilities {
  readonly colours: Colours;
  /** Block elements, light boxes and Braille; else ASCII. */
  readonly unicode: boolean;
  readonly background: TerminalBackground;
}

/** What the user says of the terminal. */
export interface AbilityWishes {
  /** `auto` finds out; `mono` wants no colours. */
  readonly theme: 'auto' | 'dark' | 'light' | 'mono';
  /** ASCII, also where more could be shown. */
  readonly ascii: boolean;
}
const NO_WISHES: AbilityWishes = { theme: 'auto', ascii: false };

type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals with 256 colours whose names do not say so. */
const MANY_COLOURS =
  /^(alacritty|contour|foot|ghostty|iterm|kitty|rio|wezterm|xterm-(kitty|ghostty))|direct$/;
const NO_COLOURS = /^(dumb|unknown|vt\d+)|-m(ono)?$/;
/** Of the first sixteen: white, the bright ones, but for dark grey. */
const LIGHT_COLOURS = /^(7|9|1[0-5])$/;
/** Its fonts have neither Braille nor half blocks. */
const LINUX_CONSOLE = 'linux';

export function detectCapabilities(
  env: Environment,
  { theme, ascii }: AbilityWishes = NO_WISHES,
): TerminalCapabilities {
  return {
    colours: theme === 'mono' ? 0 : detectColours(env),
    unicode: !ascii && detectUnicode(env),
    background: theme === 'dark' || theme === 'light' ? theme : detectBackground(env),
  };
}

function detectColours({ NO_COLOR, TERM = '', COLORTERM = '' }: Environment): Colours {
  const term = TERM.toLowerCase();
  if ((NO_COLOR ?? '') !== '' || term === '' || NO_COLOURS.test(term)) return 0;
  const isRich =
    term.includes('256color') || MANY_COLOURS.test(term) || /^(truecolor|24bit)$/.test(COLORTERM);
  return isRich ? 256 : 16;
}

/** The first of the locale's variables that is set decides, as everywhere. */
function detectUnicode({ LC_ALL, LC_CTYPE, LANG, TERM }: Environment): boolean {
  return TERM !== LINUX_CONSOLE && /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

/**
 * rxvt, Konsole and others tell their colours as `15;0` or `0;default;15`, the background last. The terminal itself is
 * not asked (OSC 11): an answer that comes late, over a slow link, would be read as keys, and many never answer.
 */
function detectBackground({ COLORFGBG = '' }: Environment): TerminalBackground {
  const background = COLORFGBG.split(';').at(-1) ?? '';
  return LIGHT_COLOURS.test(background) ? 'light' : 'dark';
}
