import { seededRandom } from '../src/core/random.ts';
import { createDetector } from '../src/core/rules/detector.ts';
import { RULE_NAMES, type RuleName, type RuleSample } from '../src/core/rules/rule.ts';
import { type Polling, pollWalk, type RecordedWalk } from './recorded-walk.ts';

/** What breaks, and what has to be found. */
export interface Fault {
  readonly name: string;
  readonly rule: RuleName;
  readonly flagged: readonly number[];
  /** The readings of a sample after the fault, from those before and the last ones before it. */
  readonly apply: (readings: readonly number[], last: readonly number[]) => readonly number[];
}

const EACH = [0, 1, 2, 3, 4, 5];

function sensorFaults(name: string, rule: RuleName, stuckAt: (last: number) => number): Fault[] {
  return EACH.map((sensor) => ({
    name,
    rule,
    flagged: [sensor],
    apply: (readings, last) =>
      readings.map((reading, id) => (id === sensor ? stuckAt(last[id] ?? 0) : reading)),
  }));
}

export const FAULTS: readonly Fault[] = [
  ...sensorFaults('stuck at 1023', 'stuck-high', () => 1023),
  ...sensorFaults('cut: 0', 'stuck-low', () => 0),
  ...sensorFaults('stuck at its last reading, below 1020', 'stuck-low', (last) => Math.min(last, 1000)),
  ...[0, 1, 2].map(
    (left): Fault => ({
      name: 'left and right swapped',
      rule: 'swapped',
      flagged: [left, left + 3],
      apply: (readings) =>
        readings.map((reading, id) => (id % 3 === left ? (readings[(id + 3) % 6] ?? 0) : reading)),
    }),
  ),
  { name: 'frozen clock', rule: 'frozen-clock', flagged: EACH, apply: (_, last) => last },
];

export interface Trial {
  /** Strides from the fault until all that are guilty are flagged by the rule; null when they never were. */
  readonly foundAfterStrides: number | null;
  /** Whether anything else was flagged, at any time. */
  readonly isWrong: boolean;
}

/** Breaks a walk at a random moment, a third to half way through, and lets every rule judge it. */
export function tryFault(walk: RecordedWalk, polling: Polling, fault: Fault, seed: number): Trial {
  const random = seededRandom(seed * 104_729);
  const brokenSeconds = (walk.rows.length / 50) * (1 / 3 + random() / 6);
  const judge = createDetector(RULE_NAMES);
  let last: readonly number[] = [];
  let foundSeconds: number | null = null;
  let isWrong = false;
  for (const sample of pollWalk(walk, polling, random)) {
    const isBroken = sample.atSeconds >= brokenSeconds;
    const readings = sample.sensors.map(({ value }) => value);
    if (!isBroken) last = readings;
    const shown = isBroken ? fault.apply(readings, last) : readings;
    const clockSeconds = isBroken && fault.rule === 'frozen-clock' ? brokenSeconds : sample.atSeconds;
    const verdict = judge.detect(makeRuleSample(sample.atSeconds, shown, clockSeconds));
    for (const [id, rule] of verdict)
      isWrong ||= !isBroken || rule !== fault.rule || !fault.flagged.includes(id);
    if (fault.flagged.every((id) => verdict.has(id))) foundSeconds ??= sample.atSeconds;
  }
  const strideSeconds = 120 / walk.cadence;
  return {
    foundAfterStrides: foundSeconds === null ? null : (foundSeconds - brokenSeconds) / strideSeconds,
    isWrong,
  };
}

/** How many samples of a walk without a fault were flagged. */
export function countFalseAlarms(walk: RecordedWalk, polling: Polling, seed: number): number {
  const judge = createDetector(RULE_NAMES);
  return pollWalk(walk, polling, seededRandom(seed * 15_485_863)).filter(
    ({ atSeconds, sensors }) =>
      judge.detect(
        makeRuleSample(
          atSeconds,
          sensors.map(({ value }) => value),
          atSeconds,
        ),
      ).size > 0,
  ).length;
}

function makeRuleSample(atSeconds: number, readings: readonly number[], clockSeconds: number): RuleSample {
  const sensors = readings.map((value, id) => ({ id, value, anomaly: false }));
  return { atSeconds, sensors, traceId: String(Math.floor(clockSeconds)) };
}
