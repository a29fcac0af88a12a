import type { Colours, TerminalBackground } from './frame/theme.ts';

/** What a terminal can show, as far as the environment tells. */
export interface TerminalCapabilities {
  readonly colours: Colours;
  /** Whether block elements, light boxes and Braille can be shown; otherwise only ASCII. */
  readonly unicode: boolean;
  readonly background: TerminalBackground;
}

/** What the user says about the terminal, whatever its environment tells. */
export interface CapabilityOverrides {
  /** `auto` asks the environment; `mono` means no colours. */
  readonly theme: 'auto' | 'dark' | 'light' | 'mono';
  /** Draws in ASCII even where more could be shown. */
  readonly ascii: boolean;
}
const NO_OVERRIDES: CapabilityOverrides = { theme: 'auto', ascii: false };

type Environment = Readonly<Record<string, string | undefined>>;

/** Values of TERM that mean 256 colours without saying so. */
const MANY_COLOURS =
  /^(alacritty|contour|foot|ghostty|iterm|kitty|rio|wezterm|xterm-(kitty|ghostty))|direct$/;
const NO_COLOURS = /^(dumb|unknown|vt\d+)|-m(ono)?$/;
/** Values of TERM that say that nothing can be drawn: the cursor cannot be moved. */
const UNDRAWABLE = /^(dumb|unknown)$/i;
/** White and the bright ones among the first sixteen colours, without dark grey. */
const LIGHT_COLOURS = /^(7|9|1[0-5])$/;
/** The Linux console, whose fonts have neither Braille nor half blocks. */
const LINUX_CONSOLE = 'linux';

/** Detects what a terminal can show from its environment variables; overrides by the user win. */
export function detectCapabilities(
  env: Environment,
  { theme, ascii }: CapabilityOverrides = NO_OVERRIDES,
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

/**
 * Tells why nothing can be drawn on a terminal, as far as the environment tells; null where it can. Windows has no TERM, and draws.
 */
export function explainUndrawable({ TERM = '' }: Environment, platform: string): string | null {
  if (TERM === '') return platform === 'win32' ? null : 'TERM is not set';
  return UNDRAWABLE.test(TERM) ? `TERM is ${TERM}` : null;
}

/** The first locale variable that is set decides, as POSIX has it. */
function detectUnicode({ LC_ALL, LC_CTYPE, LANG, TERM }: Environment): boolean {
  return TERM !== LINUX_CONSOLE && /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

/**
 * Reads COLORFGBG, in which rxvt, Konsole and others tell their colours as `15;0` or `0;default;15`, the background
 * last. The terminal itself is not asked (OSC 11): many never reply, and over a slow link a late reply would be read as
 * keys.
 */
function detectBackground({ COLORFGBG = '' }: Environment): TerminalBackground {
  const background = COLORFGBG.split(';').at(-1) ?? '';
  return LIGHT_COLOURS.test(background) ? 'light' : 'dark';
}

/**
 * Whether tmux or screen stands between the program and the reader on this machine: what is asked of the terminal, they answer
 * themselves, also while nobody is attached.
 */
export function isMultiplexed({ TMUX, STY }: Environment): boolean {
  return Boolean(TMUX) || Boolean(STY);
}
