import { generateWalk } from '../src/simulator/generated-walk.ts';
import { measureCadence } from './cadence-accuracy.ts';
import {
  holdFrames,
  type Polling,
  playFrames,
  playTwice,
  type RecordedWalk,
  ROWS_PER_SECOND,
  readWalks,
} from './recorded-walk.ts';
import { countFalseAlarms, FAULTS, type Trial, tryFault } from './rule-accuracy.ts';
import { GAITS, makeWalk, standBefore } from './synthetic-walk.ts';
import { writeTable } from './write-table.ts';

const PHASES = Number(process.argv[2] ?? 8);
const POLLINGS: readonly Polling[] = [0.1, 0.2, 0.3].map((intervalSeconds) => ({
  intervalSeconds,
  missing: 0.1,
  jitter: 0.2,
}));

function benchCadence(): void {
  const recorded = readWalks();
  const walks = [
    ...recorded,
    ...recorded.slice(0, 2).map((walk, seed) => standBefore(walk, 20, seed)),
    ...GAITS.map((gait, seed) => makeWalk(gait, seed + 1)),
  ];
  const rows = walks.flatMap((walk) =>
    POLLINGS.map((polling) => {
      const accuracy = measureCadence(walk, polling, PHASES);
      return [
        walk.name,
        `${polling.intervalSeconds} s`,
        walk.cadence.toFixed(1),
        accuracy.found.toFixed(1),
        percent(accuracy.worstMedianError),
        percent(accuracy.worstWindowError),
        `${accuracy.windowsBeyond}/${accuracy.windows}`,
        String(accuracy.unknown),
        `${accuracy.walkingAfterSeconds.toFixed(1)} s`,
      ];
    }),
  );
  writeTable(
    `Cadence: ${PHASES} phases a row, 10 % of the polls missing, 20 % jitter; errors are the worst`,
    ['walk', 'interval', 'true', 'found', 'median', '30 s', 'beyond 5 %', 'unknown', 'walking after'],
    rows,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Also as the service shows them: five frames a second. */
function withHeldFrames(walks: readonly RecordedWalk[]): readonly RecordedWalk[] {
  return walks.flatMap((walk) => [walk, holdFrames(walk, 5)]);
}

function benchFaults(): void {
  const walks = withHeldFrames(readWalks());
  const names = [...new Set(FAULTS.map(({ name }) => name))];
  const rows = names.flatMap((name) =>
    [0.05, ...POLLINGS.map(({ intervalSeconds }) => intervalSeconds), 0.5, 1].map((intervalSeconds) => {
      const trials = FAULTS.filter((fault) => fault.name === name).flatMap((fault) =>
        walks.flatMap((walk) =>
          [0, 0.1].flatMap((missing) =>
            Array.from({ length: Math.ceil(PHASES / 4) }, (_, seed) =>
              tryFault(walk, { intervalSeconds, missing, jitter: missing }, fault, seed + 1),
            ),
          ),
        ),
      );
      return [name, `${intervalSeconds} s`, ...summarise(trials)];
    }),
  );
  writeTable(
    'Faults: the five walks as recorded and at 5 frames/s, each sensor, with all polls and with 10 % missing and jitter',
    ['fault', 'interval', 'found', 'strides, median', 'strides, 90 %', 'another flagged'],
    rows,
  );
}

function summarise(trials: readonly Trial[]): string[] {
  const found = trials.flatMap(({ foundAfterStrides }) => foundAfterStrides ?? []).sort((a, b) => a - b);
  const at = (share: number) => found[Math.floor(share * (found.length - 1))]?.toFixed(0) ?? '-';
  return [
    `${found.length}/${trials.length}`,
    at(0.5),
    at(0.9),
    String(trials.filter(({ isWrong }) => isWrong).length),
  ];
}

function benchFalseAlarms(): void {
  const walks = [
    ...withHeldFrames([...readWalks(), ...GAITS.map((gait, seed) => makeWalk(gait, seed + 1))]),
    ...readWalks().map((walk) => playTwice(holdFrames(walk, 5))),
    playFrames('limping and standing', generateWalk(1), 10 * 60),
  ];
  const intervals = [
    0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1,
  ];
  const rows = intervals.map((intervalSeconds) => {
    // Dense polls of two phases differ by less.
    const phases = intervalSeconds < 0.1 ? Math.ceil(PHASES / 4) : PHASES;
    const alarms = walks.flatMap((walk) =>
      [0, 0.1].flatMap((missing) =>
        Array.from({ length: phases }, (_, seed) =>
          countFalseAlarms(walk, { intervalSeconds, missing, jitter: 2 * missing }, seed + 1),
        ),
      ),
    );
    const rowCount = walks.reduce((sum, walk) => sum + walk.rows.length, 0);
    const seconds = (rowCount / ROWS_PER_SECOND) * 2 * phases;
    return [
      `${intervalSeconds} s`,
      `${(seconds / 3600).toFixed(1)} h`,
      String(alarms.filter((count) => count > 0).length),
    ];
  });
  writeTable(
    'False alarms: recorded and synthetic walks without a fault',
    ['interval', 'walked', 'walks flagged'],
    rows,
  );
}

benchCadence();
benchFaults();
benchFalseAlarms();
