import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseRecordedWalk, readRecordedWalks } from '../../src/simulator/recorded-walk.ts';
import { readWalkFrame } from './read-walk-frame.ts';

function readRows(number: number): number[][] {
  const file = new URL(`../../src/simulator/walks/gaco0${number}_01.csv`, import.meta.url);
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => line.split(',').map(Number));
}

test('frame k of each of the five walks is row 10k of its file, at k / 5 s', () => {
  const walks = readRecordedWalks();
  expect(walks).toHaveLength(5);
  for (const [index, walk] of walks.entries()) {
    const rows = readRows(index + 1);
    expect(walk.frameCount).toBe(606);
    for (let frame = 0; frame < walk.frameCount; frame++) {
      const [atSeconds, ...readings] = rows[frame * 10] ?? [];
      expect(readWalkFrame(walk, frame)).toEqual(readings);
      // The files' times are rounded, and some of them down.
      expect(Math.abs((atSeconds ?? Number.NaN) - frame / 5)).toBeLessThan(0.02);
    }
  }
});

test('a recorded walk is never flagged', () => {
  for (const walk of readRecordedWalks()) expect(walk.flagged.some((flag) => flag === 1)).toBe(false);
});

test('rows that do not fill the last frame are left out', () => {
  const rows = Array.from({ length: 25 }, (_, row) => `${row / 50},${row},1,2,3,4,5`);
  const walk = parseRecordedWalk(['time_s,a,b,c,d,e,f', ...rows, ''].join('\n'));
  expect(walk.frameCount).toBe(2);
  expect(readWalkFrame(walk, 1)).toEqual([10, 1, 2, 3, 4, 5]);
});

test('the attribution and the licence are beside the walks', () => {
  const readme = readFileSync(new URL('../../src/simulator/walks/README.md', import.meta.url), 'utf8');
  expect(readme).toContain('10.13026/C24H3N');
  expect(readme).toContain('Open Data Commons Attribution License 1.0');
});
