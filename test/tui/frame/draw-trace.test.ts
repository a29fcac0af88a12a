import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawTrace, type TraceStyle } from '../../../src/tui/frame/draw-trace.ts';
import { lineWidth } from '../../../src/tui/frame/fit-line.ts';
import { lineText } from './frame-to-text.ts';

const UNICODE = { unicode: true, isOld: false, newestColumn: 1, motion: 'scroll' } as TraceStyle;
const ASCII = { ...UNICODE, unicode: false };

function draw(
  columns: (number | null)[],
  rows: number,
  cells: number,
  style = UNICODE,
  flaggedAt: number[] = [],
) {
  const flagged = columns.map((_, index) => flaggedAt.includes(index));
  return drawTrace({ columns, flagged, rows }, cells, style);
}

function texts(...args: Parameters<typeof draw>): string[] {
  return draw(...args).map(lineText);
}

describe('bars', () => {
  test('draws bars from the bottom on a scale that no other reading changes', () => {
    expect(texts([0, 340, 681, 1023], 1, 2)).toEqual(['⣠⣾']);
    expect(texts([0, 340], 1, 1)).toEqual(['⣠']);
  });

  test('leaves the top dots free in traces of several rows, so that a full bar does not touch the trace above', () => {
    expect(texts([1023, 1023], 3, 1)).toEqual(['⣶', '⣿', '⣿']);
  });

  test('draws the newest reading at the right, and leaves out the oldest that do not fit', () => {
    expect(texts([1023, 1023, 0, 1023], 1, 1)).toEqual(['⣸']);
    expect(texts([1023], 1, 3)).toEqual(['··⢸']);
  });

  test('colours bars by their readings, on the ramp of the feet', () => {
    const [line] = draw([500, 500, 1023, 1023], 1, 2);
    expect(line?.map((span) => span.foreground)).toEqual([{ step: 5 }, { step: 10 }]);
  });

  test('draws low readings no darker than thin dots can be seen', () => {
    expect(draw([0, 0], 1, 1)[0]?.[0]?.foreground).toEqual({ step: 3 });
  });

  test('draws old readings dim', () => {
    for (const line of draw([0, 1023, 500, null], 2, 2, { ...UNICODE, isOld: true }, [1])) {
      for (const span of line) expect(span.foreground).toBe('dim');
    }
  });
});

describe('a missing sample', () => {
  test.each([1, 2, 4])('draws a missing sample unlike any reading, in %i rows', (rows) => {
    const missing = texts([null, null], rows, 1).join('\n');
    for (let reading = 0; reading <= 1023; reading++) {
      expect(texts([reading, reading], rows, 1).join('\n')).not.toBe(missing);
    }
  });

  test('draws a missing sample as a notch beside a reading in the same cell', () => {
    expect(texts([0, null, null, 0], 1, 2)).toEqual(['⡀⢀']);
  });

  test('never bridges a missing sample between high readings', () => {
    expect(texts([1023, 1023, null, null, 1023, 1023], 2, 3)).toEqual(['⣶ ⣶', '⣿·⣿']);
  });

  test('draws a missing sample as a dot in ASCII, which stands for no reading', () => {
    expect(texts([0, 0, null, null, 1023, 1023], 1, 3, ASCII)).toEqual(['_.#']);
    for (let reading = 0; reading <= 1023; reading++) {
      expect(texts([reading, reading], 1, 1, ASCII)).not.toEqual(['.']);
    }
  });
});

describe('a flagged reading', () => {
  test('marks a flagged reading above its bar, and draws the bar as an alarm down to the baseline', () => {
    const lines = draw([0, 0, 700, 0, 0, 0], 2, 3, UNICODE, [2]);
    expect(lines.map(lineText)).toEqual([' ! ', '⣀⣇⣀']);
    for (const line of lines) expect(line.filter((span) => span.foreground === 'alarm')).toHaveLength(1);
  });

  test('marks only the start of a flagged run in a trace of one row, so that its other readings are seen', () => {
    expect(texts([0, 0, 1023, 1023, 1023, 1023, 0, 0], 1, 4, UNICODE, [2, 3, 4, 5])).toEqual(['⣀!⣿⣀']);
  });

  test('marks a flagged reading in ASCII', () => {
    expect(texts([0, 0, 700, 0, 0, 0], 2, 3, ASCII, [2])).toEqual([' ! ', '_#_']);
  });
});

describe('the cells of a trace', () => {
  test('keeps the two columns of a cell together for as long as they are shown', () => {
    const number = (newestColumn: number) => ({ ...UNICODE, newestColumn });
    expect(texts([0, 0, 1023, 1023, 340], 1, 3, number(4))).toEqual(['⣀⣿⡄']);
    expect(texts([0, 0, 1023, 1023, 340, 681], 1, 3, number(5))).toEqual(['⣀⣿⣴']);
    expect(texts([0, 1023, 1023, 340, 681, 0], 1, 3, number(6))).toEqual(['⣿⣴⡀']);
  });

  test('changes no cell but the newest: the others stand still or all move by one', () => {
    const readings = fc.array(fc.option(fc.integer({ min: 0, max: 1023 }), { freq: 6 }), { minLength: 24 });
    fc.assert(
      fc.property(readings, fc.constantFrom(UNICODE, ASCII), (columns, style) => {
        const cellsAt = (newest: number) => [
          ...(texts(columns.slice(newest - 20, newest), 1, 8, { ...style, newestColumn: newest })[0] ?? ''),
        ];
        for (let newest = 21; newest < columns.length; newest++) {
          const [before, now] = [cellsAt(newest), cellsAt(newest + 1)];
          const isNewCell = (newest + 1) % 2 === 0;
          expect(now.slice(0, -1)).toEqual(isNewCell ? before.slice(1) : before.slice(0, -1));
        }
      }),
    );
  });
});

describe('a sweep', () => {
  const sweep = (newestColumn: number) => ({ ...UNICODE, newestColumn, motion: 'sweep' as const });

  test('sweeps the newest cell round, with a gap before the oldest and all others in place', () => {
    const columns = [0, 0, 340, 340, 681, 681, 1023, 1023];
    expect(texts(columns.slice(0, 6), 1, 4, sweep(5))).toEqual(['⣀⣤⣶ ']);
    expect(texts([...columns.slice(0, 6), 1023], 1, 4, sweep(6))).toEqual([' ⣤⣶⡇']);
    expect(texts(columns, 1, 4, sweep(7))).toEqual([' ⣤⣶⣿']);
    expect(texts([...columns, 0], 1, 4, sweep(8))).toEqual(['⡀ ⣶⣿']);
  });

  test('changes only the newest cell and the one after it when a sweep goes on', () => {
    const readings = fc.array(fc.option(fc.integer({ min: 0, max: 1023 }), { freq: 6 }), { minLength: 24 });
    fc.assert(
      fc.property(readings, fc.integer({ min: 3, max: 9 }), (columns, width) => {
        const cellsAt = (newest: number) => [
          ...(texts(columns.slice(0, newest), 1, width, sweep(newest))[0] ?? ''),
        ];
        for (let newest = 2 * width + 2; newest < columns.length; newest++) {
          const changed = cellsAt(newest + 1).flatMap((cell, at) =>
            cell === cellsAt(newest)[at] ? [] : [at],
          );
          const head = Math.floor((newest + 1) / 2) % width;
          for (const at of changed) expect([head, (head + 1) % width]).toContain(at);
        }
      }),
    );
  });
});

test('draws exactly the given rows, each exactly as wide as given', () => {
  const readings = fc.array(fc.option(fc.integer({ min: 0, max: 1023 }), { freq: 4 }), { maxLength: 80 });
  fc.assert(
    fc.property(
      readings,
      fc.integer({ min: 1, max: 12 }),
      fc.nat(60),
      fc.boolean(),
      (columns, rows, cells, unicode) => {
        const lines = draw(columns, rows, cells, { ...UNICODE, unicode }, [3, 4, 5]);
        expect(lines).toHaveLength(rows);
        for (const line of lines) expect(lineWidth(line)).toBe(cells);
      },
    ),
  );
});

test('marks a simulated flag differently, except beside a real one', () => {
  const columns = [500, 500, 500, 500];
  const flagged = [true, true, true, true];
  const style = { unicode: true, newestColumn: 3, motion: 'scroll' as const, isOld: false };
  const signs = (simulated: boolean[]) =>
    (drawTrace({ columns, flagged, simulated, rows: 2 }, 2, style)[0] ?? []).map(({ text }) => text).join('');
  expect(signs([true, true, true, true])).toBe('~~');
  expect(signs([true, false, false, false])).toBe('!!');
  expect(signs([true, true, false, true])).toBe('~!');
});
