import { describe, expect, test } from 'vitest';
import { pollWalk, readWalks } from '../../bench/recorded-walk.ts';
import { EIGHT, SIX, SIXTEEN } from '../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../src/core/insole/insole.ts';
import { seededRandom } from '../../src/core/random.ts';
import { computeStrideCurves } from '../../src/core/stride-curve/stride-curves.ts';
import { drawDistribution } from '../../src/drawing/draw-distribution.ts';
import { drawFeet } from '../../src/drawing/draw-feet.ts';
import { drawInterval } from '../../src/drawing/draw-interval.ts';
import { drawMeanCurve } from '../../src/drawing/draw-mean-curve.ts';
import { drawPressurePaths } from '../../src/drawing/draw-path.ts';
import { drawStride } from '../../src/drawing/draw-stride.ts';
import { drawTrace } from '../../src/drawing/draw-trace.ts';
import { DRAWING_STYLE, findStep, RAMP } from '../../src/drawing/palette.ts';
import { findMarkupFaults } from './markup-faults.ts';

const [walk = { rows: [] }] = readWalks();
const found = computeStrideCurves(
  pollWalk(walk, { intervalSeconds: 0.2, missing: 0, jitter: 0.1 }, seededRandom(1)),
);
if (found.reason !== null) throw new Error(found.reason);
const curves = found;
const oneFoot: Insole = { ...SIX, sensors: SIX.sensors.filter(({ side }) => side === 'right') };

describe('a picture', () => {
  const feet = (insole: Insole) =>
    drawFeet({
      id: 'feet',
      title: 'Mean & <highest>',
      insole,
      readings: new Map(insole.sensors.map(({ id }, at) => [id, insole.lowest + at * 7])),
    });
  const pictures: Readonly<Record<string, string>> = {
    'of six sensors': feet(SIX).text,
    'of eight sensors a foot': feet(EIGHT).text,
    'of sixteen sensors a foot': feet(SIXTEEN).text,
    'of one foot': feet(oneFoot).text,
    'of feet without readings': drawFeet({ id: 'f', title: 'None', insole: SIX, readings: new Map() }).text,
    'of paths': drawPressurePaths({
      id: 'path',
      title: 'Path',
      insole: SIX,
      paths: { left: curves.left?.path ?? null, right: null },
    }).text,
    'of a stride': drawStride({ id: 'stride', title: 'Stride', curves }).text,
    'of a stride of one foot': drawStride({ id: 'one', title: 'Stride', curves: { ...curves, left: null } })
      .text,
    'of a curve': drawMeanCurve({
      id: 'curve',
      title: 'L0',
      side: 'left',
      curve: curves.sensors[0] ?? { mean: [], halfWidths: [] },
      range: [0, 1023],
    }).text,
    'of an interval': drawInterval({
      id: 'i',
      title: 'Load',
      value: 0.4,
      interval: [0.2, 0.9],
      scale: [0.3, 0.7],
    }).text,
    'of a distribution': drawDistribution({
      id: 'd',
      title: 'L0',
      bins: [0, 4, 0, 9],
      range: [0, 1023],
      quartiles: [2, 5, 8],
    }).text,
    'of a trace': drawTrace({
      id: 'trace',
      title: 'Load',
      fromSeconds: 1000,
      toSeconds: 1060,
      zoneOffsetMinutes: 60,
      lowest: 0,
      highest: 2000,
      feet: [{ side: 'left', columns: [{ atSeconds: 1000, seconds: 0.25, lowest: 0, highest: 300 }] }],
      events: [{ fromSeconds: 1010, toSeconds: 1010 }],
      marks: [{ atSeconds: 1020, word: '<b>turn</b>' }],
    }).text,
  };

  test.each(Object.entries(pictures))('%s is sound, and says in words what it shows', (_, text) => {
    expect(findMarkupFaults(text)).toEqual([]);
    expect(text).toMatch(
      /^<svg [^>]*role="img" aria-labelledby="[^"]+"><title id="[^"]+">[^<]+<\/title><desc id="[^"]+">[^<]+<\/desc>/,
    );
    expect(text).not.toMatch(/<(script|image|a|foreignObject)\b|\bon\w+=|href/);
  });

  test('of feet has every reading at its sensor, or a dot where there is no room for numbers', () => {
    expect(pictures['of six sensors']?.match(/class="number"/g)?.length).toBe(6);
    expect(pictures['of eight sensors a foot']?.match(/class="number"/g)?.length).toBe(16);
    expect(pictures['of sixteen sensors a foot']?.match(/<circle/g)?.length).toBe(32);
    expect(pictures['of one foot']?.match(/class="sole"/g)?.length).toBe(1);
  });

  test('of feet is darkest where nothing is loaded and yellow where the reading is the highest', () => {
    const text = drawFeet({
      id: 'f',
      title: 'F',
      insole: EIGHT,
      readings: new Map(EIGHT.sensors.map(({ id }) => [id, id < 8 ? 0 : 600])),
    }).text;
    const field = text.slice(0, text.indexOf('>600<'));
    expect(field).toContain(`<path fill="${RAMP[0]}"`);
    expect(field).toContain(`<path fill="${RAMP.at(-1)}"`);
    expect([0, 512, 1023, -5, 5000].map(findStep)).toEqual([0, 5, 10, 0, 10]);
  });

  test('of a trace leaves a gap empty, and one poll after another joined', () => {
    const draw = (seconds: readonly number[]) =>
      drawTrace({
        id: 't',
        title: 'T',
        fromSeconds: 0,
        toSeconds: 10,
        zoneOffsetMinutes: 0,
        lowest: -10,
        highest: 10,
        feet: [
          {
            side: 'left',
            columns: seconds.map((atSeconds) => ({ atSeconds, seconds: 0.25, lowest: 1, highest: 2 })),
          },
        ],
        events: [],
        marks: [],
      }).text;
    const countParts = (text: string) => /class="trace" d="([^"]*)"/.exec(text)?.[1]?.match(/M/g)?.length;
    expect(countParts(draw([0, 0.5, 1, 1.5]))).toBe(1);
    expect(countParts(draw([0, 0.5, 5, 5.5]))).toBe(2);
  });

  test('can be read in its colours: text has a contrast of 4.5 and lines of 3 on white', () => {
    const colour = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{3,6})`).exec(DRAWING_STYLE)?.[1] ?? '';
    for (const name of ['ink', 'quiet', 'alarm']) expect(contrastOnWhite(colour(name))).toBeGreaterThan(4.5);
    for (const name of ['left', 'right']) expect(contrastOnWhite(colour(name))).toBeGreaterThan(4.5);
  });
});

function contrastOnWhite(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
