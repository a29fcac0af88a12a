const CUBE = [0, 95, 135, 175, 215, 255];
/** xterm's defaults for the first sixteen colours. */
const NAMED = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
];

/** A colour by its red, green and blue parts. */
export type Rgb = readonly [red: number, green: number, blue: number];
/** xterm's indices of black and white. */
export const BLACK = 0;
export const WHITE = 15;

/** Converts a colour of xterm's palette to RGB, each part 0 to 255. */
export function toRgb(colour: number): Rgb {
  if (colour < 16) return NAMED[colour] as unknown as Rgb;
  if (colour >= 232) {
    const grey = 8 + 10 * (colour - 232);
    return [grey, grey, grey];
  }
  const index = colour - 16;
  const level = (at: number) => CUBE[at] ?? 0;
  return [level(Math.floor(index / 36)), level(Math.floor(index / 6) % 6), level(index % 6)];
}

/** Converts a colour of xterm's palette to linear RGB, each part 0 to 1 in proportion to its light. */
export function toLinear(colour: number): Rgb {
  const [red, green, blue] = toRgb(colour).map((level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return [red, green, blue];
}

/** The relative luminance of a linear colour, 0 to 1. */
export function computeLuminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The CIE lightness of a linear colour, 0 to 100. */
export function computeLightness(linear: Rgb): number {
  const luminance = computeLuminance(linear);
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

/** The contrast ratio of two colours as WCAG defines it, 1 to 21. */
export function computeContrast(one: number, other: number): number {
  const [dark = 0, light = 0] = [one, other]
    .map((colour) => computeLuminance(toLinear(colour)))
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
