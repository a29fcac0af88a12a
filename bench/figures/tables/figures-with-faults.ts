import { computeFigures } from '../../../src/core/gait/gait-figures.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { createDetector, flagSensors } from '../../../src/core/rules/detector.ts';
import { RULE_NAMES } from '../../../src/core/rules/rule.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { pollWalk, ROWS_PER_SECOND } from '../../recorded-walk.ts';
import { listWalks, readForceWalk, type WalkFiles } from '../force-walk.ts';
import { type Condition, listConditions, showRows } from '../look-conditions.ts';
import { defineTable, findQuantile, formatPercent, type Scope, type Table } from '../table.ts';
import { isWalkedThroughout, judgeWindow } from '../window-truth.ts';

const SENSORS = [0, 1, 2, 3, 4, 5];
const WINDOW_SECONDS = 30;
const LOOK_EVERY_SECONDS = 4;
const SETTLED_SECONDS = 8;
/** How far the load may be off, as a share. */
const LIMIT = 0.05;
/** Polls that carry figures, as the recording has them and at their worst. */
const INTERVALS = [0.05, 0.1, 0.2, 0.3];
const LOSSES = ['clean', 'both, 5 frames/s'];

/** What a sensor reads once it is broken, by the last reading before that. */
const KINDS = {
  'stuck at 1023': () => 1023,
  'cut: 0': () => 0,
  'stuck midway': (last: number) => Math.min(last, 1000),
} as const;

type Kind = keyof typeof KINDS;

interface Part {
  readonly walk: WalkFiles;
  readonly condition: Condition;
  readonly faults: readonly { readonly sensor: number; readonly kind: Kind }[];
}

/** The load at one look after a fault. */
interface Look {
  readonly when: 'before the flag' | 'from the flag on';
  readonly kind: Kind;
  /** How far the share of the left foot is off that of the same walk without the fault, and off that of the force; null when not told. */
  readonly error: number | null;
  readonly errorByForce: number | null;
  /** How far the figure without the fault is off the force. */
  readonly soundByForce: number;
}

interface Measured {
  readonly condition: Condition;
  readonly walk: string;
  readonly looks: readonly Look[];
}

/** The load share while one sensor is broken, from a third to half way through a walk on. */
export const FIGURES_WITH_FAULTS = defineTable<Part, Measured>({
  split(scope) {
    const kinds = Object.keys(KINDS) as Kind[];
    const conditions = listConditions(scope).filter(
      ({ name, polling }) => INTERVALS.includes(polling.intervalSeconds) && LOSSES.includes(name),
    );
    return listWalks(scope.walksFolder).flatMap((walk, index) =>
      conditions.map((condition) => ({
        walk,
        condition,
        // In the short form one sensor for each kind of fault, another one in each walk.
        faults: kinds.flatMap((kind, at) =>
          SENSORS.filter((sensor) => !scope.isShort || sensor === (index + 2 * at) % SENSORS.length).map(
            (sensor) => ({ sensor, kind }),
          ),
        ),
      })),
    );
  },
  measure: ({ walk, condition, faults }) => ({
    condition,
    walk: walk.name,
    looks: followFaults(walk, condition, faults),
  }),
  summarise: (measured, scope) => [summariseByPolls(measured), summariseByWalk(measured, scope)],
  listFigures(measured) {
    const looks = measured.flatMap((part) => part.looks).filter(({ when }) => when === 'from the flag on');
    const told = looks.flatMap(({ error }) => (error === null ? [] : [Math.abs(error)]));
    const byForce = looks.flatMap(({ errorByForce }) =>
      errorByForce === null ? [] : [Math.abs(errorByForce)],
    );
    return {
      'load with a faulty sensor: not told': round(1 - told.length / looks.length),
      'load with a faulty sensor: median error': round(findQuantile(told, 0.5)),
      'load with a faulty sensor: beyond 5 points': round(countBeyond(told)),
      'load with a faulty sensor: beyond 5 points of the force': round(countBeyond(byForce)),
    };
  },
});

function followFaults(files: WalkFiles, condition: Condition, faults: Part['faults']): Look[] {
  const walk = readForceWalk(files);
  const random = seededRandom(7919);
  const sound = pollWalk({ rows: showRows(walk, condition) }, condition.polling, random);
  const brokenSeconds = (walk.rows.length / ROWS_PER_SECOND) * (1 / 3 + random() / 6);
  let lookAtSeconds = Math.max(WINDOW_SECONDS, brokenSeconds);
  const looks = sound.flatMap(({ atSeconds }, index) => {
    if (atSeconds < lookAtSeconds) return [];
    lookAtSeconds = atSeconds + LOOK_EVERY_SECONDS;
    if (!isWalkedThroughout(walk, atSeconds - SETTLED_SECONDS, atSeconds)) return [];
    const truth = computeFigures(sound.slice(0, index + 1));
    if (truth.state !== 'walking' || truth.load === null) return [];
    const { loadLeft } = judgeWindow(walk, atSeconds - WINDOW_SECONDS, atSeconds);
    return [{ index, left: truth.load.left, byForce: loadLeft }];
  });
  return faults.flatMap(({ sensor, kind }) => {
    const broken = breakSensor(sound, brokenSeconds, sensor, kind);
    return looks.map(({ index, left, byForce }): Look => {
      const { load } = computeFigures(broken.slice(0, index + 1));
      const isFlagged = broken[index]?.sensors[sensor]?.anomaly ?? false;
      return {
        when: isFlagged ? 'from the flag on' : 'before the flag',
        kind,
        error: load && load.left - left,
        errorByForce: load && load.left - byForce,
        soundByForce: left - byForce,
      };
    });
  });
}

/** Breaks a sensor from an instant on, and flags what the rules find. */
function breakSensor(samples: readonly Sample[], fromSeconds: number, broken: number, kind: Kind): Sample[] {
  const detector = createDetector(RULE_NAMES);
  let last = 0;
  return samples.map(({ atSeconds, sensors }) => {
    if (atSeconds < fromSeconds) last = sensors[broken]?.value ?? 0;
    const value = KINDS[kind](last);
    const read =
      atSeconds < fromSeconds
        ? sensors
        : sensors.map((sensor) => (sensor.id === broken ? { ...sensor, value } : sensor));
    const detection = detector.detect({ atSeconds, sensors: read, traceId: String(Math.floor(atSeconds)) });
    return { atSeconds, sensors: flagSensors(read, detection) };
  });
}

function summariseByPolls(measured: readonly Measured[]): Table {
  const groups = new Map<string, Look[]>();
  for (const { condition, looks } of measured) {
    const polls = `${condition.polling.intervalSeconds} s, ${condition.name}`;
    for (const look of looks) {
      for (const key of [`${look.when}|${look.kind}|${polls}`, `${look.when}|all|all`]) {
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [look]);
        else group.push(look);
      }
    }
  }
  return {
    title: 'Load left with one sensor broken, against the same walk without the fault and against the force',
    head: ['when', 'fault', 'polls', ...HEAD],
    rows: [...groups].map(([key, looks]) => [...key.split('|'), ...summariseLooks(looks)]).sort(compareRows),
  };
}

function summariseByWalk(measured: readonly Measured[], { walksFolder }: Scope): Table {
  const names = [...new Set(measured.map(({ walk }) => (walksFolder === null ? walk : walk.slice(0, 4))))];
  return {
    title: 'The same from the flag on, by walk',
    head: ['walks', ...HEAD],
    rows: names.map((name) => {
      const looks = measured.filter(({ walk }) => walk.startsWith(name)).flatMap((part) => part.looks);
      return [name, ...summariseLooks(looks.filter(({ when }) => when === 'from the flag on'))];
    }),
  };
}

const HEAD = ['looks', 'told', 'median', '95 %', 'worst', 'within 5', 'of force', 'sound, of force'];

function summariseLooks(looks: readonly Look[]): string[] {
  const errors = looks.flatMap(({ error }) => (error === null ? [] : [Math.abs(error)]));
  const byForce = looks.flatMap(({ errorByForce }) =>
    errorByForce === null ? [] : [Math.abs(errorByForce)],
  );
  return [
    String(looks.length),
    formatPercent(errors.length / looks.length),
    ...[0.5, 0.95, 1].map((share) => formatPercent(findQuantile(errors, share))),
    formatPercent(1 - countBeyond(errors)),
    formatPercent(1 - countBeyond(byForce)),
    formatPercent(1 - countBeyond(looks.map(({ soundByForce }) => Math.abs(soundByForce)))),
  ];
}

function compareRows(one: readonly string[], other: readonly string[]): number {
  return one.slice(0, 3).join().localeCompare(other.slice(0, 3).join());
}

function countBeyond(sizes: readonly number[]): number {
  return sizes.filter((size) => size > LIMIT).length / sizes.length;
}

function round(figure: number): number {
  return Number(figure.toFixed(4));
}
