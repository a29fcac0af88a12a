import { type Ink, RAMP_STEPS, type RampInk, type Tone } from './frame.ts';

/** How many colours the terminal has, and may have used; none with NO_COLOR. */
export type Colours = 256 | 16 | 0;

/** What the terminal draws on: its own background, which is not painted over. */
export type Background = 'dark' | 'light';

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
  /** Colours of text on a patch of the ramp: on its dark steps, and from a step on that is light; null without colours. */
  readonly onRamp: { readonly dark: number; readonly light: number; readonly lightFrom: number } | null;
}

/** Cividis in the nearest of the 256 colours that keep its lightness rising. */
const RAMP_256 = [17, 18, 239, 60, 242, 101, 247, 144, 179, 221, 227];
/** The same in a smaller range: its lightest step can still be seen on white. */
const RAMP_256_ON_LIGHT = [17, 18, 236, 238, 240, 241, 242, 243, 244, 100, 136];
/** Blue, grey, dark yellow, bright yellow. */
const RAMP_16 = [4, 4, 4, 8, 8, 8, 3, 3, 3, 11, 11];
/** Black, blue, grey: of the sixteen no yellow can be seen on white. */
const RAMP_16_ON_LIGHT = [0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8];

const DARK_256: Theme = {
  tones: {
    normal: { ink: 251 },
    bright: { ink: 255 },
    dim: { ink: 246 },
    title: { ink: 255, bold: true },
    good: { ink: 77 },
    warn: { ink: 214 },
    bad: { ink: 203, bold: true },
    alarm: { ink: 231, paper: 160, bold: true },
    selected: { ink: 255, paper: 236 },
    onRamp: {},
    bar: { ink: 251, paper: 235 },
  },
  ramp: RAMP_256,
  onRamp: { dark: 255, light: 16, lightFrom: 5 },
};

const LIGHT_256: Theme = {
  tones: {
    normal: { ink: 237 },
    bright: { ink: 16 },
    dim: { ink: 240 },
    title: { ink: 16, bold: true },
    good: { ink: 22, bold: true },
    warn: { ink: 94, bold: true },
    bad: { ink: 124, bold: true },
    alarm: { ink: 231, paper: 160, bold: true },
    selected: { ink: 16, paper: 253 },
    onRamp: {},
    bar: { ink: 237, paper: 254 },
  },
  ramp: RAMP_256_ON_LIGHT,
  onRamp: { dark: 231, light: 16, lightFrom: 7 },
};

const DARK_16: Theme = {
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
    onRamp: {},
    bar: {},
  },
  ramp: RAMP_16,
  onRamp: { dark: 15, light: 0, lightFrom: 3 },
};

const LIGHT_16: Theme = {
  tones: {
    ...DARK_16.tones,
    // The sixteen have no grey that is dark enough, nor a green, nor a yellow.
    dim: {},
    good: { ink: 4 },
    warn: { ink: 5 },
    bad: { ink: 1, bold: true },
  },
  ramp: RAMP_16_ON_LIGHT,
  onRamp: { dark: 15, light: 0, lightFrom: 7 },
};

const MONO: Theme = {
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
    onRamp: {},
    bar: {},
  },
  ramp: null,
  onRamp: null,
};

const THEMES: Readonly<Record<Background, Readonly<Record<Colours, Theme>>>> = {
  dark: { 256: DARK_256, 16: DARK_16, 0: MONO },
  light: { 256: LIGHT_256, 16: LIGHT_16, 0: MONO },
};

export function themeFor(colours: Colours, background: Background = 'dark'): Theme {
  return THEMES[background][colours];
}

/**
 * How text in an ink on a paper looks. An ink with a paper of its own, an alarm's, keeps it everywhere. On a paper that is
 * the inverse no other has a colour: it would be a patch.
 */
export function lookOf(theme: Theme, ink: Ink = 'normal', paper?: Ink): Look {
  const ground = paper === undefined ? {} : groundOf(theme, paper);
  if (ink === 'onRamp') return { ...ground, ...inkOnRamp(theme, paper) };
  const look = isRampInk(ink) ? rampLook(theme, ink) : theme.tones[ink];
  if (!ground.inverse || look.paper !== undefined) return { ...ground, ...look };
  const { ink: _, ...colourless } = look;
  return { ...ground, ...colourless };
}

/**
 * The character to draw: without colours, solid blocks and blanks on a step of the ramp become shades, so that a picture
 * made of them can still be read. A block without such a paper is a bar, whose height tells.
 */
export function shadeCharacter(theme: Theme, character: string, ink?: Ink, paper?: Ink): string {
  if (theme.ramp !== null || !SOLID.includes(character)) return character;
  if (character === '█' && !isRampInk(paper)) return character;
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

function inkOnRamp({ onRamp }: Theme, paper: Ink | undefined): Look {
  if (onRamp === null || !isRampInk(paper)) return {};
  return { ink: paper.step < onRamp.lightFrom ? onRamp.dark : onRamp.light };
}

function isRampInk(ink: Ink | undefined): ink is RampInk {
  return typeof ink === 'object';
}
