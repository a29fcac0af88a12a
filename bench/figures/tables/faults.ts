import { listFaultFigures } from '../../list-figures.ts';
import { holdFrames, type RecordedWalk, readWalks } from '../../recorded-walk.ts';
import { FAULTS, type Trial, tryFault } from '../../rule-accuracy.ts';
import { defineTable, findQuantile } from '../table.ts';

const INTERVALS = [0.05, 0.1, 0.2, 0.3, 0.5, 1];
const SHORT_INTERVALS = [0.1, 0.3, 0.5];

interface Part {
  readonly fault: string;
  readonly intervalSeconds: number;
}

interface Tried {
  readonly name: string;
  readonly intervalSeconds: number;
  readonly trials: readonly Trial[];
}

/** How soon the rules find a broken sensor. */
export const FAULTS_FOUND = defineTable<Part, Tried>({
  split: ({ isShort }) =>
    [...new Set(FAULTS.map(({ name }) => name))].flatMap((fault) =>
      (isShort ? SHORT_INTERVALS : INTERVALS).map((intervalSeconds) => ({ fault, intervalSeconds })),
    ),
  measure({ fault: name, intervalSeconds }, { phases }) {
    const walks = withHeldFrames(readWalks());
    const trials = FAULTS.filter((fault) => fault.name === name).flatMap((fault) =>
      walks.flatMap((walk) =>
        [0, 0.1].flatMap((missing) =>
          Array.from({ length: Math.ceil(phases / 4) }, (_, seed) =>
            tryFault(walk, { intervalSeconds, missing, jitter: missing }, fault, seed + 1),
          ),
        ),
      ),
    );
    return { name, intervalSeconds, trials };
  },
  summarise: (measured) => [
    {
      title:
        'Faults: the five walks as recorded and at 5 frames/s, each sensor, with all polls and with 10 % missing and jitter',
      head: ['fault', 'interval', 'found', 'strides, median', 'strides, 90 %', 'another flagged'],
      rows: measured.map(({ name, intervalSeconds, trials }) => [
        name,
        `${intervalSeconds} s`,
        ...summariseTrials(trials),
      ]),
    },
  ],
  listFigures: (measured) =>
    Object.assign(
      {},
      ...measured.map(({ name, intervalSeconds, trials }) =>
        listFaultFigures(`${name} at ${intervalSeconds} s`, trials),
      ),
    ),
});

/** Also as the service shows them: five frames a second. */
export function withHeldFrames(walks: readonly RecordedWalk[]): readonly RecordedWalk[] {
  return walks.flatMap((walk) => [walk, holdFrames(walk, 5)]);
}

function summariseTrials(trials: readonly Trial[]): string[] {
  const found = trials.flatMap(({ foundAfterStrides }) => foundAfterStrides ?? []);
  const at = (share: number) => (found.length === 0 ? '-' : findQuantile(found, share).toFixed(0));
  return [
    `${found.length}/${trials.length}`,
    at(0.5),
    at(0.9),
    String(trials.filter(({ isWrong }) => isWrong).length),
  ];
}
