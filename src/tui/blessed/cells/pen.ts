import { BOLD, DEFAULT_COLOUR, INVERSE, UNDERLINE } from './cell-grid.ts';

/** What a terminal draws with. */
export interface Pen {
  readonly flags: number;
  readonly ink: number;
  readonly paper: number;
}

/** What a cell needs of the pen; null is any. */
export interface PenNeeds {
  readonly flags: number;
  /** Those of the flags that matter. */
  readonly mask: number;
  readonly ink: number | null;
  readonly paper: number | null;
}

export const PLAIN_PEN: Pen = { flags: 0, ink: DEFAULT_COLOUR, paper: DEFAULT_COLOUR };

const FLAGS = [
  [BOLD, '1', '22'],
  [UNDERLINE, '4', '24'],
  [INVERSE, '7', '27'],
] as const;
export const ALL_FLAGS = BOLD | UNDERLINE | INVERSE;

export interface PenChange {
  readonly codes: string;
  readonly pen: Pen;
}

/** The shortest codes that give a pen what a cell needs. */
export function changePen(pen: Pen, needs: PenNeeds): PenChange {
  const { ink, paper } = needs;
  const isRight =
    ((pen.flags ^ needs.flags) & needs.mask) === 0 &&
    (ink === null || ink === pen.ink) &&
    (paper === null || paper === pen.paper);
  if (isRight) return { codes: '', pen };
  const changed = adjust(pen, needs, []);
  const afresh = adjust(PLAIN_PEN, needs, ['']);
  return afresh.codes.length < changed.codes.length ? afresh : changed;
}

function adjust(pen: Pen, { flags, mask, ink, paper }: PenNeeds, parameters: string[]): PenChange {
  for (const [flag, on, off] of FLAGS) {
    if (((pen.flags ^ flags) & mask & flag) !== 0) parameters.push((flags & flag) !== 0 ? on : off);
  }
  if (ink !== null && ink !== pen.ink) parameters.push(colourCode(ink, 30));
  if (paper !== null && paper !== pen.paper) parameters.push(colourCode(paper, 40));
  return {
    codes: `\x1b[${parameters.join(';')}m`,
    pen: { flags: (pen.flags & ~mask) | (flags & mask), ink: ink ?? pen.ink, paper: paper ?? pen.paper },
  };
}

function colourCode(colour: number, first: 30 | 40): string {
  if (colour === DEFAULT_COLOUR) return String(first + 9);
  if (colour < 8) return String(first + colour);
  if (colour < 16) return String(first + 60 + colour - 8);
  return `${first + 8};5;${colour}`;
}
