import { type Ink, RAMP_STEPS, type RampInk, type Tone } from './frame.ts';

/** How many colours the terminal has, and may have used; none with NO_COLOR. */
export type Colours = 256 | 16 | 0;

/** How a cell looks. Colours are xterm's indices; absent is the terminal's own. */
export interface Look {
  readonly ink?: number;
  readonly paper?: number;
  readonly bold?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

/** Gives meanings their colours; without colours it has only bold, underline and inverse to tell them by. */
export interface Theme {
  readonly tones: Readonly<Record<Tone, Look>>;
  /** The colours of the ramp's steps, dark to light; null without colours. */
  readonly ramp: readonly number[] | null;
}

/** Cividis in the nearest of the 256 colours that keep its lightness rising. */
const RAMP_256 = [17, 18, 239, 60, 242, 101, 144, 179, 185, 221, 227];
/** Blue, grey, dark yellow, bright yellow. */
const RAMP_16 = [4, 4, 4, 8, 8, 8, 3, 3, 3, 11, 11];

const THEMES: Readonly<Record<Colours, Theme>> = {
  256: {
    tones: {
      normal: { ink: 250 },
      bright: { ink: 255 },
      dim: { ink: 245 },
      title: { ink: 255, bold: true },
      good: { ink: 77 },
      warn: { ink: 214 },
      bad: { ink: 203, bold: true },
      alarm: { ink: 231, paper: 160, bold: true },
      selected: { ink: 255, paper: 238 },
      onLight: { ink: 16 },
      onDark: { ink: 255 },
      bar: { ink: 250, paper: 235 },
    },
    ramp: RAMP_256,
  },
  16: {
    tones: {
      normal: {},
      bright: { bold: true },
      dim: { ink: 8 },
      title: { bold: true },
      good: { ink: 2 },
      warn: { ink: 3 },
      bad: { ink: 9, bold: true },
      alarm: { ink: 15, paper: 1, bold: true },
      selected: { inverse: true },
      onLight: { ink: 0 },
      onDark: { ink: 15 },
      bar: {},
    },
    ramp: RAMP_16,
  },
  0: {
    tones: {
      normal: {},
      bright: { bold: true },
      dim: {},
      title: { bold: true, underline: true },
      good: {},
      warn: { bold: true },
      bad: { bold: true },
      alarm: { bold: true, inverse: true },
      selected: { underline: true },
      onLight: {},
      onDark: {},
      bar: {},
    },
    ramp: null,
  },
};

export function themeFor(colours: Colours): Theme {
  return THEMES[colours];
}

/** How text in an ink on a paper looks. An ink with a paper of its own, an alarm's, keeps it everywhere. */
export function lookOf(theme: Theme, ink: Ink = 'normal', paper?: Ink): Look {
  const ground = paper === undefined ? {} : groundOf(theme, paper);
  return { ...ground, ...(isRampInk(ink) ? rampLook(theme, ink) : theme.tones[ink]) };
}

/**
 * The character to draw: without colours, solid blocks in steps of the ramp become shades, so that a picture made
 * of them can still be read.
 */
export function shadeCharacter(theme: Theme, character: string, ink?: Ink, paper?: Ink): string {
  if (theme.ramp !== null || !SOLID.includes(character)) return character;
  const steps = [
    ...(isRampInk(ink) && character !== ' ' ? [ink.step] : []),
    ...(isRampInk(paper) ? [paper.step] : []),
  ];
  if (steps.length === 0) return character;
  const shade = Math.floor((Math.max(...steps) * SHADES.length) / RAMP_STEPS);
  return SHADES[shade] ?? character;
}

const SOLID = ' █▀▄';
const SHADES = '░▒▓█';

/** What of a look belongs to the ground: text in another ink stands on it. */
function groundOf(theme: Theme, paper: Ink): Look {
  if (isRampInk(paper)) {
    const colour = theme.ramp?.[paper.step];
    return colour === undefined ? {} : { paper: colour };
  }
  const { ink: _, bold: __, ...ground } = theme.tones[paper];
  return ground;
}

function rampLook(theme: Theme, { step }: RampInk): Look {
  const colour = theme.ramp?.[step];
  return colour === undefined ? {} : { ink: colour };
}

function isRampInk(ink: Ink | undefined): ink is RampInk {
  return typeof ink === 'object';
}
