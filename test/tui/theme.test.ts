import { describe, expect, it } from 'vitest';
import { RAMP_STEPS, type Tone } from '../../src/tui/frame.ts';
import { type Colours, lookOf, shadeCharacter, themeFor } from '../../src/tui/theme.ts';

const CUBE = [0, 95, 135, 175, 215, 255];
/** xterm's own first sixteen. */
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

function rgbOf(colour: number): number[] {
  if (colour < 16) return NAMED[colour] ?? [];
  if (colour >= 232) return Array(3).fill(8 + 10 * (colour - 232));
  const index = colour - 16;
  return [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map((level) => CUBE[level] ?? 0);
}

/** CIE lightness, 0 to 100. */
function lightnessOf(colour: number): number {
  const [red = 0, green = 0, blue = 0] = rgbOf(colour).map((level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

function contrastOf(one: number, other: number): number {
  const [dark = 0, light = 0] = [one, other]
    .map((colour) => ((lightnessOf(colour) + 16) / 116) ** 3)
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the pressure ramp', () => {
  it('gets lighter with every step in 256 colours', () => {
    const lightness = (themeFor(256).ramp ?? []).map(lightnessOf);
    expect(lightness).toHaveLength(RAMP_STEPS);
    for (const [step, value] of lightness.entries()) {
      if (step > 0) expect(value, `step ${step}`).toBeGreaterThan(lightness[step - 1] ?? 100);
    }
  });

  it('never gets darker in 16 colours', () => {
    const lightness = (themeFor(16).ramp ?? []).map(lightnessOf);
    expect(lightness).toHaveLength(RAMP_STEPS);
    expect(lightness).toEqual([...lightness].sort((a, b) => a - b));
    expect(new Set(lightness).size).toBeGreaterThan(3);
  });

  it('bears readable ink on its dark and on its light half', () => {
    const { ramp, tones } = themeFor(256);
    for (const [step, colour] of (ramp ?? []).entries()) {
      const ink = step >= 5 ? tones.onLight.ink : tones.onDark.ink;
      expect(contrastOf(ink ?? -1, colour), `step ${step}`).toBeGreaterThan(4);
    }
  });

  it('becomes shades of blocks without colours', () => {
    const mono = themeFor(0);
    const shades = Array.from({ length: RAMP_STEPS }, (_, step) => shadeCharacter(mono, '█', { step }));
    expect([...new Set(shades)].join('')).toBe('░▒▓█');
    expect(shadeCharacter(mono, '▀', { step: 0 }, { step: 10 })).toBe('█');
    expect(shadeCharacter(mono, '8', 'onLight', { step: 10 })).toBe('8');
    expect(shadeCharacter(mono, '⣿', { step: 10 })).toBe('⣿');
    expect(shadeCharacter(themeFor(256), '█', { step: 0 })).toBe('█');
  });
});

describe('the themes', () => {
  const all: Colours[] = [256, 16, 0];

  it.each(all)('with %d colours tell an alarm, the cursor and values from ordinary text', (colours) => {
    const theme = themeFor(colours);
    const tones: Tone[] = ['alarm', 'selected', 'bright', 'normal'];
    const looks = tones.map((tone) => JSON.stringify(lookOf(theme, tone)));
    expect(new Set(looks).size).toBe(tones.length);
  });

  it.each(all)('with %d colours keep the look of an alarm under the cursor and in a bar', (colours) => {
    const theme = themeFor(colours);
    for (const paper of ['selected', 'bar', { step: 3 }] as const) {
      expect(lookOf(theme, 'alarm', paper)).toMatchObject(lookOf(theme, 'alarm'));
    }
  });

  it('use no colour at all without colours', () => {
    const theme = themeFor(0);
    for (const tone of Object.keys(theme.tones) as Tone[]) {
      const look = lookOf(theme, tone, { step: 5 });
      expect(look.ink).toBeUndefined();
      expect(look.paper).toBeUndefined();
    }
    expect(lookOf(theme, { step: 5 })).toEqual({});
  });

  it('put an ink on the ground of a paper', () => {
    const theme = themeFor(256);
    expect(lookOf(theme, 'dim', 'bar')).toEqual({ ink: theme.tones.dim.ink, paper: theme.tones.bar.paper });
    expect(lookOf(theme, 'onLight', { step: 10 })).toEqual({ ink: 16, paper: theme.ramp?.[10] });
    expect(lookOf(theme, 'normal', 'title')).toEqual({ ink: theme.tones.normal.ink });
  });
});
