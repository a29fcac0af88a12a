import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rect } from '../../../src/tui/frame/frame.ts';
import {
  countHistorySamples,
  countTraceColumns,
  fitFeet,
  type Layout,
  layOut,
} from '../../../src/tui/model/layout.ts';

/** Draws the layout as boxes with their names. */
function drawLayout(columns: number, rows: number): string {
  const layout = layOut({ columns, rows });
  if (!layout) return 'too small';
  const grid = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '));
  const { body: _, traceRows: __, gutterWidth: ___, isShared, stride, ...others } = layout;
  const rects = isShared ? others : { ...others, stride };
  for (const [name, rect] of Object.entries(rects)) drawBox(grid, name, rect);
  return `\n${grid.map((row) => row.join('')).join('\n')}\n`;
}

function drawBox(grid: string[][], name: string, { x, y, width, height }: Rect): void {
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      const isEdge = row === y || row === y + height - 1;
      const isSide = column === x || column === x + width - 1;
      const character = height === 1 ? '─' : isEdge && isSide ? '+' : isEdge ? '─' : isSide ? '│' : ' ';
      const cells = grid[row];
      if (cells) cells[column] = character;
    }
  }
  for (const [index, letter] of [...name].entries()) {
    const cells = grid[y];
    if (cells) cells[x + 2 + index] = letter;
  }
}

describe('the layout', () => {
  test('puts the feet beside everything at 80x24, and leaves three rows for anomalies', () => {
    expect(drawLayout(80, 24)).toMatchInlineSnapshot(`
      "
      ──topBar────────────────────────────────────────────────────────────────────────
      ──strip─────────────────────────────────────────────────────────────────────────
      +─leftTraces────────────────────────────────────++─pressure────────────────────+
      │                                               ││                             │
      │                                               ││                             │
      │                                               ││                             │
      │                                               ││                             │
      │                                               ││                             │
      │                                               ││                             │
      +───────────────────────────────────────────────+│                             │
      +─rightTraces───────────────────────────────────+│                             │
      │                                               ││                             │
      │                                               ││                             │
      │                                               ││                             │
      │                                               ││                             │
      │                                               ││                             │
      │                                               ││                             │
      +───────────────────────────────────────────────+│                             │
      +─anomalies─────────────────────────────────────++─────────────────────────────+
      │                                               │+─load────────────────────────+
      │                                               ││                             │
      │                                               ││                             │
      +───────────────────────────────────────────────++─────────────────────────────+
      ──bottomBar─────────────────────────────────────────────────────────────────────
      "
    `);
  });

  test('puts the anomalies across the whole screen at 120x40', () => {
    expect(drawLayout(120, 40)).toMatchInlineSnapshot(`
      "
      ──topBar────────────────────────────────────────────────────────────────────────────────────────────────────────────────
      ──strip─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
      +─leftTraces───────────────────────────────────────────────────────────────────++─pressure─────────────────────────────+
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      +──────────────────────────────────────────────────────────────────────────────+│                                      │
      +─rightTraces──────────────────────────────────────────────────────────────────+│                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              │+──────────────────────────────────────+
      │                                                                              │+─load─────────────────────────────────+
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      +──────────────────────────────────────────────────────────────────────────────++──────────────────────────────────────+
      +─anomalies────────────────────────────────────────────────────────────────────++─stride───────────────────────────────+
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      │                                                                              ││                                      │
      +──────────────────────────────────────────────────────────────────────────────++──────────────────────────────────────+
      ──bottomBar─────────────────────────────────────────────────────────────────────────────────────────────────────────────
      "
    `);
  });

  test('is null below 60x20', () => {
    expect(drawLayout(59, 20)).toBe('too small');
    expect(drawLayout(60, 19)).toBe('too small');
    expect(layOut({ columns: 60, rows: 20 })).not.toBeNull();
  });

  test('gives every panel more room on a larger screen', () => {
    const small = layOut({ columns: 120, rows: 40 });
    const large = layOut({ columns: 300, rows: 100 });
    for (const name of ['leftTraces', 'pressure', 'anomalies'] as const) {
      expect(area(large?.[name])).toBeGreaterThan(3 * area(small?.[name]));
    }
    expect(large?.traceRows).toBeGreaterThan(2 * (small?.traceRows ?? 0));
  });
});

test('feet keep their proportions in a panel of any size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 140 }), fc.integer({ min: 8, max: 80 }), (columns, rows) => {
      const feet = fitFeet(columns, rows);
      expect(2 * feet.footColumns + feet.gapColumns + 2).toBeLessThanOrEqual(columns);
      expect(feet.rows).toBeLessThanOrEqual(rows - 2);
      const proportion = (2 * feet.rows) / feet.footColumns;
      expect(proportion).toBeGreaterThan(2);
      expect(proportion).toBeLessThan(2.8);
    }),
  );
});

describe('the number of samples that a screen needs', () => {
  test('fills the traces', () => {
    const layout = layOut({ columns: 300, rows: 30 }) as Layout;
    expect(countHistorySamples({ columns: 300, rows: 30 }, 300)).toBe(countTraceColumns(layout));
  });

  test('is two minutes where the mean stride is shown, and as long as it may be old', () => {
    const extent = { focus: null, isEnlarged: false, pollsPerColumn: 1 };
    expect(countHistorySamples({ columns: 120, rows: 40 }, 300)).toBe(501);
    expect(countHistorySamples({ columns: 80, rows: 24 }, 300, { ...extent, focus: 'stride' })).toBe(501);
    expect(countHistorySamples({ columns: 80, rows: 24 }, 300, extent)).toBeLessThan(200);
  });

  test('is never less than the window of the gait figures', () => {
    expect(countHistorySamples({ columns: 60, rows: 20 }, 300)).toBe(101);
    expect(countHistorySamples({ columns: 60, rows: 20 }, 100)).toBe(301);
    expect(countHistorySamples({ columns: 10, rows: 2 })).toBe(101);
  });
});

function area(rect: Rect | undefined): number {
  return (rect?.width ?? 0) * (rect?.height ?? 0);
}
