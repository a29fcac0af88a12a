import { describe, expect, it } from 'vitest';
import { type Ink, RAMP_STEPS, type Tone } from '../../../src/tui/frame/frame.ts';
import {
  type Background,
  type Colours,
  lookOf,
  shadeCharacter,
  themeFor,
} from '../../../src/tui/frame/theme.ts';
import { BLACK, contrastOf, lightnessOf, linearOf, type Rgb, WHITE } from '../xterm-palette.ts';

/** WCAG 2.2: for text, and for what is no text. */
const LEAST_TEXT_CONTRAST = 4.5;
const LEAST_CONTRAST = 3;
/** On the bars and the row under the cursor, beside which the ground is. */
const LEAST_PAPER_CONTRAST = 4;
/** draw-trace.ts draws no thin dots in darker steps. */
const DARKEST_TRACE_STEP = 3;

const GROUNDS = [
  ['dark', BLACK],
  ['light', WHITE],
] as const;
const COLOURED = GROUNDS.flatMap(([background, ground]) =>
  ([256, 16] as const).map((colours) => ({ background, ground, colours })),
);
const STEPS = Array.from({ length: RAMP_STEPS }, (_, step) => step);

/** Machado, Oliveira and Fernandes 2009, the full deficiencies, of colours in proportion to light. */
const EYES: Readonly<Record<string, readonly Rgb[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seenBy(eye: readonly Rgb[], colour: number): Rgb {
  const linear = linearOf(colour);
  return eye.map((row) =>
    row.reduce((sum, weight, part) => sum + weight * (linear[part] ?? 0), 0),
  ) as unknown as Rgb;
}

describe('the pressure ramp', () => {
  const rampOf = (colours: Colours, background: Background) => themeFor(colours, background).ramp ?? [];

  it.each(['dark', 'light'] as const)(
    'gets lighter with every step in 256 colours on a %s ground',
    (background) => {
      const lightness = rampOf(256, background).map((colour) => lightnessOf(linearOf(colour)));
      expect(lightness).toHaveLength(RAMP_STEPS);
      for (const step of STEPS.slice(1)) {
        expect(lightness[step], `step ${step}`).toBeGreaterThan(lightness[step - 1] ?? 100);
      }
    },
  );

  it.each(Object.entries(EYES))('gets no darker to an eye with %s', (_, eye) => {
    for (const [background] of GROUNDS) {
      const lightness = rampOf(256, background).map((colour) => lightnessOf(seenBy(eye, colour)));
      for (const step of STEPS.slice(1)) {
        expect(lightness[step], `step ${step}, ${background}`).toBeGreaterThan(lightness[step - 1] ?? 100);
      }
    }
  });

  it.each(['dark', 'light'] as const)('never gets darker in 16 colours on a %s ground', (background) => {
    const lightness = rampOf(16, background).map((colour) => lightnessOf(linearOf(colour)));
    expect(lightness).toHaveLength(RAMP_STEPS);
    expect(lightness).toEqual([...lightness].sort((a, b) => a - b));
    expect(new Set(lightness).size).toBeGreaterThan(2);
  });

  it.each(COLOURED)('is seen in thin dots with $colours colours on a $background ground', (terminal) => {
    const ramp = rampOf(terminal.colours, terminal.background);
    for (const step of STEPS.slice(DARKEST_TRACE_STEP)) {
      expect(contrastOf(ramp[step] ?? -1, terminal.ground), `step ${step}`).toBeGreaterThan(LEAST_CONTRAST);
    }
  });

  it.each(COLOURED)('bears readable numbers with $colours colours on a $background ground', (terminal) => {
    const theme = themeFor(terminal.colours, terminal.background);
    for (const step of STEPS) {
      const { ink = -1, paper = -1 } = lookOf(theme, 'onRamp', { step });
      expect(contrastOf(ink, paper), `step ${step}`).toBeGreaterThan(LEAST_TEXT_CONTRAST);
    }
  });

  it('becomes shades of blocks without colours', () => {
    const mono = themeFor(0);
    const shades = STEPS.map((step) => shadeCharacter(mono, '█', { step }, { step }));
    expect([...new Set(shades)].join('')).toBe('░▒▓█');
    expect(shadeCharacter(mono, '▀', { step: 0 }, { step: 10 })).toBe('█');
    expect(shadeCharacter(mono, '8', 'onRamp', { step: 10 })).toBe('8');
    expect(shadeCharacter(mono, '⣿', { step: 10 })).toBe('⣿');
    expect(shadeCharacter(mono, '█', { step: 0 })).toBe('█');
    expect(shadeCharacter(themeFor(256), '█', { step: 0 }, { step: 0 })).toBe('█');
  });
});

describe('text', () => {
  const TEXT: readonly Tone[] = ['normal', 'bright', 'dim', 'title', 'good', 'warn', 'bad', 'alarm'];

  it.each(COLOURED)('can be read with $colours colours on a $background ground', (terminal) => {
    const theme = themeFor(terminal.colours, terminal.background);
    for (const tone of TEXT) {
      const { ink, paper = terminal.ground } = lookOf(theme, tone);
      // Without an ink it is the terminal's own.
      if (ink === undefined) continue;
      expect(contrastOf(ink, paper), tone).toBeGreaterThanOrEqual(LEAST_TEXT_CONTRAST);
    }
  });

  it.each(['dark', 'light'] as const)('can be read in bars and under the cursor, %s', (background) => {
    const theme = themeFor(256, background);
    for (const tone of TEXT) {
      for (const ground of ['bar', 'selected'] as const) {
        const { ink = -1, paper = -1 } = lookOf(theme, tone, ground);
        expect(contrastOf(ink, paper), `${tone} on ${ground}`).toBeGreaterThan(LEAST_PAPER_CONTRAST);
      }
    }
  });
});

describe('the themes', () => {
  const all = [...COLOURED, { background: 'dark', colours: 0 } as const];

  it.each(all)(
    'with $colours colours, $background, tell an alarm, the cursor and values from text',
    (theme) => {
      const tones: Tone[] = ['alarm', 'selected', 'bright', 'normal'];
      const looks = tones.map((tone) =>
        JSON.stringify(lookOf(themeFor(theme.colours, theme.background), tone)),
      );
      expect(new Set(looks).size).toBe(tones.length);
    },
  );

  it.each(all)('with $colours colours, $background, keep the look of an alarm everywhere', (terminal) => {
    const theme = themeFor(terminal.colours, terminal.background);
    for (const paper of ['selected', 'bar', { step: 3 }] as const) {
      expect(lookOf(theme, 'alarm', paper)).toMatchObject(lookOf(theme, 'alarm'));
    }
  });

  it('use no colour at all without colours', () => {
    for (const [background] of GROUNDS) {
      const theme = themeFor(0, background);
      const inks: Ink[] = [...(Object.keys(theme.tones) as Tone[]), { step: 5 }];
      for (const ink of inks) {
        for (const paper of [undefined, ...inks]) {
          const look = lookOf(theme, ink, paper);
          expect(look.ink).toBeUndefined();
          expect(look.paper).toBeUndefined();
        }
      }
    }
  });

  it.each(['dark', 'light'] as const)('make no patches of a row that is inverse, %s', (background) => {
    const theme = themeFor(16, background);
    for (const tone of ['dim', 'warn', 'bad', 'good'] as const) {
      const look = lookOf(theme, tone, 'selected');
      expect(look.ink).toBeUndefined();
      expect(look.inverse).toBe(true);
    }
  });

  it('put an ink on the ground of a paper', () => {
    const theme = themeFor(256);
    expect(lookOf(theme, 'dim', 'bar')).toEqual({ ink: theme.tones.dim.ink, paper: theme.tones.bar.paper });
    expect(lookOf(theme, 'onRamp', { step: 10 })).toEqual({ ink: 16, paper: theme.ramp?.[10] });
    expect(lookOf(theme, 'normal', 'title')).toEqual({ ink: theme.tones.normal.ink });
  });
});
