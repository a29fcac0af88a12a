import { BOLD, DEFAULT_COLOUR, INVERSE, UNDERLINE } from './cell-grid.ts';

/** What a terminal draws with. */
export interface SgrState {
  readonly flags: number;
  readonly foreground: number;
  readonly background: number;
}

/** What a cell needs of the state; null is any. */
export interface SgrNeeds {
  readonly flags: number;
  /** Those of the flags that matter. */
  readonly mask: number;
  readonly foreground: number | null;
  readonly background: number | null;
}

export const PLAIN_SGR: SgrState = { flags: 0, foreground: DEFAULT_COLOUR, background: DEFAULT_COLOUR };

const FLAGS = [
  [BOLD, '1', '22'],
  [UNDERLINE, '4', '24'],
  [INVERSE, '7', '27'],
] as const;
export const ALL_FLAGS = BOLD | UNDERLINE | INVERSE;

export interface SgrChange {
  readonly codes: string;
  readonly state: SgrState;
}

/** The shortest codes that give a state what a cell needs. */
export function changeSgr(state: SgrState, needs: SgrNeeds): SgrChange {
  const { foreground, background } = needs;
  const isRight =
    ((state.flags ^ needs.flags) & needs.mask) === 0 &&
    (foreground === null || foreground === state.foreground) &&
    (background === null || background === state.background);
  if (isRight) return { codes: '', state };
  const changed = adjust(state, needs, []);
  const afresh = adjust(PLAIN_SGR, needs, ['']);
  return afresh.codes.length < changed.codes.length ? afresh : changed;
}

function adjust(
  state: SgrState,
  { flags, mask, foreground, background }: SgrNeeds,
  parameters: string[],
): SgrChange {
  for (const [flag, on, off] of FLAGS) {
    if (((state.flags ^ flags) & mask & flag) !== 0) parameters.push((flags & flag) !== 0 ? on : off);
  }
  if (foreground !== null && foreground !== state.foreground) parameters.push(colourCode(foreground, 30));
  if (background !== null && background !== state.background) parameters.push(colourCode(background, 40));
  return {
    codes: `\x1b[${parameters.join(';')}m`,
    state: {
      flags: (state.flags & ~mask) | (flags & mask),
      foreground: foreground ?? state.foreground,
      background: background ?? state.background,
    },
  };
}

function colourCode(colour: number, first: 30 | 40): string {
  if (colour === DEFAULT_COLOUR) return String(first + 9);
  if (colour < 8) return String(first + colour);
  if (colour < 16) return String(first + 60 + colour - 8);
  return `${first + 8};5;${colour}`;
}
