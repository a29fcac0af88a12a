import { describe, expect, test } from 'vitest';
import { type Colour, RAMP_STEPS, type Role } from '../../../src/tui/frame/frame.ts';
import {
  type Colours,
  chooseTheme,
  resolveStyle,
  shadeCharacter,
  type TerminalBackground,
} from '../../../src/tui/frame/theme.ts';
import { BLACK, computeContrast, computeLightness, type Rgb, toLinear, WHITE } from '../xterm-palette.ts';

/** The minimum contrasts of WCAG 2.2 for text and for graphics. */
const MIN_TEXT_CONTRAST = 4.5;
const MIN_CONTRAST = 3;
/** For text on the bars and the row under the cursor. */
const MIN_BAR_CONTRAST = 4;
/** Thin dots are drawn in no darker step. */
const DARKEST_TRACE_STEP = 3;

const BACKGROUNDS = [
  ['dark', BLACK],
  ['light', WHITE],
] as const;
const COLOURED = BACKGROUNDS.flatMap(([background, colour]) =>
  ([256, 16] as const).map((colours) => ({ background, colour, colours })),
);
const STEPS = Array.from({ length: RAMP_STEPS }, (_, step) => step);

/** Matrices of full colour vision deficiencies for linear RGB, by Machado, Oliveira and Fernandes (2009). */
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
  const linear = toLinear(colour);
  return eye.map((row) =>
    row.reduce((sum, weight, part) => sum + weight * (linear[part] ?? 0), 0),
  ) as unknown as Rgb;
}

describe('the pressure ramp', () => {
  const chooseRamp = (colours: Colours, background: TerminalBackground) =>
    chooseTheme(colours, background).ramp ?? [];

  test.each(['dark', 'light'] as const)(
    'gets lighter with every step in 256 colours on a %s background',
    (background) => {
      const lightness = chooseRamp(256, background).map((colour) => computeLightness(toLinear(colour)));
      expect(lightness).toHaveLength(RAMP_STEPS);
      for (const step of STEPS.slice(1)) {
        expect(lightness[step], `step ${step}`).toBeGreaterThan(lightness[step - 1] ?? 100);
      }
    },
  );

  test.each(Object.entries(EYES))('gets lighter with every step to an eye with %s', (_, eye) => {
    for (const [background] of BACKGROUNDS) {
      const lightness = chooseRamp(256, background).map((colour) => computeLightness(seenBy(eye, colour)));
      for (const step of STEPS.slice(1)) {
        expect(lightness[step], `step ${step}, ${background}`).toBeGreaterThan(lightness[step - 1] ?? 100);
      }
    }
  });

  test.each(['dark', 'light'] as const)(
    'never gets darker in 16 colours on a %s background',
    (background) => {
      const lightness = chooseRamp(16, background).map((colour) => computeLightness(toLinear(colour)));
      expect(lightness).toHaveLength(RAMP_STEPS);
      expect(lightness).toEqual([...lightness].sort((a, b) => a - b));
      expect(new Set(lightness).size).toBeGreaterThan(2);
    },
  );

  test.each(COLOURED)(
    'can be seen in thin dots with $colours colours on a $background background',
    (terminal) => {
      const ramp = chooseRamp(terminal.colours, terminal.background);
      for (const step of STEPS.slice(DARKEST_TRACE_STEP)) {
        expect(computeContrast(ramp[step] ?? -1, terminal.colour), `step ${step}`).toBeGreaterThan(
          MIN_CONTRAST,
        );
      }
    },
  );

  test.each(COLOURED)(
    'keeps numbers on it readable with $colours colours on a $background background',
    (terminal) => {
      const theme = chooseTheme(terminal.colours, terminal.background);
      for (const step of STEPS) {
        const { foreground = -1, background = -1 } = resolveStyle(theme, 'onRamp', { step });
        expect(computeContrast(foreground, background), `step ${step}`).toBeGreaterThan(MIN_TEXT_CONTRAST);
      }
    },
  );

  test('becomes shades of blocks without colours', () => {
    const mono = chooseTheme(0);
    const shades = STEPS.map((step) => shadeCharacter(mono, '█', { step }, { step }));
    expect([...new Set(shades)].join('')).toBe('░▒▓█');
    expect(shadeCharacter(mono, '▀', { step: 0 }, { step: 10 })).toBe('█');
    expect(shadeCharacter(mono, '8', 'onRamp', { step: 10 })).toBe('8');
    expect(shadeCharacter(mono, '⣿', { step: 10 })).toBe('⣿');
    expect(shadeCharacter(mono, '█', { step: 0 })).toBe('█');
    expect(shadeCharacter(chooseTheme(256), '█', { step: 0 }, { step: 0 })).toBe('█');
  });
});

test.each(['dark', 'light'] as const)(
  'bright black, which is the background itself in some palettes, is no colour of the sixteen on a %s background',
  (background) => {
    const theme = chooseTheme(16, background);
    const colours: Colour[] = [...(Object.keys(theme.roles) as Role[]), ...STEPS.map((step) => ({ step }))];
    for (const foreground of colours) {
      for (const on of [undefined, ...colours]) {
        const style = resolveStyle(theme, foreground, on);
        expect([style.foreground, style.background], JSON.stringify([foreground, on])).not.toContain(8);
      }
    }
  },
);

describe('text', () => {
  const TEXT: readonly Role[] = ['normal', 'bright', 'dim', 'title', 'good', 'warn', 'bad', 'alarm'];

  test.each(COLOURED)('can be read with $colours colours on a $background background', (terminal) => {
    const theme = chooseTheme(terminal.colours, terminal.background);
    for (const role of TEXT) {
      const { foreground, background = terminal.colour } = resolveStyle(theme, role);
      // Without a foreground it has the terminal's own colour.
      if (foreground === undefined) continue;
      expect(computeContrast(foreground, background), role).toBeGreaterThanOrEqual(MIN_TEXT_CONTRAST);
    }
  });

  test.each(['dark', 'light'] as const)(
    'can be read in bars and under the cursor on a %s background',
    (background) => {
      const theme = chooseTheme(256, background);
      for (const role of TEXT) {
        for (const bar of ['bar', 'selected'] as const) {
          const { foreground = -1, background = -1 } = resolveStyle(theme, role, bar);
          expect(computeContrast(foreground, background), `${role} on ${bar}`).toBeGreaterThan(
            MIN_BAR_CONTRAST,
          );
        }
      }
    },
  );
});

describe('the themes', () => {
  const all = [...COLOURED, { background: 'dark', colours: 0 } as const];

  test.each(all)(
    'tell an alarm, the cursor and values from text with $colours colours on a $background background',
    (theme) => {
      const roles: Role[] = ['alarm', 'selected', 'bright', 'normal'];
      const styles = roles.map((role) =>
        JSON.stringify(resolveStyle(chooseTheme(theme.colours, theme.background), role)),
      );
      expect(new Set(styles).size).toBe(roles.length);
    },
  );

  test.each(all)(
    'keep the style of an alarm on any background with $colours colours on a $background background',
    (terminal) => {
      const theme = chooseTheme(terminal.colours, terminal.background);
      for (const background of ['selected', 'bar', { step: 3 }] as const) {
        expect(resolveStyle(theme, 'alarm', background)).toMatchObject(resolveStyle(theme, 'alarm'));
      }
    },
  );

  test('use no colour at all without colours', () => {
    for (const [background] of BACKGROUNDS) {
      const theme = chooseTheme(0, background);
      const colours: Colour[] = [...(Object.keys(theme.roles) as Role[]), { step: 5 }];
      for (const foreground of colours) {
        for (const background of [undefined, ...colours]) {
          const style = resolveStyle(theme, foreground, background);
          expect(style.foreground).toBeUndefined();
          expect(style.background).toBeUndefined();
        }
      }
    }
  });

  test.each(['dark', 'light'] as const)(
    'leave no coloured patches in an inverse row on a %s background',
    (background) => {
      const theme = chooseTheme(16, background);
      for (const role of ['dim', 'warn', 'bad', 'good'] as const) {
        const style = resolveStyle(theme, role, 'selected');
        expect(style.foreground).toBeUndefined();
        expect(style.inverse).toBe(true);
      }
    },
  );

  test('resolve a foreground on a background to the colours of both', () => {
    const theme = chooseTheme(256);
    expect(resolveStyle(theme, 'dim', 'bar')).toEqual({
      foreground: theme.roles.dim.foreground,
      background: theme.roles.bar.background,
    });
    expect(resolveStyle(theme, 'onRamp', { step: 10 })).toEqual({
      foreground: 16,
      background: theme.ramp?.[10],
    });
    expect(resolveStyle(theme, 'normal', 'title')).toEqual({ foreground: theme.roles.normal.foreground });
  });
});
