import type { Colours } from './theme.ts';

/** What a terminal can show, as far as its environment tells. */
export interface TerminalAbilities {
  readonly colours: Colours;
  /** Block elements, light boxes and Braille; else ASCII. */
  readonly unicode: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals with 256 colours whose names do not say so. */
const MANY_COLOURS =
  /^(alacritty|contour|foot|ghostty|iterm|kitty|rio|wezterm|xterm-(kitty|ghostty))|direct$/;
const NO_COLOURS = /^(dumb|unknown|vt\d+)|-m(ono)?$/;
/** Its fonts have neither Braille nor half blocks. */
const LINUX_CONSOLE = 'linux';

export function detectAbilities(env: Environment): TerminalAbilities {
  return { colours: detectColours(env), unicode: detectUnicode(env) };
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
