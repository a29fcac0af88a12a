import { describe, expect, test } from 'vitest';
import type { Span } from '../../../../src/tui/frame/frame.ts';
import { drawFootPanel, placeReadings } from '../../../../src/tui/screens/patient/foot-panel.ts';
import { shapeFeet } from '../../../../src/tui/screens/patient/foot-shape.ts';
import { makeContext } from '../../../../src/tui/screens/view-context.ts';
import {
  exampleModel,
  exampleSnapshot,
  modelWithSnapshot,
  NOW_SECONDS,
  readEarlier,
  walkSamples,
} from '../../example-model.ts';
import { lineText } from '../../frame/frame-to-text.ts';

const RECT = { x: 0, y: 0, width: 44, height: 25 };

function snapshotReading(...values: number[]) {
  const samples = walkSamples(2, 3).map((sample) => ({
    ...sample,
    sensors: values.map((value, id) => ({ id, value, anomaly: false })),
  }));
  return exampleSnapshot(2, { samples });
}

function panel(snapshot = snapshotReading(0, 0, 0, 0, 0, 0), unicode = true, rect = RECT) {
  return drawFootPanel(makeContext({ ...modelWithSnapshot(120, 40, snapshot), unicode }), rect);
}

function stepsIn(line: readonly Span[]): number[] {
  return line.flatMap(({ foreground }) => (typeof foreground === 'object' ? [foreground.step] : []));
}

describe('the shape', () => {
  const shape = shapeFeet(18, 4, 21);

  test('shapes two feet of one size that mirror each other', () => {
    for (let y = 0; y < 2 * shape.rows; y++) {
      for (let x = 0; x < shape.columns; x++) {
        const mirrored = shape.footIndices[y * shape.columns + shape.columns - 1 - x] ?? -1;
        expect(mirrored).toBe([1, 0][shape.footIndices[y * shape.columns + x] ?? -1] ?? -1);
      }
    }
  });

  test('places each sensor on its foot, where it alone counts', () => {
    for (const [index, { sensors }] of shape.feet.entries()) {
      for (const [which, { column, row }] of sensors.entries()) {
        const pixel = 2 * row * shape.columns + column;
        expect(shape.footIndices[pixel]).toBe(index);
        expect(shape.weights[pixel * 3 + which]).toBeGreaterThan(0.95);
      }
    }
  });

  test('shares each pixel of a foot among its three sensors', () => {
    for (const [pixel, foot] of shape.footIndices.entries()) {
      const [first = 0, second = 0, third = 0] = shape.weights.slice(pixel * 3, pixel * 3 + 3);
      expect(first + second + third).toBeCloseTo(foot < 0 ? 0 : 1, 5);
    }
  });
});

describe('the feet', () => {
  test('shows each reading at its place, as a colour and as a number', () => {
    const { lines } = panel(snapshotReading(111, 222, 333, 444, 555, 666));
    const text = lines.map(lineText);
    const findRow = (reading: number) => text.findIndex((line) => line.includes(String(reading)));
    expect(findRow(111)).toBe(findRow(444));
    expect(findRow(222)).toBe(findRow(555));
    expect(findRow(333)).toBe(findRow(666));
    expect(findRow(111)).toBeLessThan(findRow(222));
    expect(findRow(222)).toBeLessThan(findRow(333));
    expect(text[findRow(222)]?.indexOf('222')).toBeLessThan(text[findRow(111)]?.indexOf('111') ?? 0);
    expect(text[findRow(444)]?.indexOf('444')).toBeLessThan(text[findRow(555)]?.indexOf('555') ?? 0);
  });

  test('draws feet without load dark and fully loaded ones light, with numbers that contrast', () => {
    const unloaded = panel().lines.slice(1, -1);
    const loaded = panel(snapshotReading(1023, 1023, 1023, 1023, 1023, 1023)).lines.slice(1, -1);
    expect(new Set(unloaded.flatMap(stepsIn))).toEqual(new Set([0]));
    expect(new Set(loaded.flatMap(stepsIn))).toEqual(new Set([10]));
    expect(unloaded.flat().filter((span) => span.foreground === 'onRamp')).toHaveLength(6);
    expect(loaded.flat().filter((span) => span.foreground === 'onRamp')).toHaveLength(6);
  });

  test('tells how old the readings are when they are not of now', () => {
    expect(lineText(panel(readEarlier(snapshotReading(9, 9, 9, 9, 9, 9), 41)).border?.title ?? [])).toBe(
      'Pressure 41 s ago',
    );
  });

  test('shows numbers and bars in the numbers style', () => {
    const model = exampleModel(120, 40, { feet: 'numbers' });
    const text = drawFootPanel(makeContext(model), { x: 0, y: 0, width: 44, height: 29 })
      .lines.map(lineText)
      .join('\n');
    expect(text).toMatch(/1023 ████/);
    expect(text).not.toContain('▀');
  });

  test('draws each step of the ramp as its own character in ASCII', () => {
    const text = panel(snapshotReading(0, 512, 1023, 0, 0, 0), false)
      .lines.map(lineText)
      .join('\n');
    expect(text).toMatch(/@ 1023 @/);
    expect(text).toMatch(/[+] 512 </);
    expect(text).toMatch(/: 0 :/);
    expect(text).toContain('0 :;-=<+*%&#@ 1023');
    expect(text).toMatch(/^[\n -~]*$/);
  });

  test('shows numbers and bars where there is no room for two feet', () => {
    const narrow = (unicode: boolean) =>
      panel(snapshotReading(0, 512, 1023, 0, 0, 0), unicode, { x: 0, y: 0, width: 22, height: 12 })
        .lines.map(lineText)
        .join('\n');
    expect(narrow(false)).toMatch(/1023 ####/);
    expect(narrow(false)).toMatch(/ 512 ##--/);
    expect(narrow(false)).toMatch(/^[\n -~]*$/);
    expect(narrow(true)).toMatch(/1023 ████/);
  });
});

describe('the centre of pressure', () => {
  const findPlace = (snapshot: ReturnType<typeof snapshotReading>) => {
    const rows = panel(snapshot).lines.slice(0, -1).map(lineText);
    const row = rows.findIndex((text) => text.includes('◆'));
    return { row, column: rows[row]?.indexOf('◆') ?? -1, rows };
  };

  test('marks the centre of pressure where the load is, and hides no number', () => {
    const left = findPlace(snapshotReading(0, 0, 900, 0, 0, 0));
    const right = findPlace(snapshotReading(0, 0, 0, 900, 900, 0));
    expect(left.column).toBeLessThan(22);
    expect(right.column).toBeGreaterThan(22);
    expect(left.row).toBeGreaterThan(right.row);
    expect(left.rows.join()).toContain('900');
    const even = findPlace(snapshotReading(500, 500, 500, 500, 500, 500));
    expect(Math.abs(even.column - 21)).toBeLessThanOrEqual(1);
  });

  test('marks where the centre was during the second before, and no earlier', () => {
    const samples = [0.9, 0.6, 0.3, 0].map((ago, index) => ({
      atSeconds: NOW_SECONDS - 0.2 - ago,
      sensors: [0, 1, 2, 3, 4, 5].map((id) => ({ id, value: id === index ? 900 : 0, anomaly: false })),
    }));
    const findTail = (shown: typeof samples) =>
      panel(exampleSnapshot(2, { samples: shown }))
        .lines.slice(0, -1)
        .map(lineText)
        .join('')
        .match(/◇/g)?.length ?? 0;
    expect(findTail(samples)).toBe(3);
    expect(
      findTail(
        samples.map((sample, index) => ({ ...sample, atSeconds: sample.atSeconds - (index < 3 ? 5 : 0) })),
      ),
    ).toBe(0);
  });

  test('marks no centre when there is none, or when the readings are not of now', () => {
    expect(findPlace(snapshotReading(0, 0, 0, 0, 0, 0)).row).toBe(-1);
    expect(findPlace(readEarlier(snapshotReading(500, 0, 0, 0, 0, 0), 60)).row).toBe(-1);
  });
});

test('writes the phase of each foot beside its side while it is known', () => {
  const heading = (snapshot: ReturnType<typeof snapshotReading>) =>
    panel(snapshot)
      .lines.map(lineText)
      .find((text) => /left/.test(text));
  expect(heading(exampleSnapshot(2))).toMatch(
    /left · (heel|flat|forefoot|swing) +right · (heel|flat|forefoot|swing)/,
  );
  expect(heading(readEarlier(exampleSnapshot(2), 60))).toMatch(/^ +left +right *$/);
});

test.each([
  ['around their sensors', [10, 30], 40, [7, 27]],
  ['apart where sensors are close', [6, 10], 40, [3, 10]],
  ['apart also at the right edge', [12, 16], 19, [5, 12]],
  ['whatever the order of the sensors', [10, 6], 40, [10, 3]],
  ['within the row', [0, 38], 40, [0, 33]],
] as const)('places readings %s', (_, columns, width, starts) => {
  expect(
    placeReadings(
      columns.map((column) => ({ column })),
      width,
      7,
    ),
  ).toEqual(starts);
});
