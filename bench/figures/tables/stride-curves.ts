import { seededRandom } from '../../../src/core/random.ts';
import { CURVE_POINTS, type MeanCurve } from '../../../src/core/stride-curve/describe-feet.ts';
import { computeStrideCurves, type StrideCurves } from '../../../src/core/stride-curve/stride-curves.ts';
import { pollWalk, ROWS_PER_SECOND } from '../../recorded-walk.ts';
import { type ForceWalk, listWalks, readForceWalk, type WalkFiles } from '../force-walk.ts';
import { type Condition, listConditions, showRows } from '../look-conditions.ts';
import { computeTrueCurve, findTrueStrides, type TrueStrides } from '../stride-truth.ts';
import { defineTable, findQuantile, formatPercent, type Scope } from '../table.ts';

const SPANS = [60, 120];
const LOOK_EVERY_SECONDS = 30;
const MAX_INTERVAL_SECONDS = 0.3;
/** Each of eight starting phases would show little more than a few do. */
const PHASES_SHARE = 4;
/** Where a stride begins is judged by itself, so curves are compared where they fit best; hundredths of a stride. */
const MAX_SHIFT = 10;
/** Lower curves are of sensors that nobody steps on. */
const MIN_RANGE = 64;

/** How far a curve is off. */
interface Judged {
  readonly walk: string;
  readonly isFoot: boolean;
  /** Root mean square, as a share of the true curve's range. */
  readonly error: number;
  /** The share of its points at which the truth lies in the band. */
  readonly inside: number;
  /** How much too late the stride begins, as a share of it. */
  readonly late: number;
  /** How far the share of the contact is off; null where there is none. */
  readonly contact: number | null;
}

interface Measured {
  readonly polls: string;
  readonly looks: number;
  readonly told: number;
  readonly locked: number;
  readonly curves: readonly Judged[];
}

/** The mean stride of one and two minutes, judged by the walk's 50 readings a second. */
export const STRIDE_CURVES = defineTable<WalkFiles, readonly Measured[]>({
  split: (scope) => listWalks(scope.walksFolder),
  measure: (files, scope) => {
    const walk = readForceWalk(files);
    const conditions = listConditions(scope).filter(
      ({ name, polling }) =>
        polling.intervalSeconds <= MAX_INTERVAL_SECONDS && (name === 'clean' || name.startsWith('both')),
    );
    return SPANS.flatMap((seconds) =>
      conditions.map((condition) => followWalk(walk, condition, seconds, scope)),
    );
  },
  summarise: (measured) => [
    {
      title:
        'The mean stride against 50 readings a second: how often told, and how far off, as shares of the range',
      head: [
        'polls',
        'looks',
        'told',
        'in step',
        'foot, median',
        '90 % of walks',
        '90 %',
        'in band',
        'sensor, median',
        'in band',
        'starts late',
        'contact off',
      ],
      rows: merge(measured).map(({ polls, looks, told, locked, curves }) => {
        const feet = curves.filter(({ isFoot }) => isFoot);
        const sensors = curves.filter(({ isFoot }) => !isFoot);
        return [
          polls,
          String(looks),
          formatPercent(told / looks),
          formatPercent(locked / looks),
          formatPercent(findQuantile(listErrors(feet), 0.5)),
          formatPercent(findErrorOfWalks(feet)),
          formatPercent(findQuantile(listErrors(feet), 0.9)),
          formatPercent(computeInside(feet)),
          formatPercent(findQuantile(listErrors(sensors), 0.5)),
          formatPercent(computeInside(sensors)),
          formatPercent(
            findQuantile(
              feet.map(({ late }) => late),
              0.5,
            ),
          ),
          formatPercent(
            findQuantile(
              feet.flatMap(({ contact }) => (contact === null ? [] : Math.abs(contact))),
              0.5,
            ),
          ),
        ];
      }),
    },
  ],
  listFigures: (measured) =>
    Object.fromEntries(
      merge(measured).flatMap(({ polls, looks, told, curves }) => {
        const feet = curves.filter(({ isFoot }) => isFoot);
        return [
          ['not told', 1 - told / looks],
          ['median error', findQuantile(listErrors(feet), 0.5)],
          ['error of 90 % of walks', findErrorOfWalks(feet)],
          ['outside the band', 1 - computeInside(feet)],
        ].map(([name, figure]) => [`stride curve of ${polls}: ${name}`, Number(Number(figure).toFixed(4))]);
      }),
    ),
});

function followWalk(walk: ForceWalk, condition: Condition, seconds: number, { phases }: Scope): Measured {
  const rows = showRows(walk, condition);
  const endSeconds = walk.rows.length / ROWS_PER_SECOND;
  const curves: Judged[] = [];
  const counts = { looks: 0, told: 0, locked: 0 };
  for (let phase = 0; phase < Math.ceil(phases / PHASES_SHARE); phase++) {
    const samples = pollWalk({ rows }, condition.polling, seededRandom((phase + 1) * 7919));
    // The walks last for two minutes, some of them a few samples less.
    for (let toSeconds = seconds; toSeconds <= endSeconds + 1; toSeconds += LOOK_EVERY_SECONDS) {
      const fromSeconds = toSeconds - seconds;
      const seen = samples.filter(({ atSeconds }) => atSeconds >= fromSeconds && atSeconds <= toSeconds);
      const found = computeStrideCurves(seen, { seconds });
      counts.looks += 1;
      if (found.reason === 'locked') counts.locked += 1;
      if (found.reason !== null) continue;
      counts.told += 1;
      curves.push(...judgeCurves(walk.name, found, findTrueStrides(walk, fromSeconds, toSeconds)));
    }
  }
  const { name, polling } = condition;
  return { polls: `${seconds} s at ${polling.intervalSeconds} s, ${name}`, ...counts, curves };
}

function judgeCurves(walk: string, found: StrideCurves, truth: TrueStrides): Judged[] {
  return (['left', 'right'] as const).flatMap((side): Judged[] => {
    const foot = found[side];
    if (foot === null) return [];
    const sensors = found.sensors.filter(({ sensor }) => sensor.side === side);
    const trueFoot = computeTrueCurve(
      truth,
      sensors.map(({ sensor }) => sensor.id),
      CURVE_POINTS,
    );
    const shifts = Array.from({ length: 2 * MAX_SHIFT + 1 }, (_, index) => (index - MAX_SHIFT) / 100);
    const late = shifts.reduce((best, shift) =>
      judgeCurve(foot, trueFoot, shift).error < judgeCurve(foot, trueFoot, best).error ? shift : best,
    );
    const contact = foot.contact && foot.contact.to - foot.contact.from - truth.contact[side];
    const ofSensors = sensors.flatMap(({ sensor, ...curve }): Judged[] => {
      const trueCurve = computeTrueCurve(truth, [sensor.id], CURVE_POINTS);
      if (Math.max(...trueCurve) - Math.min(...trueCurve) < MIN_RANGE) return [];
      return [{ walk, isFoot: false, late, contact: null, ...judgeCurve(curve, trueCurve, late) }];
    });
    return [{ walk, isFoot: true, late, contact, ...judgeCurve(foot, trueFoot, late) }, ...ofSensors];
  });
}

function judgeCurve(
  { mean, halfWidths }: MeanCurve,
  truth: readonly number[],
  late: number,
): Pick<Judged, 'error' | 'inside'> {
  const points = truth.length;
  let squares = 0;
  let inside = 0;
  mean.forEach((reading, point) => {
    const at = (point + late * points + points) % points;
    const share = at - Math.floor(at);
    const right =
      (truth[Math.floor(at)] ?? 0) * (1 - share) + (truth[(Math.floor(at) + 1) % points] ?? 0) * share;
    squares += (reading - right) ** 2;
    if (Math.abs(reading - right) <= (halfWidths[point] ?? 0)) inside += 1;
  });
  return {
    error: Math.sqrt(squares / points) / (Math.max(...truth) - Math.min(...truth)),
    inside: inside / points,
  };
}

function merge(measured: readonly (readonly Measured[])[]): Measured[] {
  const merged = new Map<string, Measured>();
  for (const part of measured.flat()) {
    const sum = merged.get(part.polls) ?? { polls: part.polls, looks: 0, told: 0, locked: 0, curves: [] };
    merged.set(part.polls, {
      polls: part.polls,
      looks: sum.looks + part.looks,
      told: sum.told + part.told,
      locked: sum.locked + part.locked,
      curves: [...sum.curves, ...part.curves],
    });
  }
  return [...merged.values()];
}

function listErrors(curves: readonly Judged[]): number[] {
  return curves.map(({ error }) => error);
}

/** The error that nine of ten walks stay under, each by its median. */
function findErrorOfWalks(curves: readonly Judged[]): number {
  const walks = new Set(curves.map(({ walk }) => walk));
  const medians = [...walks].map((walk) =>
    findQuantile(listErrors(curves.filter((curve) => curve.walk === walk)), 0.5),
  );
  return findQuantile(medians, 0.9);
}

function computeInside(curves: readonly Judged[]): number {
  return curves.reduce((sum, { inside }) => sum + inside, 0) / curves.length;
}
