import { type Colour, RAMP_STEPS, type RampColour, type Role } from './frame.ts';

/** How many colours may be used; 0 without colours, as NO_COLOR asks for. */
export type Colours = 256 | 16 | 0;

/** Whether the terminal's own background, which is never painted over, is dark or light. */
export type TerminalBackground = 'dark' | 'light';

/** The style of a cell. Colours are xterm's indices; absent means the terminal's own. */
export interface Style {
  readonly foreground?: number;
  readonly background?: number;
  readonly bold?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

/** Gives roles their styles; without colours only bold, underline and inverse tell them apart. */
export interface Theme {
  readonly roles: Readonly<Record<Role, Style>>;
  /** The colours of the ramp's steps, from dark to light; null without colours. */
  readonly ramp: readonly number[] | null;
  /**
   * Colours of text on the ramp's dark steps, and on its light steps, which begin at `lightFrom`; null without colours.
   */
  readonly onRamp: { readonly dark: number; readonly light: number; readonly lightFrom: number } | null;
}

/** Cividis, in the nearest of the 256 colours whose lightness rises with each step. */
const RAMP_256 = [17, 18, 239, 60, 242, 101, 247, 144, 179, 221, 227];
/** Cividis in a smaller range, whose lightest step can still be seen on white. */
const RAMP_256_ON_LIGHT = [17, 18, 236, 238, 240, 241, 242, 243, 244, 100, 136];
/** Blue, magenta, dark yellow, bright yellow. Not bright black, which is the background itself in more than one palette. */
const RAMP_16 = [4, 4, 4, 5, 5, 5, 3, 3, 3, 11, 11];
/** Black, blue, magenta: no yellow of the sixteen can be seen on white, and bright black is as dark as black in some palettes. */
const RAMP_16_ON_LIGHT = [0, 0, 0, 4, 4, 4, 4, 5, 5, 5, 5];

const DARK_256: Theme = {
  roles: {
    normal: { foreground: 251 },
    bright: { foreground: 255 },
    dim: { foreground: 246 },
    title: { foreground: 255, bold: true },
    good: { foreground: 77 },
    warn: { foreground: 214 },
    bad: { foreground: 203, bold: true },
    alarm: { foreground: 231, background: 160, bold: true },
    selected: { foreground: 255, background: 236 },
    onRamp: {},
    bar: { foreground: 251, background: 235 },
  },
  ramp: RAMP_256,
  onRamp: { dark: 255, light: 16, lightFrom: 5 },
};

const LIGHT_256: Theme = {
  roles: {
    normal: { foreground: 237 },
    bright: { foreground: 16 },
    dim: { foreground: 240 },
    title: { foreground: 16, bold: true },
    good: { foreground: 22, bold: true },
    warn: { foreground: 94, bold: true },
    bad: { foreground: 124, bold: true },
    alarm: { foreground: 231, background: 160, bold: true },
    selected: { foreground: 16, background: 253 },
    onRamp: {},
    bar: { foreground: 237, background: 254 },
  },
  ramp: RAMP_256_ON_LIGHT,
  onRamp: { dark: 231, light: 16, lightFrom: 7 },
};

const DARK_16: Theme = {
  roles: {
    normal: {},
    bright: { bold: true },
    // For grey there is bright black alone.
    dim: {},
    title: { bold: true },
    good: { foreground: 2 },
    warn: { foreground: 3 },
    bad: { foreground: 9, bold: true },
    alarm: { foreground: 15, background: 1, bold: true },
    selected: { inverse: true },
    onRamp: {},
    bar: {},
  },
  ramp: RAMP_16,
  onRamp: { dark: 15, light: 0, lightFrom: 6 },
};

const LIGHT_16: Theme = {
  roles: {
    ...DARK_16.roles,
    // No green or yellow of the sixteen is dark enough on white.
    good: { foreground: 4 },
    warn: { foreground: 5 },
    bad: { foreground: 1, bold: true },
  },
  ramp: RAMP_16_ON_LIGHT,
  onRamp: { dark: 15, light: 0, lightFrom: 11 },
};

const MONO: Theme = {
  roles: {
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

const THEMES: Readonly<Record<TerminalBackground, Readonly<Record<Colours, Theme>>>> = {
  dark: { 256: DARK_256, 16: DARK_16, 0: MONO },
  light: { 256: LIGHT_256, 16: LIGHT_16, 0: MONO },
};

/** The theme for a number of colours on a dark or light background. */
export function chooseTheme(colours: Colours, background: TerminalBackground = 'dark'): Theme {
  return THEMES[background][colours];
}

/**
 * Resolves a foreground on a background to a style. A role that has a background of its own, as `alarm` has, keeps it
 * on any background. On an inverse background other foregrounds lose their colour, which would show as a patch.
 */
export function resolveStyle(theme: Theme, foreground: Colour = 'normal', background?: Colour): Style {
  const backgroundStyle = background === undefined ? {} : resolveBackground(theme, background);
  if (foreground === 'onRamp') return { ...backgroundStyle, ...resolveOnRamp(theme, background) };
  const style = isRampColour(foreground) ? resolveRampColour(theme, foreground) : theme.roles[foreground];
  if (!backgroundStyle.inverse || style.background !== undefined) return { ...backgroundStyle, ...style };
  const { foreground: _, ...colourless } = style;
  return { ...backgroundStyle, ...colourless };
}

/**
 * Chooses the character to draw. Without colours, solid blocks and blanks on a background of the ramp become shades, so
 * that a picture made of them can still be read. A block without such a background is part of a bar, which its height
 * tells, and stays.
 */
export function shadeCharacter(
  theme: Theme,
  character: string,
  foreground?: Colour,
  background?: Colour,
): string {
  if (theme.ramp !== null || !SOLID.includes(character)) return character;
  if (character === '█' && !isRampColour(background)) return character;
  const steps = [
    ...(isRampColour(foreground) && character !== ' ' ? [foreground.step] : []),
    ...(isRampColour(background) ? [background.step] : []),
  ];
  if (steps.length === 0) return character;
  const shade = Math.floor((Math.max(...steps) * SHADES.length) / RAMP_STEPS);
  return SHADES[shade] ?? character;
}

const SOLID = ' █▀▄';
const SHADES = '░▒▓█';

/** The part of a style that applies to the background, on which text in another foreground stands. */
function resolveBackground(theme: Theme, background: Colour): Style {
  if (isRampColour(background)) {
    const colour = theme.ramp?.[background.step];
    return colour === undefined ? {} : { background: colour };
  }
  const { foreground: _, bold: __, ...backgroundStyle } = theme.roles[background];
  return backgroundStyle;
}

function resolveRampColour(theme: Theme, { step }: RampColour): Style {
  const colour = theme.ramp?.[step];
  return colour === undefined ? {} : { foreground: colour };
}

function resolveOnRamp({ onRamp }: Theme, background: Colour | undefined): Style {
  if (onRamp === null || !isRampColour(background)) return {};
  return { foreground: background.step < onRamp.lightFrom ? onRamp.dark : onRamp.light };
}

function isRampColour(colour: Colour | undefined): colour is RampColour {
  return typeof colour === 'object';
}
