import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BOLD,
  CellGrid,
  COVERED,
  DEFAULT_COLOUR,
  INVERSE,
  packAttribute,
  UNDERLINE,
} from '../../../../src/tui/blessed/cells/cell-grid.ts';
import { CellWriter } from '../../../../src/tui/blessed/cells/cell-writer.ts';
import { describeSeenCells, VirtualTerminal } from '../../virtual-terminal.ts';

const CAPABLE = { canShift: true, canErase: true };
const PLAIN = packAttribute(0, DEFAULT_COLOUR, DEFAULT_COLOUR);

/** A change to a grid: text at a place, a part of a row moved to the left, or everything cleared. */
type Edit =
  | { readonly kind: 'text'; x: number; y: number; text: readonly string[]; attribute: number }
  | { readonly kind: 'shift'; x: number; y: number; count: number; by: number; last: string }
  | { readonly kind: 'clear' };

const colours = fc.constantFrom(DEFAULT_COLOUR, 0, 7, 9, 15, 17, 239, 250);
const attributes = fc
  .tuple(fc.constantFrom(0, 0, 0, BOLD, UNDERLINE, INVERSE, BOLD | INVERSE), colours, colours)
  .map(([flags, foreground, background]) => packAttribute(flags, foreground, background));
const characters = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(' ', ' ', 'a', '7', '█', '▀', '▄', '⣿', '│', 'ż') },
  { weight: 1, arbitrary: fc.constantFrom('佐', '藤', 'e\u0301') },
);
const place = { x: fc.nat(29), y: fc.nat(5) };
const edits = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      ...place,
      text: fc.oneof(
        fc.array(characters, { maxLength: 30 }),
        fc.tuple(characters, fc.nat(30)).map(([text, count]) => new Array<string>(count).fill(text)),
      ),
      attribute: attributes,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('shift' as const),
      ...place,
      count: fc.integer({ min: 8, max: 30 }),
      by: fc.integer({ min: 1, max: 4 }),
      last: characters,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
);

function edit(grid: CellGrid, change: Edit): void {
  const { columns } = grid;
  if (change.kind === 'clear') {
    grid.clear();
    return;
  }
  const start = (change.y % grid.rows) * columns;
  const first = change.x % columns;
  if (change.kind === 'text') write(grid, start, first, change.text, change.attribute);
  else shift(grid, start, first, change);
}

function shift(grid: CellGrid, start: number, first: number, change: Edit & { kind: 'shift' }): void {
  const { columns } = grid;
  const end = Math.min(columns - change.by, first + change.count);
  if (grid.texts.slice(start, start + columns).some((text) => text === COVERED || text.length > 1)) return;
  for (let x = first; x < end; x++) {
    grid.set(
      start + x,
      grid.texts[start + x + change.by] ?? ' ',
      grid.attributes[start + x + change.by] ?? PLAIN,
    );
  }
  write(grid, start, Math.max(first, end), [change.last], PLAIN);
}

/** Writes text into a grid, never half a wide character. */
function write(
  grid: CellGrid,
  start: number,
  first: number,
  text: readonly string[],
  attribute: number,
): void {
  let x = first;
  if (grid.texts[start + x] === COVERED) grid.set(start + x - 1, ' ', PLAIN);
  for (const character of text) {
    const width = /[佐藤]/.test(character) ? 2 : 1;
    if (x + width > grid.columns) break;
    grid.set(start + x, character, attribute);
    if (width === 2) grid.set(start + x + 1, COVERED, attribute);
    x += width;
  }
  if (x < grid.columns && grid.texts[start + x] === COVERED) grid.set(start + x, ' ', PLAIN);
}

function makeGrid(lines: readonly string[], columns = 30): CellGrid {
  const grid = new CellGrid(columns, lines.length);
  for (const [row, line] of lines.entries()) write(grid, row * columns, 0, [...line], PLAIN);
  return grid;
}

/** The codes that are written for the second of two frames. */
function between(before: CellGrid, after: CellGrid, capabilities = CAPABLE): string {
  const writer = new CellWriter(capabilities);
  writer.update(before);
  return writer.update(after);
}

describe('shows the newest frame, cell by cell, whatever frames came before', () => {
  const frames = fc.array(fc.array(edits, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });
  test.each([
    ['on a terminal with all capabilities', CAPABLE],
    ['on a terminal without any', { canShift: false, canErase: false }],
  ])('%s', async (_, capabilities) => {
    await fc.assert(
      fc.asyncProperty(frames, async (changes) => {
        const terminal = new VirtualTerminal(30, 6);
        const writer = new CellWriter(capabilities);
        const grid = new CellGrid(30, 6);
        for (const frame of changes) {
          for (const change of frame) edit(grid, change);
          terminal.output.write(writer.update(grid));
          expect(await terminal.seenCells()).toEqual(describeSeenCells(grid));
        }
        expect(writer.update(grid)).toBe('');
      }),
      { numRuns: 150 },
    );
  });

  test('when its size changed, or others wrote to it', {
    timeout: 30_000,
  }, async () => {
    const sizes = fc.record({
      columns: fc.integer({ min: 2, max: 40 }),
      rows: fc.integer({ min: 1, max: 8 }),
    });
    const steps = fc.array(fc.tuple(fc.option(sizes), fc.array(edits, { maxLength: 4 })), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, async (changes) => {
        const terminal = new VirtualTerminal(30, 6);
        terminal.output.write('\x1b[?1049h');
        const writer = new CellWriter(CAPABLE);
        let grid = new CellGrid(30, 6);
        for (const [size, frame] of changes) {
          if (size) {
            terminal.resize(size.columns, size.rows);
            // Cut to the row: text that wraps in two columns makes @xterm/headless throw at times.
            terminal.output.write('what others write'.slice(0, size.columns - 1));
            writer.forget();
            grid = new CellGrid(size.columns, size.rows);
          }
          for (const change of frame) edit(grid, change);
          terminal.output.write(writer.update(grid));
          expect(await terminal.seenCells()).toEqual(describeSeenCells(grid));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('few bytes', () => {
  const TRACE = '│ab⣀⣄⣆⣇⣧⣷⣿⡇⡀⣀⣄⣆⣇⣧│ right';

  test('lets the terminal move a part of a row that moved, and nothing beside it', async () => {
    const codes = between(makeGrid([TRACE]), makeGrid(['│ab⣄⣆⣇⣧⣷⣿⡇⡀⣀⣄⣆⣇⣧⣿│ right']));
    expect(codes).toBe('\x1b[1;4H\x1b[P\x1b[13C\x1b[@⣿');
  });

  test('moves nothing in a row with characters whose width is not certain', () => {
    const codes = between(makeGrid([`${TRACE}佐`]), makeGrid(['│ab⣄⣆⣇⣧⣷⣿⡇⡀⣀⣄⣆⣇⣧⣿│ right佐']));
    expect(codes).not.toMatch(/\[\d*[P@]/);
    expect(codes).not.toContain('佐');
  });

  test('neither moves nor erases on a terminal that cannot', () => {
    const capabilities = { canShift: false, canErase: false };
    const before = makeGrid([TRACE, 'x'.repeat(30)]);
    const after = makeGrid(['│ab⣄⣆⣇⣧⣷⣿⡇⡀⣀⣄⣆⣇⣧⣿│ right', `x${' '.repeat(20)}xxxxxxxxx`]);
    expect(between(before, after, capabilities)).not.toMatch(/\[\d*[P@X]/);
    expect(between(before, after)).toMatch(/\[P[\s\S]*\[20X/);
  });

  test('writes only the colours that change', () => {
    const before = new CellGrid(10, 1);
    const after = new CellGrid(10, 1);
    after.set(0, 'a', packAttribute(BOLD, 20, 30));
    after.set(1, 'b', packAttribute(BOLD, 20, 31));
    after.set(2, ' ', packAttribute(0, 77, 31));
    after.set(3, 'c', packAttribute(0, 20, 31));
    expect(between(before, after)).toBe('\x1b[H\x1b[1;38;5;20;48;5;30ma\x1b[48;5;31mb \x1b[22mc');
  });

  test('chooses the block element that the current SGR state has the colours for', () => {
    const before = new CellGrid(10, 1);
    const after = new CellGrid(10, 1);
    after.set(0, '▀', packAttribute(0, 20, 30));
    after.set(1, '▄', packAttribute(0, 20, 30));
    after.set(2, '▀', packAttribute(0, 30, 20));
    expect(between(before, after)).toBe('\x1b[H\x1b[38;5;20;48;5;30m▀▄▄');
  });

  test('writes nothing for a difference that nobody can see', () => {
    const before = new CellGrid(3, 1);
    const after = new CellGrid(3, 1);
    before.set(0, ' ', packAttribute(BOLD, 9, 17));
    after.set(0, '█', packAttribute(0, 17, 17));
    expect(between(before, after)).toBe('');
  });
});
