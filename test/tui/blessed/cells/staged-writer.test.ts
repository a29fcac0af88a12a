import { describe, expect, test } from 'vitest';
import {
  CellGrid,
  COMES_FIRST,
  COVERED,
  DEFAULT_COLOUR,
  packAttribute,
} from '../../../../src/tui/blessed/cells/cell-grid.ts';
import { StagedWriter } from '../../../../src/tui/blessed/cells/staged-writer.ts';
import { describeSeenCells, VirtualTerminal } from '../../virtual-terminal.ts';

const COLUMNS = 40;
const ROWS = 8;
const CAPABLE = { canShift: true, canErase: true };
const PLAIN = packAttribute(0, DEFAULT_COLOUR, DEFAULT_COLOUR);
const BAR = packAttribute(0, 15, 237);

interface Picture {
  readonly name: string;
  readonly state: string;
  readonly claim: number;
  readonly clock: string;
  readonly figures: string;
}

function draw({ name, state, claim, clock, figures }: Picture): CellGrid {
  const grid = new CellGrid(COLUMNS, ROWS);
  const put = (y: number, x: number, text: string, attribute: number, claimed = 0) => {
    for (const [at, character] of [...text].entries())
      grid.set(y * COLUMNS + x + at, character, attribute, claimed);
  };
  put(0, 0, ' '.repeat(COLUMNS), BAR);
  put(0, 1, name, BAR);
  put(0, 20, state, BAR, claim);
  put(0, 30, clock, BAR, COMES_FIRST);
  for (let row = 1; row < ROWS; row++) put(row, 2, `${figures}${row} `.repeat(5), PLAIN);
  return grid;
}

const ANNA: Picture = { name: 'Anna', state: 'LIVE 0.1', claim: 1, clock: '12:00:00', figures: 'aaa' };
const BERT: Picture = { ...ANNA, name: 'Bert', claim: 2, figures: 'bbb' };

/** The screens that an update leads through, byte by byte. */
async function passThrough(from: CellGrid, to: CellGrid): Promise<string[][]> {
  const writer = new StagedWriter(CAPABLE, '…');
  const terminal = new VirtualTerminal(COLUMNS, ROWS);
  terminal.output.write(writer.update(from));
  const screens: string[][] = [];
  for (const byte of writer.update(to)) {
    terminal.output.write(byte);
    screens.push(await terminal.lines());
  }
  expect(await terminal.seenCells()).toEqual(describeSeenCells(to));
  return screens;
}

describe('while an update arrives', () => {
  test('the state of one patient never stands beside anything of another', async () => {
    for (const [from, to] of [
      [ANNA, BERT],
      [ANNA, { ...BERT, state: 'STALE 9 s', claim: 3 }],
      [{ ...ANNA, state: 'DOWN', claim: 4 }, BERT],
    ] as const) {
      for (const [top = '', ...rows] of await passThrough(draw(from), draw(to))) {
        const isStateFrom = from.state !== to.state && top.includes(from.state.slice(0, 4));
        const text = `${top}${rows.join('')}`;
        const isMixed = /LIVE|STALE|DOWN/.test(top) && /a/.test(text.replace('Anna', 'a')) && /b/i.test(text);
        expect(isMixed || (isStateFrom && /b/i.test(text)), text).toBe(false);
      }
    }
  });

  test('an ellipsis stands for a new state from before anything else comes', async () => {
    const screens = await passThrough(draw(ANNA), draw(BERT));
    for (const [top = '', ...rows] of screens)
      if (`${top}${rows.join('')}`.includes('b') && !top.includes('L'))
        expect(top.slice(20, 28)).toBe('…       ');
    expect(screens.filter(([top = '']) => top.includes('…')).length).toBeGreaterThan(20);
  });

  test('a newer form of what is said of the same patient comes first, and so does the clock', async () => {
    const later = { ...ANNA, state: 'LIVE 0.2', clock: '12:00:01', figures: 'aac' };
    const screens = await passThrough(draw(ANNA), draw(later));
    const before = screens.find((rows) => rows.slice(1).join('').includes('c')) ?? [];
    expect(before[0]).toContain('LIVE 0.2  12:00:01');
    for (const [top = ''] of screens) expect(top).toContain('LIVE 0.');
  });

  test('where nothing is said of the state any more, the word goes before anything else comes', async () => {
    const pending = { ...BERT, state: '…', claim: 0 };
    for (const rows of await passThrough(draw(ANNA), draw(pending)))
      if (rows.join('').includes('b')) expect(rows[0]).not.toContain('LIVE');
  });

  test('a state that ends where a wide character comes leaves no part of either', async () => {
    const to = draw({ ...BERT, state: '', claim: 0 });
    to.set(19, '佐', BAR);
    to.set(20, COVERED, BAR);
    to.set(21, '藤', BAR);
    to.set(22, COVERED, BAR);
    await passThrough(draw(ANNA), to);
  });
});

test('a screen that is drawn anew gets its states last, behind the time of what is shown', () => {
  const codes = new StagedWriter(CAPABLE, '…').update(draw(ANNA));
  expect(codes.indexOf('LIVE')).toBeGreaterThan(codes.indexOf(ANNA.clock));
  expect(codes.indexOf('LIVE')).toBeGreaterThan(codes.lastIndexOf('aaa'));
});

test('the same grid writes nothing, and a clone knows as much as its writer', () => {
  const writer = new StagedWriter(CAPABLE, '…');
  writer.update(draw(ANNA));
  expect(writer.clone().update(draw(ANNA))).toBe('');
  const copy = writer.clone();
  expect(copy.update(draw(BERT))).not.toBe('');
  expect(writer.update(draw(ANNA))).toBe('');
});
