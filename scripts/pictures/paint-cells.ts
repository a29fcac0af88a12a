import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { TerminalBackground } from '../../src/tui/frame/theme.ts';
import type { Cell } from '../../test/tui/virtual-terminal.ts';
import { type Rgb, toRgb } from '../../test/tui/xterm-palette.ts';

/** The size of a cell in pixels. Its halves and quarters are whole numbers, so that cells join without seams. */
const WIDTH = 10;
const HEIGHT = 20;
const FONT_PIXELS = 16.6;
const BASELINE = 15;
const MARGIN = 8;
const FONT = 'DejaVu Sans Mono';

const TERMINAL_COLOURS: Readonly<
  Record<TerminalBackground, { readonly foreground: Rgb; readonly background: Rgb }>
> = {
  dark: { foreground: [200, 200, 200], background: [13, 17, 21] },
  light: { foreground: [40, 40, 40], background: [255, 255, 255] },
};

const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
for (const file of ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf']) {
  GlobalFonts.registerFromPath(join(fonts, file), FONT);
}

/** Paints the cells of a screen as a PNG image. */
export function paintCells(cells: readonly (readonly Cell[])[], background: TerminalBackground): Buffer {
  const columns = cells[0]?.length ?? 0;
  const canvas = createCanvas(columns * WIDTH + 2 * MARGIN, cells.length * HEIGHT + 2 * MARGIN);
  const context = canvas.getContext('2d');
  const terminal = TERMINAL_COLOURS[background];
  context.fillStyle = css(terminal.background);
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const [row, line] of cells.entries()) {
    for (const [column, cell] of line.entries()) {
      context.save();
      context.translate(MARGIN + column * WIDTH, MARGIN + row * HEIGHT);
      paintCell(context, cell, terminal);
      context.restore();
    }
  }
  return canvas.toBuffer('image/png');
}

function paintCell(context: SKRSContext2D, cell: Cell, terminal: { foreground: Rgb; background: Rgb }): void {
  let foreground = cell.foreground === null ? terminal.foreground : toRgb(cell.foreground);
  let background = cell.background === null ? null : toRgb(cell.background);
  if (cell.isInverse) [foreground, background] = [background ?? terminal.background, foreground];
  const width = WIDTH * cell.width;
  if (background) {
    context.fillStyle = css(background);
    context.fillRect(0, 0, width, HEIGHT);
  }
  context.fillStyle = css(foreground);
  if (cell.text !== '' && cell.text !== ' ' && !paintShape(context, cell.text)) {
    context.font = `${cell.isBold ? 'bold ' : ''}${FONT_PIXELS}px "${FONT}"`;
    context.fillText(cell.text, 0, BASELINE);
  }
  if (cell.isUnderlined) context.fillRect(0, BASELINE + 3, width, 1);
}

/** Paints characters that must join their neighbours, where a font would leave seams; returns false for all others. */
function paintShape(context: SKRSContext2D, text: string): boolean {
  const code = text.codePointAt(0) ?? 0;
  if (code >= 0x2800 && code <= 0x28ff) paintBraille(context, code - 0x2800);
  else if (code >= 0x2581 && code <= 0x2588) paintLower(context, code - 0x2580);
  else if (code >= 0x2589 && code <= 0x258f) context.fillRect(0, 0, (WIDTH * (0x2590 - code)) / 8, HEIGHT);
  else if (code === 0x2580) context.fillRect(0, 0, WIDTH, HEIGHT / 2);
  else if (code >= 0x2591 && code <= 0x2593) paintShade(context, code - 0x2590);
  else if (BOX[text] !== undefined) paintBox(context, BOX[text]);
  else return false;
  return true;
}

function paintLower(context: SKRSContext2D, eighths: number): void {
  const height = (HEIGHT * eighths) / 8;
  context.fillRect(0, HEIGHT - height, WIDTH, height);
}

/** Fills a quarter, a half or three quarters of the pixels. */
function paintShade(context: SKRSContext2D, quarters: number): void {
  for (let y = 0; y < HEIGHT; y += 2) {
    for (let x = 0; x < WIDTH; x += 2) {
      context.fillRect(x, y, 1, 1);
      if (quarters > 1) context.fillRect(x + 1, y + 1, 1, 1);
      if (quarters > 2) context.fillRect(x + 1, y, 1, 1);
    }
  }
}

/** The bits of a Braille character's dots, by column and row. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

function paintBraille(context: SKRSContext2D, pattern: number): void {
  const pitch = { x: WIDTH / 2, y: HEIGHT / 4 };
  for (const [column, rows] of DOTS.entries()) {
    for (const [row, bit] of rows.entries()) {
      if ((pattern & bit) === 0) continue;
      context.fillRect(column * pitch.x + 1, row * pitch.y + 1, pitch.x - 2, pitch.y - 2);
    }
  }
}

/** Directions in which box drawing characters have lines: up, right, down, left. */
const BOX: Readonly<Record<string, string>> = {
  '─': 'rl',
  '│': 'ud',
  '╭': 'rd',
  '╮': 'dl',
  '╰': 'ur',
  '╯': 'ul',
};

function paintBox(context: SKRSContext2D, directions: string): void {
  const [x, y] = [WIDTH / 2 - 1, HEIGHT / 2 - 1];
  if (directions.includes('u')) context.fillRect(x, 0, 1, y + 1);
  if (directions.includes('d')) context.fillRect(x, y, 1, HEIGHT - y);
  if (directions.includes('l')) context.fillRect(0, y, x + 1, 1);
  if (directions.includes('r')) context.fillRect(x, y, WIDTH - x, 1);
}

function css([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}
