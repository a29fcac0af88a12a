import { describe, expect, test } from 'vitest';
import { holdFrames, pollWalk, readWalks } from '../../bench/recorded-walk.ts';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import { seededRandom } from '../../src/core/random.ts';
import { WalkRecorder } from '../../src/core/walk-summary/walk-recorder.ts';
import { compareWalks } from '../../src/report/compare-walks.ts';
import { writeComparison } from '../../src/report/comparison-table.ts';
import { makeReport } from '../../src/report/report.ts';

const [, walk = { name: '', cadence: 0, rows: [], strikes: [] }] = readWalks();

function report(rows: typeof walk.rows, seed = 1) {
  const recorder = new WalkRecorder(3, SIX);
  const polling = { intervalSeconds: 0.3, missing: 0.1, jitter: 0.2 };
  for (const sample of pollWalk(holdFrames({ ...walk, rows }, 5), polling, seededRandom(seed)))
    recorder.take(sample);
  return makeReport(recorder.finish(), { profile: null, source: 'test', note: null, marks: [] });
}

/** The same walk of somebody who spares the left foot: it bears less, and is lifted sooner. */
const limping = walk.rows.map((row, at) =>
  row.map((reading, id) => {
    const soon = walk.rows[Math.min(walk.rows.length - 1, at + 6)]?.[id] ?? 0;
    return id < 3 ? Math.round(0.6 * Math.min(reading, soon)) : reading;
  }),
);

const differing = ({ figures }: ReturnType<typeof compareWalks>) =>
  figures.filter(({ differs }) => differs).map(({ name }) => name);

describe('two walks', () => {
  const one = report(walk.rows);

  test('of which one is the other differ in nothing', () => {
    const same = compareWalks(one, one);
    expect(differing(same)).toEqual([]);
    expect(same.figures[0]).toMatchObject({ name: 'cadence', difference: 0, differs: false });
    expect(writeComparison(same).at(-1)).toBe('Nothing differs by more than it may be off.');
  });

  test('are told apart no better than polls of the same walk allow', () => {
    const others = Array.from({ length: 8 }, (_, seed) =>
      differing(compareWalks(one, report(walk.rows, seed + 2))),
    );
    expect(others.flat().length).toBeLessThanOrEqual(8);
  });

  test('of which one is a limp differ in load and contact', () => {
    const compared = compareWalks(one, report(limping, 5));
    expect(differing(compared)).toEqual(
      expect.arrayContaining(['loadLeft', 'symmetryIndexPercent', 'stanceLeft']),
    );
    expect(differing(compared)).not.toContain('cadence');
    expect(writeComparison(compared).at(-1)).toMatch(
      /^Differs by more than it may be off: Load on the left foot/,
    );
  });

  test('of which one does not tell a figure are not compared by it', () => {
    const short = { ...one, figures: { ...one.figures, cadence: null } };
    expect(compareWalks(one, short).figures[0]).toMatchObject({ difference: null, differs: null });
    expect(writeComparison(compareWalks(one, short)).join('\n')).toMatch(/Cadence +10\d \(.*\) +- +-/);
  });
});
