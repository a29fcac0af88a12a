import { generateWalk } from '../../../src/simulator/generated-walk.ts';
import {
  holdFrames,
  playFrames,
  playTwice,
  type RecordedWalk,
  ROWS_PER_SECOND,
  readWalks,
} from '../../recorded-walk.ts';
import { countFalseAlarms } from '../../rule-accuracy.ts';
import { GAITS, makeWalk } from '../../synthetic-walk.ts';
import { defineTable } from '../table.ts';
import { withHeldFrames } from './faults.ts';

const INTERVALS = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1];

const SHORT_INTERVALS = [0.1, 0.25, 0.3, 0.5, 0.7, 1];

interface Counted {
  readonly intervalSeconds: number;
  readonly walkedSeconds: number;
  readonly walksFlagged: number;
}

function listWalks(): readonly RecordedWalk[] {
  return [
    ...withHeldFrames([...readWalks(), ...GAITS.map((gait, seed) => makeWalk(gait, seed + 1))]),
    ...readWalks().map((walk) => playTwice(holdFrames(walk, 5))),
    playFrames('limping and standing', generateWalk(1), 10 * 60),
  ];
}

/** How often the rules flag something of walks without a fault. */
export const FALSE_ALARMS = defineTable<number, Counted>({
  split: ({ isShort }) => (isShort ? SHORT_INTERVALS : INTERVALS),
  measure(intervalSeconds, scope) {
    const walks = listWalks();
    // Dense polls of two phases differ by less.
    const phases = intervalSeconds < 0.1 ? Math.ceil(scope.phases / 4) : scope.phases;
    const alarms = walks.flatMap((walk) =>
      [0, 0.1].flatMap((missing) =>
        Array.from({ length: phases }, (_, seed) =>
          countFalseAlarms(walk, { intervalSeconds, missing, jitter: 2 * missing }, seed + 1),
        ),
      ),
    );
    const rowCount = walks.reduce((sum, walk) => sum + walk.rows.length, 0);
    return {
      intervalSeconds,
      walkedSeconds: (rowCount / ROWS_PER_SECOND) * 2 * phases,
      walksFlagged: alarms.filter((count) => count > 0).length,
    };
  },
  summarise: (measured) => [
    {
      title: 'False alarms: recorded and synthetic walks without a fault',
      head: ['interval', 'walked', 'walks flagged'],
      rows: measured.map(({ intervalSeconds, walkedSeconds, walksFlagged }) => [
        `${intervalSeconds} s`,
        `${(walkedSeconds / 3600).toFixed(1)} h`,
        String(walksFlagged),
      ]),
    },
  ],
  listFigures: (measured) =>
    Object.fromEntries(
      measured.map(({ intervalSeconds, walksFlagged }) => [
        `false alarms at ${intervalSeconds} s: walks flagged`,
        walksFlagged,
      ]),
    ),
});
