import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const FIGURES = readFileSync('docs/figures.md', 'utf8');
const PAGE = readFileSync('docs/clinicians.md', 'utf8');
const POLLS = '0.3 s, both, 5 frames/s';

/** The median half-width of a figure's interval in the table of docs/figures.md, in per cent. */
function readHalfWidth(figure: string): number {
  const [, intervals = ''] = /half-width, median \| worst walk \|\n(.*?)\n\n/s.exec(FIGURES) ?? [];
  const row = intervals.split('\n').find((line) => line.startsWith(`| ${figure} | ${POLLS} |`));
  return Number(/\| ([\d.]+) % \| [\d.]+ % \w+ \|$/.exec(row ?? '')?.[1]);
}

/** The column `usual ±` of a row of docs/clinicians.md. */
function readUsual(figure: string): string {
  const row = PAGE.split('\n').find((line) => line.startsWith(`| ${figure} |`));
  return row?.split(' | ')[2] ?? '';
}

describe('docs/clinicians.md', () => {
  test.each([
    ['cadence, stride', 'stride without turns', ' %'],
    ['stance', 'stance left', ' points'],
    ['both on the ground', 'double support', ' points'],
    ['load on the left foot', 'load left, whole foot', ' points'],
  ])('tells of %s how sure it is as docs/figures.md measured it', (told, measured, unit) => {
    expect(readUsual(told)).toBe(`${readHalfWidth(measured)}${unit}`);
  });

  test('tells of the symmetry index, of the same person again and of the mean stride what follows from what was measured', () => {
    expect(readUsual('symmetry index')).toBe(String(Math.round(4 * readHalfWidth('symmetry index / 4'))));
    expect(PAGE).toContain(`some ${Math.round(readHalfWidth('load left, same sensors'))}\npoints`);
    const [, offBy] =
      new RegExp(`^\\| 120 s at ${POLLS} \\|(?: [\\d.]+ % \\|){2} ([\\d.]+) %`, 'm').exec(FIGURES) ?? [];
    expect(readUsual('mean stride')).toBe(`${Math.round(Number(offBy))} % of its height`);
  });
});
