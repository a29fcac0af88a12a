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
  test('rise from the bottom on a scale that no other reading changes', () => {
    expect(texts([0, 340, 681, 1023], 1, 2)).toEqual(['⣠⣾']);
    expect(texts([0, 340], 1, 1)).toEqual(['⣠']);
  });

  test('leave the topmost dots free in higher traces, so that a full bar does not touch the trace above', () => {
    expect(texts([1023, 1023], 3, 1)).toEqual(['⣶', '⣿', '⣿']);
  });

  test('the newest is at the right, and the oldest go when there is no room', () => {
    expect(texts([1023, 1023, 0, 1023], 1, 1)).toEqual(['⣸']);
    expect(texts([1023], 1, 3)).toEqual(['··⢸']);
  });

  test('are coloured by their reading, on the same ramp as the feet', () => {
    const [line] = draw([500, 500, 1023, 1023], 1, 2);
    expect(line?.map((span) => span.foreground)).toEqual([{ step: 5 }, { step: 10 }]);
  });

  test('of low readings are lightened to where thin dots can be seen', () => {
    expect(draw([0, 0], 1, 1)[0]?.[0]?.foreground).toEqual({ step: 3 });
  });

  test('of old readings are dim', () => {
    for (const line of draw([0, 1023, 500, null], 2, 2, { ...UNICODE, isOld: true }, [1])) {
      for (const span of line) expect(span.foreground).toBe('dim');
    }
  });
});

describe('a missing sample', () => {
  test.each([1, 2, 4])('looks like no reading at all, in %i rows', (rows) => {
    const missing = texts([null, null], rows, 1).join('\n');
    for (let reading = 0; reading <= 1023; reading++) {
      expect(texts([reading, reading], rows, 1).join('\n')).not.toBe(missing);
    }
  });

  test('is a notch when its neighbour in the cell was there', () => {
    expect(texts([0, null, null, 0], 1, 2)).toEqual(['⡀⢀']);
  });

  test('is never bridged between high readings', () => {
    expect(texts([1023, 1023, null, null, 1023, 1023], 2, 3)).toEqual(['⣶ ⣶', '⣿·⣿']);
  });

  test('is a dot in ASCII too, which stands for no reading', () => {
    expect(texts([0, 0, null, null, 1023, 1023], 1, 3, ASCII)).toEqual(['_.#']);
    for (let reading = 0; reading <= 1023; reading++) {
      expect(texts([reading, reading], 1, 1, ASCII)).not.toEqual(['.']);
    }
  });
});

describe('a flagged reading', () => {
  test('has a sign above it, and the tone of an alarm down to the baseline', () => {
    const lines = draw([0, 0, 700, 0, 0, 0], 2, 3, UNICODE, [2]);
    expect(lines.map(lineText)).toEqual([' ! ', '⣀⣇⣀']);
    for (const line of lines) expect(line.filter((span) => span.foreground === 'alarm')).toHaveLength(1);
  });

  test('in one row has the sign at the start of its run, so that the readings of the rest are seen', () => {
    expect(texts([0, 0, 1023, 1023, 1023, 1023, 0, 0], 1, 4, UNICODE, [2, 3, 4, 5])).toEqual(['⣀!⣿⣀']);
  });

  test('has it in ASCII too', () => {
    expect(texts([0, 0, 700, 0, 0, 0], 2, 3, ASCII, [2])).toEqual([' ! ', '_#_']);
  });
});

describe('the cells of a trace', () => {
  test('are made of the same two columns for as long as they are shown', () => {
    const number = (newestColumn: number) => ({ ...UNICODE, newestColumn });
    expect(texts([0, 0, 1023, 1023, 340], 1, 3, number(4))).toEqual(['⣀⣿⡄']);
    expect(texts([0, 0, 1023, 1023, 340, 681], 1, 3, number(5))).toEqual(['⣀⣿⣴']);
    expect(texts([0, 1023, 1023, 340, 681, 0], 1, 3, number(6))).toEqual(['⣿⣴⡀']);
  });

  test('never change but for the newest: they stand still, or all move by one', () => {
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

  test('has its newest cell go round, a gap before the oldest, and all others where they were', () => {
    const columns = [0, 0, 340, 340, 681, 681, 1023, 1023];
    expect(texts(columns.slice(0, 6), 1, 4, sweep(5))).toEqual(['⣀⣤⣶ ']);
    expect(texts([...columns.slice(0, 6), 1023], 1, 4, sweep(6))).toEqual([' ⣤⣶⡇']);
    expect(texts(columns, 1, 4, sweep(7))).toEqual([' ⣤⣶⣿']);
    expect(texts([...columns, 0], 1, 4, sweep(8))).toEqual(['⡀ ⣶⣿']);
  });

  test('changes at a new column only the newest cell, and the one after it', () => {
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

test('a trace always has its rows, and each its width', () => {
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

test('a flag that was simulated has a sign of its own, beside a real one it is real', () => {
  const columns = [500, 500, 500, 500];
  const flagged = [true, true, true, true];
  const style = { unicode: true, newestColumn: 3, motion: 'scroll' as const, isOld: false };
  const signs = (simulated: boolean[]) =>
    (drawTrace({ columns, flagged, simulated, rows: 2 }, 2, style)[0] ?? []).map(({ text }) => text).join('');
  expect(signs([true, true, true, true])).toBe('~~');
  expect(signs([true, false, false, false])).toBe('!!');
  expect(signs([true, true, false, true])).toBe('~!');
});
