import { generateWalk } from '../src/simulator/generated-walk.ts';
import { type CadenceAccuracy, measureCadence } from './cadence-accuracy.ts';
import { compareWithExpected, type Figures, writeExpectedFigures } from './expected-figures.ts';
import { listCadenceFigures, listFaultFigures } from './list-figures.ts';
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

/**
 * Measures the figures of docs/figures.md.
 *
 * - `figures.js [PHASES]` prints its tables, over so many starting phases (default: 8).
 * - `figures.js --short` measures fewer phases and intervals, compares them with bench/expected-figures.json, and exits 1
 *   when one is worse. With `--update` it writes that file instead.
 */
const [argument = '8', update] = process.argv.slice(2);

const POLLINGS: readonly Polling[] = [0.1, 0.2, 0.3].map((intervalSeconds) => ({
  intervalSeconds,
  missing: 0.1,
  jitter: 0.2,
}));
const FAULT_INTERVALS = [0.05, 0.1, 0.2, 0.3, 0.5, 1];
const SHORT_FAULT_INTERVALS = [0.1, 0.3, 0.5];
const ALARM_INTERVALS = [
  0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1,
];
const SHORT_ALARM_INTERVALS = [0.1, 0.25, 0.3, 0.5, 0.7, 1];

function* measureCadences(phases: number): Generator<[RecordedWalk, Polling, CadenceAccuracy]> {
  const recorded = readWalks();
  const walks = [
    ...recorded,
    ...recorded.slice(0, 2).map((walk, seed) => standBefore(walk, 20, seed)),
    ...GAITS.map((gait, seed) => makeWalk(gait, seed + 1)),
  ];
  for (const walk of walks) {
    for (const polling of POLLINGS) yield [walk, polling, measureCadence(walk, polling, phases)];
  }
}

/** Adds to each walk the same walk at five frames a second, as the service shows it. */
function addHeldFrames(walks: readonly RecordedWalk[]): readonly RecordedWalk[] {
  return walks.flatMap((walk) => [walk, holdFrames(walk, 5)]);
}

function* tryFaults(
  intervals: readonly number[],
  seeds: number,
): Generator<[name: string, intervalSeconds: number, trials: readonly Trial[]]> {
  const walks = addHeldFrames(readWalks());
  for (const name of new Set(FAULTS.map((fault) => fault.name))) {
    for (const intervalSeconds of intervals) {
      const trials = FAULTS.filter((fault) => fault.name === name).flatMap((fault) =>
        walks.flatMap((walk) =>
          [0, 0.1].flatMap((missing) =>
            Array.from({ length: seeds }, (_, seed) =>
              tryFault(walk, { intervalSeconds, missing, jitter: missing }, fault, seed + 1),
            ),
          ),
        ),
      );
      yield [name, intervalSeconds, trials];
    }
  }
}

interface AlarmCount {
  readonly intervalSeconds: number;
  readonly walkedSeconds: number;
  readonly walksFlagged: number;
}

function* countAlarms(intervals: readonly number[], phases: number): Generator<AlarmCount> {
  const walks = [
    ...addHeldFrames([...readWalks(), ...GAITS.map((gait, seed) => makeWalk(gait, seed + 1))]),
    ...readWalks().map((walk) => playTwice(holdFrames(walk, 5))),
    playFrames('limping and standing', generateWalk(1), 10 * 60),
  ];
  const rowCount = walks.reduce((sum, walk) => sum + walk.rows.length, 0);
  for (const intervalSeconds of intervals) {
    // With dense polls the phases differ by less.
    const seeds = intervalSeconds < 0.1 ? Math.ceil(phases / 4) : phases;
    const alarms = walks.flatMap((walk) =>
      [0, 0.1].flatMap((missing) =>
        Array.from({ length: seeds }, (_, seed) =>
          countFalseAlarms(walk, { intervalSeconds, missing, jitter: 2 * missing }, seed + 1),
        ),
      ),
    );
    const walkedSeconds = (rowCount / ROWS_PER_SECOND) * 2 * seeds;
    yield { intervalSeconds, walkedSeconds, walksFlagged: alarms.filter((count) => count > 0).length };
  }
}

function writeTables(phases: number): void {
  writeTable(
    `Cadence: ${phases} phases a row, 10 % of the polls missing, 20 % jitter; errors are the worst`,
    ['walk', 'interval', 'true', 'found', 'median', '30 s', 'beyond 5 %', 'unknown', 'walking after'],
    Array.from(measureCadences(phases), ([walk, { intervalSeconds }, accuracy]) => [
      walk.name,
      `${intervalSeconds} s`,
      walk.cadence.toFixed(1),
      accuracy.found.toFixed(1),
      formatPercent(accuracy.worstMedianError),
      formatPercent(accuracy.worstWindowError),
      `${accuracy.windowsBeyond}/${accuracy.windows}`,
      String(accuracy.unknown),
      `${accuracy.walkingAfterSeconds.toFixed(1)} s`,
    ]),
  );
  writeTable(
    'Faults: the five walks as recorded and at 5 frames/s, each sensor, with all polls and with 10 % missing and jitter',
    ['fault', 'interval', 'found', 'strides, median', 'strides, 90 %', 'another flagged'],
    Array.from(tryFaults(FAULT_INTERVALS, Math.ceil(phases / 4)), ([name, intervalSeconds, trials]) => [
      name,
      `${intervalSeconds} s`,
      ...summarise(trials),
    ]),
  );
  writeTable(
    'False alarms: recorded and synthetic walks without a fault',
    ['interval', 'walked', 'walks flagged'],
    Array.from(countAlarms(ALARM_INTERVALS, phases), ({ intervalSeconds, walkedSeconds, walksFlagged }) => [
      `${intervalSeconds} s`,
      `${(walkedSeconds / 3600).toFixed(1)} h`,
      String(walksFlagged),
    ]),
  );
}

function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function summarise(trials: readonly Trial[]): string[] {
  const found = trials.flatMap(({ foundAfterStrides }) => foundAfterStrides ?? []).sort((a, b) => a - b);
  const quantile = (share: number) => found[Math.floor(share * (found.length - 1))]?.toFixed(0) ?? '-';
  return [
    `${found.length}/${trials.length}`,
    quantile(0.5),
    quantile(0.9),
    String(trials.filter(({ isWrong }) => isWrong).length),
  ];
}

function measureShort(): Figures {
  const figures: Record<string, number> = {};
  for (const [walk, { intervalSeconds }, accuracy] of measureCadences(2)) {
    Object.assign(figures, listCadenceFigures(`cadence of ${walk.name} at ${intervalSeconds} s`, accuracy));
  }
  for (const [name, intervalSeconds, trials] of tryFaults(SHORT_FAULT_INTERVALS, 1)) {
    Object.assign(figures, listFaultFigures(`${name} at ${intervalSeconds} s`, trials));
  }
  for (const { intervalSeconds, walksFlagged } of countAlarms(SHORT_ALARM_INTERVALS, 1)) {
    figures[`false alarms at ${intervalSeconds} s: walks flagged`] = walksFlagged;
  }
  return figures;
}

function checkShort(): void {
  const figures = measureShort();
  if (update === '--update') {
    writeExpectedFigures(figures);
    return;
  }
  const worse = compareWithExpected(figures);
  for (const line of worse) process.stdout.write(`worse: ${line}\n`);
  process.stdout.write(
    `${Object.keys(figures).length} figures measured, ${worse.length} worse than expected\n`,
  );
  process.exitCode = worse.length === 0 ? 0 : 1;
}

if (argument === '--short') checkShort();
else writeTables(Number(argument));
