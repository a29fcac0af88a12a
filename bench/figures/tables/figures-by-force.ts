import { computeFigures } from '../../../src/core/gait/gait-figures.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { pollWalk } from '../../recorded-walk.ts';
import { listWalks, readForceWalk, type WalkFiles } from '../force-walk.ts';
import { type Condition, listConditions, showRows } from '../look-conditions.ts';
import { defineTable, findQuantile, formatPercent, type Scope, type Table } from '../table.ts';
import { isWalkedThroughout, judgeWindow } from '../window-truth.ts';
import { JUDGED_FIGURES } from './judged-figures.ts';

const WINDOW_SECONDS = 30;
const LOOK_EVERY_SECONDS = 6;
/** Looks that come sooner after a stop are not judged: nobody can tell yet. */
const SETTLED_SECONDS = 8;
/** Least walks that a group's coverage is told of. */
const MIN_GROUP = 20;

/** One figure at one look. */
interface Judged {
  readonly figure: string;
  /** How far the figure is off, and half the width of its interval; null when it was not told. */
  readonly error: number | null;
  readonly halfWidth: number | null;
  /** Whether the truth lies in the interval. */
  readonly isInside: boolean;
}

interface Part {
  readonly walk: WalkFiles;
  readonly condition: Condition;
}

interface Measured extends Part {
  readonly judged: readonly Judged[];
}

/** The figures of 30 s windows, judged by the force under the feet. */
export const FIGURES_BY_FORCE = defineTable<readonly Part[], readonly Measured[]>({
  split(scope) {
    const conditions = listConditions(scope);
    const walks = listWalks(scope.walksFolder);
    return walks.map((walk) => conditions.map((condition) => ({ walk, condition })));
  },
  measure: (parts, scope) => parts.map((part) => ({ ...part, judged: followWalk(part, scope) })),
  summarise: (measured, scope) => [
    summariseErrors(measured.flat()),
    ...summariseCoverage(measured.flat(), scope),
  ],
  listFigures: (measured) => {
    const figures: Record<string, number> = {};
    const add = (name: string, value: number) => {
      if (Number.isFinite(value)) figures[name] = Number(value.toFixed(4));
    };
    for (const [condition, parts] of groupBy(measured.flat(), (part) => writeCondition(part.condition))) {
      for (const { name } of JUDGED_FIGURES) {
        const judged = parts.flatMap((part) => part.judged).filter(({ figure }) => figure === name);
        const told = judged.flatMap(({ error }) => error ?? []).map(Math.abs);
        const sure = judged.filter(({ halfWidth }) => halfWidth !== null);
        add(`${name} at ${condition}: not told`, 1 - told.length / judged.length);
        add(`${name} at ${condition}: median error`, findQuantile(told, 0.5));
        add(`${name} at ${condition}: outside`, 1 - computeCoverage(sure));
        add(
          `${name} at ${condition}: half-width`,
          findQuantile(
            sure.flatMap(({ halfWidth }) => halfWidth ?? []),
            0.5,
          ),
        );
      }
    }
    return figures;
  },
});

/** The share of intervals in which the truth lies. */
function computeCoverage(judged: readonly Judged[]): number {
  return judged.filter(({ isInside }) => isInside).length / judged.length;
}

function followWalk({ walk: files, condition }: Part, { phases }: Scope): Judged[] {
  const walk = readForceWalk(files);
  const rows = showRows(walk, condition);
  return Array.from({ length: phases }, (_, phase) => {
    const samples = pollWalk({ rows }, condition.polling, seededRandom((phase + 1) * 7919));
    let lookAtSeconds = WINDOW_SECONDS;
    return samples.flatMap(({ atSeconds }, index) => {
      if (atSeconds < lookAtSeconds) return [];
      lookAtSeconds = atSeconds + LOOK_EVERY_SECONDS;
      if (!isWalkedThroughout(walk, atSeconds - SETTLED_SECONDS, atSeconds)) return [];
      const figures = computeFigures(samples.slice(0, index + 1));
      const truth = judgeWindow(walk, atSeconds - WINDOW_SECONDS, atSeconds);
      return JUDGED_FIGURES.flatMap((figure): Judged[] => {
        const right = figure.findTruth(truth);
        if (!Number.isFinite(right)) return [];
        const found = figure.find(figures);
        const interval = found === null ? null : figure.findInterval(figures);
        const scale = figure.isRelative ? right : 1;
        return [
          {
            figure: figure.name,
            error: found === null ? null : (found - right) / scale,
            halfWidth: interval === null ? null : (interval[1] - interval[0]) / 2 / scale,
            isInside: interval !== null && right >= interval[0] && right <= interval[1],
          },
        ];
      });
    });
  }).flat();
}

function summariseErrors(measured: readonly Measured[]): Table {
  const rows = groupBy(measured, ({ condition }) => writeCondition(condition)).flatMap(([condition, parts]) =>
    JUDGED_FIGURES.map(({ name }) => {
      const judged = parts.flatMap((part) => part.judged).filter(({ figure }) => figure === name);
      const errors = judged.flatMap(({ error }) => error ?? []);
      const sizes = errors.map(Math.abs);
      return [
        name,
        condition,
        formatPercent(errors.length / judged.length),
        formatPercent(findQuantile(errors, 0.5)),
        formatPercent(findQuantile(sizes, 0.5)),
        formatPercent(findQuantile(sizes, 0.95)),
      ];
    }),
  );
  return {
    title: 'Figures of 30 s against the force under the feet: how often told, and how far off',
    head: ['figure', 'polls', 'told', 'median', 'size, median', 'size, 95 %'],
    rows: rows.toSorted(([a = ''], [b = '']) => a.localeCompare(b)),
  };
}

function summariseCoverage(measured: readonly Measured[], { walksFolder }: Scope): Table[] {
  const rows = groupBy(measured, ({ condition }) => writeCondition(condition)).flatMap(([condition, parts]) =>
    JUDGED_FIGURES.flatMap(({ name }) => {
      const told = (of: readonly Measured[]) =>
        of.flatMap(({ judged }) =>
          judged.filter(({ figure, halfWidth }) => figure === name && halfWidth !== null),
        );
      const all = told(parts);
      if (all.length === 0) return [];
      const groups = groupBy(parts, ({ walk }) => walk.name.slice(0, 4))
        .filter(([, walks]) => walks.length >= MIN_GROUP)
        .map(([group, walks]) => [group, computeCoverage(told(walks))] as const)
        .filter(([, share]) => Number.isFinite(share));
      const walks = parts
        .map((part) => [part.walk.name, computeCoverage(told([part]))] as const)
        .filter(([, share]) => Number.isFinite(share));
      const worst = (of: readonly (readonly [string, number])[]) => {
        const [name, share] = of.toSorted(([, a], [, b]) => a - b)[0] ?? [];
        return share === undefined ? '-' : `${formatPercent(share)} ${name}`;
      };
      return [
        [
          name,
          condition,
          formatPercent(computeCoverage(all)),
          formatPercent(
            findQuantile(
              all.flatMap(({ halfWidth }) => halfWidth ?? []),
              0.5,
            ),
          ),
          worst(groups),
          worst(walks),
        ],
      ];
    }),
  );
  if (rows.length === 0) return [];
  return [
    {
      title: `Intervals of 90 %: how often the truth lies inside, and half their width${walksFolder === null ? '' : '; groups of 20 walks and more'}`,
      head: ['figure', 'polls', 'inside', 'half-width, median', 'worst group', 'worst walk'],
      rows: rows.toSorted(([a = ''], [b = '']) => a.localeCompare(b)),
    },
  ];
}

function writeCondition({ name, polling }: Condition): string {
  return `${polling.intervalSeconds} s, ${name}`;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups];
}
