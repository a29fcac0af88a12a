import { readFileSync } from 'node:fs';
import { computeFigures } from '../../../src/core/gait/gait-figures.ts';
import { EIGHT, SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { pollWalk } from '../../recorded-walk.ts';
import { listWalks, readForceWalk } from '../force-walk.ts';
import { listConditions, showRows } from '../look-conditions.ts';
import { defineTable, findQuantile, formatPercent, type Scope } from '../table.ts';
import { isWalkedThroughout, judgeWindow } from '../window-truth.ts';

const WALKS = ['gaco02_01', 'gapt23_10'];
const INSOLES = [SIX, EIGHT];
const WINDOW_SECONDS = 30;
const LOOK_EVERY_SECONDS = 6;
const SETTLED_SECONDS = 8;
const CONDITION = 'both, 5 frames/s';
const INTERVAL_SECONDS = 0.3;

interface Part {
  readonly walk: string;
  readonly insole: string;
}

interface Measured extends Part {
  /** How far the median of the strides, cadence's own, and the load share are off at each look; null when not told. */
  readonly cadence: readonly (number | null)[];
  readonly load: readonly (number | null)[];
}

/** The figures of eight sensors a foot beside those of three, on the same walks, judged by the force under the feet. */
export const INSOLES_BY_FORCE = defineTable<Part, Measured>({
  split: () => WALKS.flatMap((walk) => INSOLES.map(({ name }) => ({ walk, insole: name }))),
  measure: (part, scope) => ({ ...part, ...followWalk(part, scope) }),
  summarise: (measured) => [
    {
      title: 'Six and eight on the same walks, polled each 0.3 s at 5 frames/s, 10 % lost, 20 % jitter, 30 s',
      head: ['walk', 'insole', 'told', 'cadence: median error', 'cadence: size', 'load left: size', '95 %'],
      rows: measured.map(({ walk, insole, cadence, load }) => {
        const told = cadence.flatMap((error) => error ?? []);
        const loads = load.flatMap((error) => error ?? []).map(Math.abs);
        return [
          walk,
          insole,
          formatPercent(told.length / cadence.length),
          formatPercent(findQuantile(told, 0.5)),
          formatPercent(findQuantile(told.map(Math.abs), 0.5)),
          formatPercent(findQuantile(loads, 0.5)),
          formatPercent(findQuantile(loads, 0.95)),
        ];
      }),
    },
  ],
  listFigures: (measured) =>
    Object.fromEntries(
      measured.flatMap(({ walk, insole, cadence, load }) =>
        Object.entries({ cadence, load }).map(([name, errors]) => {
          const sizes = errors.flatMap((error) => error ?? []).map(Math.abs);
          return [
            `${name} of ${insole} on ${walk}: median error`,
            Number(findQuantile(sizes, 0.5).toFixed(4)),
          ];
        }),
      ),
    ),
});

function followWalk({ walk: name, insole: insoleName }: Part, scope: Scope) {
  const files = listWalks(null).find((walk) => walk.name === name);
  const insole = INSOLES.find((each) => each.name === insoleName);
  const condition = listConditions(scope).find(
    (each) => each.name === CONDITION && each.polling.intervalSeconds === INTERVAL_SECONDS,
  );
  if (files === undefined || insole === undefined || condition === undefined)
    throw new Error(`${name}: no such walk, insole or condition`);
  const walk = readForceWalk(files);
  const worn = insole === SIX ? walk : { ...walk, rows: readEightRows(name) };
  const rows = showRows(worn, condition);
  const cadence: (number | null)[] = [];
  const load: (number | null)[] = [];
  for (let phase = 0; phase < scope.phases; phase++) {
    const samples = pollWalk({ rows }, condition.polling, seededRandom((phase + 1) * 7919));
    let lookAtSeconds = WINDOW_SECONDS;
    for (const [index, { atSeconds }] of samples.entries()) {
      if (atSeconds < lookAtSeconds) continue;
      lookAtSeconds = atSeconds + LOOK_EVERY_SECONDS;
      if (!isWalkedThroughout(walk, atSeconds - SETTLED_SECONDS, atSeconds)) continue;
      const figures = computeFigures(samples.slice(0, index + 1), insole);
      const truth = judgeWindow(walk, atSeconds - WINDOW_SECONDS, atSeconds);
      const { strideSeconds, state } = figures;
      cadence.push(strideSeconds === null ? null : truth.straightStrideSeconds / strideSeconds - 1);
      load.push(state === 'walking' && figures.load ? figures.load.left - truth.loadLeft : null);
    }
  }
  return { cadence, load };
}

function readEightRows(name: string): readonly (readonly number[])[] {
  const lines = readFileSync(`src/simulator/walks/eight/${name}.csv`, 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split(',').slice(1).map(Number));
}
