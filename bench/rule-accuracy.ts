import { seededRandom } from '../src/core/random.ts';
import { createDetector } from '../src/core/rules/detector.ts';
import { RULE_NAMES, type RuleName, type RuleSample } from '../src/core/rules/rule.ts';
import { type Polling, pollWalk, type RecordedWalk } from './recorded-walk.ts';

/** A fault of one or more sensors, and what has to be detected. */
export interface Fault {
  readonly name: string;
  /** The rule that has to detect it. */
  readonly rule: RuleName;
  /** The sensors that have to be flagged. */
  readonly flagged: readonly number[];
  /** Computes the readings with the fault from those without, and from the last ones before the fault. */
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

/** All faults: each sensor stuck in three ways, each pair swapped, and the frozen clock. */
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
  ...[0, 1, 3, 4].map((forefoot): Fault => {
    const heel = forefoot < 3 ? 2 : 5;
    return {
      name: 'heel and forefoot swapped',
      rule: 'swapped',
      flagged: [forefoot, heel],
      apply: (readings) =>
        readings.map((reading, id) =>
          id === forefoot ? (readings[heel] ?? 0) : id === heel ? (readings[forefoot] ?? 0) : reading,
        ),
    };
  }),
  {
    name: 'whole feet swapped',
    rule: 'swapped',
    flagged: EACH,
    apply: (readings) => readings.map((_, id) => readings[(id + 3) % 6] ?? 0),
  },
  { name: 'frozen clock', rule: 'frozen-clock', flagged: EACH, apply: (_, last) => last },
];

/** How one fault in one walk was detected. */
export interface Trial {
  /** Strides from the fault until all its sensors are flagged; null when they never are. */
  readonly foundAfterStrides: number | null;
  /** Whether anything else was flagged at any time. */
  readonly isWrong: boolean;
}

/** Applies a fault to a walk from a random moment, a third to half way through, and detects it with all rules. */
export function tryFault(walk: RecordedWalk, polling: Polling, fault: Fault, seed: number): Trial {
  const random = seededRandom(seed * 104_729);
  const brokenSeconds = (walk.rows.length / 50) * (1 / 3 + random() / 6);
  const detector = createDetector(RULE_NAMES);
  let last: readonly number[] = [];
  let foundSeconds: number | null = null;
  let isWrong = false;
  for (const sample of pollWalk(walk, polling, random)) {
    const isBroken = sample.atSeconds >= brokenSeconds;
    const readings = sample.sensors.map(({ value }) => value);
    if (!isBroken) last = readings;
    const shown = isBroken ? fault.apply(readings, last) : readings;
    const clockSeconds = isBroken && fault.rule === 'frozen-clock' ? brokenSeconds : sample.atSeconds;
    const detection = detector.detect(makeRuleSample(sample.atSeconds, shown, clockSeconds));
    for (const [id, rule] of detection)
      isWrong ||= !isBroken || rule !== fault.rule || !fault.flagged.includes(id);
    if (fault.flagged.every((id) => detection.has(id))) foundSeconds ??= sample.atSeconds;
  }
  const strideSeconds = 120 / walk.cadence;
  return {
    foundAfterStrides: foundSeconds === null ? null : (foundSeconds - brokenSeconds) / strideSeconds,
    isWrong,
  };
}

/** Counts the samples that are flagged in a walk without a fault. */
export function countFalseAlarms(walk: RecordedWalk, polling: Polling, seed: number): number {
  const detector = createDetector(RULE_NAMES);
  return pollWalk(walk, polling, seededRandom(seed * 15_485_863)).filter(
    ({ atSeconds, sensors }) =>
      detector.detect(
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
