import { describe, expect, test } from 'vitest';
import { drawCurve } from '../../../src/tui/frame/draw-curve.ts';
import { lineText } from './frame-to-text.ts';

const POINTS = 50;
const mean = Array.from(
  { length: POINTS },
  (_, point) => 500 - 500 * Math.cos((2 * Math.PI * point) / POINTS),
);
const draw = (halfWidth: number, rows: number, unicode = true, highest = 1000) =>
  drawCurve({ mean, halfWidths: mean.map(() => halfWidth), highest }, 20, rows, unicode);

describe('a drawn curve', () => {
  test('goes from the bottom to the top of its plot, and has no gaps', () => {
    const lines = draw(0, 5);
    expect(lines.map(lineText)).toMatchInlineSnapshot(`
      [
        "       ⣠⠞⠉⠉⠳⣄       ",
        "     ⢀⡞⠁    ⠈⢳⡀     ",
        "    ⣠⠏        ⠙⣆    ",
        "  ⢀⡼⠁          ⠈⢧⡀  ",
        "⣀⡴⠋              ⠙⢦⣀",
      ]
    `);
    const columns = lines.map((line) => [...lineText(line).padEnd(20)]);
    for (let column = 0; column < 20; column++) {
      expect(columns.some((cells) => cells[column] !== ' ')).toBe(true);
    }
  });

  test('is thicker the less sure it is, and surrounded by its band where there is room for one', () => {
    const countDots = (halfWidth: number, rows: number) =>
      draw(halfWidth, rows)
        .map(lineText)
        .join('')
        .replace(/[^\u2800-\u28ff]/g, '')
        .split('')
        .reduce(
          (sum, cell) => sum + ((cell.codePointAt(0) ?? 0) - 0x2800).toString(2).replaceAll('0', '').length,
          0,
        );
    expect(countDots(60, 5)).toBeGreaterThan(1.2 * countDots(0, 5));
    expect(countDots(150, 20)).toBeGreaterThan(1.5 * countDots(0, 20));
    const dim = draw(150, 20)
      .flat()
      .filter(({ foreground, text }) => foreground === 'dim' && text.trim() !== '');
    expect(dim.length).toBeGreaterThan(10);
  });

  test('keeps to its plot where the band goes beyond it, and to ASCII where there is no Unicode', () => {
    const lines = draw(400, 6, false).map(lineText);
    expect(lines).toMatchInlineSnapshot(`
      [
        "      .****** .     ",
        "     .** . .** .    ",
        "  . .** . . .***.   ",
        " . *** .     . **. .",
        ". **.         . **. ",
        "***.           . ***",
      ]
    `);
    expect(lines.join('')).toMatch(/^[ .*]*$/);
  });

  test('has lines of exactly the width', () => {
    for (const line of draw(100, 4)) expect([...lineText(line)].length).toBe(20);
  });
});
