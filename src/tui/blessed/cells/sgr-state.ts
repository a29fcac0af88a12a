import { BOLD, DEFAULT_COLOUR, INVERSE, UNDERLINE } from './cell-grid.ts';

/** The SGR state of a terminal ("select graphic rendition"): the style in which it draws what is written. */
export interface SgrState {
  readonly flags: number;
  readonly foreground: number;
  readonly background: number;
}

/** What a cell needs of the SGR state; a colour of null may be any. */
export interface SgrNeeds {
  readonly flags: number;
  /** The flags that matter; others may be on or off. */
  readonly mask: number;
  readonly foreground: number | null;
  readonly background: number | null;
}

/** The state after a reset: default colours, no flags. */
export const PLAIN_SGR: SgrState = { flags: 0, foreground: DEFAULT_COLOUR, background: DEFAULT_COLOUR };

/** Each flag with the SGR parameters that switch it on and off. */
const FLAGS = [
  [BOLD, '1', '22'],
  [UNDERLINE, '4', '24'],
  [INVERSE, '7', '27'],
] as const;
/** Every flag of a style, as a mask. */
export const ALL_FLAGS = BOLD | UNDERLINE | INVERSE;

/** The codes to write, and the state that the terminal is in afterwards. */
export interface SgrChange {
  readonly codes: string;
  readonly state: SgrState;
}

/** Returns the shortest codes that bring the terminal from a state to one that meets the needs. */
export function changeSgr(state: SgrState, needs: SgrNeeds): SgrChange {
  const { foreground, background } = needs;
  const isMet =
    ((state.flags ^ needs.flags) & needs.mask) === 0 &&
    (foreground === null || foreground === state.foreground) &&
    (background === null || background === state.background);
  if (isMet) return { codes: '', state };
  const changed = adjust(state, needs, []);
  const fromReset = adjust(PLAIN_SGR, needs, ['']);
  return fromReset.codes.length < changed.codes.length ? fromReset : changed;
}

/** Adds the parameters that lead from a state to the needs to those given, as one SGR code. */
function adjust(
  state: SgrState,
  { flags, mask, foreground, background }: SgrNeeds,
  parameters: string[],
): SgrChange {
  for (const [flag, on, off] of FLAGS) {
    if (((state.flags ^ flags) & mask & flag) !== 0) parameters.push((flags & flag) !== 0 ? on : off);
  }
  if (foreground !== null && foreground !== state.foreground) parameters.push(writeColour(foreground, 30));
  if (background !== null && background !== state.background) parameters.push(writeColour(background, 40));
  return {
    codes: `\x1b[${parameters.join(';')}m`,
    state: {
      flags: (state.flags & ~mask) | (flags & mask),
      foreground: foreground ?? state.foreground,
      background: background ?? state.background,
    },
  };
}

/** The SGR parameters of a colour; `base` is 30 for the foreground, 40 for the background. */
function writeColour(colour: number, base: 30 | 40): string {
  if (colour === DEFAULT_COLOUR) return String(base + 9);
  if (colour < 8) return String(base + colour);
  if (colour < 16) return String(base + 60 + colour - 8);
  return `${base + 8};5;${colour}`;
}
