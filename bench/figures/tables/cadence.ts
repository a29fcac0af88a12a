import { type CadenceAccuracy, measureCadence } from '../../cadence-accuracy.ts';
import { listCadenceFigures } from '../../list-figures.ts';
import { type RecordedWalk, readWalks } from '../../recorded-walk.ts';
import { GAITS, makeWalk, standBefore } from '../../synthetic-walk.ts';
import { defineTable, formatPercent } from '../table.ts';

const INTERVALS = [0.1, 0.2, 0.3];

interface Row extends CadenceAccuracy {
  readonly walk: string;
  readonly intervalSeconds: number;
  readonly cadence: number;
}

function listWalks(): readonly RecordedWalk[] {
  const recorded = readWalks();
  return [
    ...recorded,
    ...recorded.slice(0, 2).map((walk, seed) => standBefore(walk, 20, seed)),
    ...GAITS.map((gait, seed) => makeWalk(gait, seed + 1)),
  ];
}

/** Cadence of the five walks, and of made ones, with a tenth of the polls missing and a fifth of jitter. */
export const CADENCE = defineTable<number, readonly Row[]>({
  split: () => listWalks().map((_, index) => index),
  measure(index, scope) {
    const walk = listWalks()[index];
    if (walk === undefined) return [];
    return INTERVALS.map((intervalSeconds) => ({
      walk: walk.name,
      intervalSeconds,
      cadence: walk.cadence,
      ...measureCadence(walk, { intervalSeconds, missing: 0.1, jitter: 0.2 }, scope.phases),
    }));
  },
  summarise: (measured, { phases }) => [
    {
      title: `Cadence: ${phases} phases a row, 10 % of the polls missing, 20 % jitter; errors are the worst`,
      head: ['walk', 'interval', 'true', 'found', 'median', '30 s', 'beyond 5 %', 'unknown', 'walking after'],
      rows: measured
        .flat()
        .map((row) => [
          row.walk,
          `${row.intervalSeconds} s`,
          row.cadence.toFixed(1),
          row.found.toFixed(1),
          formatPercent(row.worstMedianError),
          formatPercent(row.worstWindowError),
          `${row.windowsBeyond}/${row.windows}`,
          String(row.unknown),
          `${row.walkingAfterSeconds.toFixed(1)} s`,
        ]),
    },
  ],
  listFigures: (measured) =>
    Object.assign(
      {},
      ...measured
        .flat()
        .map((row) => listCadenceFigures(`cadence of ${row.walk} at ${row.intervalSeconds} s`, row)),
    ),
});
