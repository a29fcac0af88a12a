import { classifyGait } from '../../../src/core/gait/gait-state.ts';
import { collectWindow, WINDOW_SECONDS } from '../../../src/core/gait/sample-window.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { holdFrames, pollWalk, ROWS_PER_SECOND } from '../../recorded-walk.ts';
import { stretchWalk } from '../../synthetic-walk.ts';
import { type Disturbance, makeDisturbances } from '../disturbances.ts';
import { listWalks, readForceWalk, type WalkFiles } from '../force-walk.ts';
import { type Condition, listConditions } from '../look-conditions.ts';
import { defineTable, findQuantile, formatPercent, type Table } from '../table.ts';

type Rows = readonly (readonly number[])[];

/** What was shown in the looks of one kind. */
interface Looks {
  looks: number;
  walking: number;
  standing: number;
  moving: number;
  sparse: number;
}

interface Measured {
  readonly walk: string;
  /** By interval: looks at true walking, all of the 7 s before. */
  readonly walked: Readonly<Record<string, Looks>>;
  /** By kind and history: looks at what is no walk, with what went before it. */
  readonly disturbed: Readonly<Record<string, Looks>>;
  /** By pace and polls: looks at the walk played as fast as a run. */
  readonly run: Readonly<Record<string, Looks>>;
}

const LOOK_SECONDS = 1.1;
/** From so long after the start on walking has to be known, and what is none has to be told. */
const KNOWN_AFTER_SECONDS = 8;
const LEFT_AFTER_SECONDS = 7;
const EVIDENCE_ROWS = 7 * ROWS_PER_SECOND;
const DISTURBED_SECONDS = 16;
const HISTORY_SECONDS = 120;
const HISTORIES = ['at once', 'after 2 min of walking', 'after 2 min of it'] as const;
const SPARSE_SECONDS = 0.33;
/** Steps a minute. */
const RUNS = [195, 218, 240, 260];

/** Whether walking is told from what is none. */
export const GAIT_STATE = defineTable<WalkFiles, Measured>({
  split: (scope) => {
    const walks = listWalks(scope.walksFolder);
    return scope.isShort ? walks.filter((_, index) => index % 3 === 0) : walks;
  },
  measure: (files, scope) => {
    const { name, rows, isWalked } = readForceWalk(files);
    const conditions = listConditions(scope);
    const walked: Record<string, Looks> = {};
    const disturbed: Record<string, Looks> = {};
    let seed = Array.from(name).reduce(
      (sum, letter) => (31 * sum + (letter.codePointAt(0) ?? 0)) % 100_003,
      0,
    );
    for (const condition of conditions) {
      for (let phase = 0; phase < Math.ceil(scope.phases / 2); phase++) {
        const interval = `${condition.polling.intervalSeconds} s`;
        look(rows, condition, ++seed, KNOWN_AFTER_SECONDS, (shown, atSeconds) => {
          const row = Math.floor(atSeconds * ROWS_PER_SECOND);
          if (isWalked.slice(row - EVIDENCE_ROWS, row).every(Boolean)) count(walked, interval, shown);
        });
      }
    }
    const short = makeDisturbances(rows, DISTURBED_SECONDS, 1);
    const long = makeDisturbances(rows, HISTORY_SECONDS + DISTURBED_SECONDS, 2);
    const before = rows.slice(-HISTORY_SECONDS * ROWS_PER_SECOND);
    const beforeSeconds = before.length / ROWS_PER_SECOND;
    const frequent = conditions.filter(({ polling }) => polling.intervalSeconds <= SPARSE_SECONDS);
    const disturb = (history: number, { kind }: Disturbance, played: Rows, fromSeconds: number) => {
      for (let turn = 0; turn < 2; turn++) {
        const condition = frequent[++seed % frequent.length];
        if (!condition) continue;
        const name = `${kind}, ${HISTORIES[history]}`;
        look(played, condition, seed, fromSeconds, (shown) => count(disturbed, name, shown));
      }
    };
    for (const [index, disturbance] of short.entries()) {
      disturb(0, disturbance, disturbance.rows, KNOWN_AFTER_SECONDS);
      disturb(1, disturbance, [...before, ...disturbance.rows], beforeSeconds + LEFT_AFTER_SECONDS);
      const lasting = long[index];
      if (lasting && index % 3 === 0) disturb(2, lasting, lasting.rows, HISTORY_SECONDS);
    }
    return { walk: name, walked, disturbed, run: runFast(files, frequent) };
  },
  summarise: (measured) => [tabulateWalked(measured), tabulateDisturbed(measured), tabulateRuns(measured)],
  listFigures: (measured) => {
    const figures: Record<string, number> = {};
    for (const [interval, looks] of merge(measured.map(({ walked }) => walked))) {
      figures[`gait state: true walking lost at ${interval}`] = round(1 - looks.walking / looks.looks);
    }
    for (const [name, looks] of merge(measured.map(({ disturbed }) => disturbed))) {
      figures[`gait state: ${name}, walking`] = round(looks.walking / looks.looks);
    }
    for (const [name, looks] of merge(measured.map(({ run }) => run))) {
      figures[`gait state: a run, ${name}, walking`] = round(looks.walking / looks.looks);
    }
    return figures;
  },
});

/** Plays a walk as fast as runs are. */
function runFast(files: WalkFiles, conditions: readonly Condition[]): Record<string, Looks> {
  const { rows, feet } = readForceWalk(files);
  const [{ strikes }] = feet;
  const strides = strikes.slice(1).map((row, index) => row - (strikes[index] ?? 0));
  const cadence = (120 * ROWS_PER_SECOND) / findQuantile(strides, 0.5);
  const run: Record<string, Looks> = {};
  for (const pace of RUNS) {
    const fast = stretchWalk({ name: '', cadence, strikes: [], rows }, cadence / pace).rows;
    for (const condition of conditions) {
      const name = `${pace} steps/min at ${condition.polling.intervalSeconds} s`;
      look(fast, condition, pace, KNOWN_AFTER_SECONDS, (shown) => count(run, name, shown));
    }
  }
  return run;
}

function look(
  rows: Rows,
  condition: Condition,
  seed: number,
  fromSeconds: number,
  onLook: (shown: string, atSeconds: number) => void,
): void {
  const { framesPerSecond, polling } = condition;
  const walk = { name: '', cadence: Number.NaN, strikes: [], rows };
  const held = framesPerSecond === null ? walk : holdFrames(walk, framesPerSecond);
  const samples = pollWalk(held, polling, seededRandom(seed * 7919));
  let nextSeconds = fromSeconds;
  let first = 0;
  for (const [index, { atSeconds }] of samples.entries()) {
    if (atSeconds < nextSeconds) continue;
    nextSeconds += LOOK_SECONDS;
    while ((samples[first]?.atSeconds ?? 0) < atSeconds - WINDOW_SECONDS) first += 1;
    const { state, reason } = classifyGait(collectWindow(samples.slice(first, index + 1)));
    onLook(reason ?? state, atSeconds);
  }
}

function count(counts: Record<string, Looks>, name: string, shown: string): void {
  counts[name] ??= { looks: 0, walking: 0, standing: 0, moving: 0, sparse: 0 };
  const looks = counts[name];
  looks.looks += 1;
  if (shown === 'walking' || shown === 'standing' || shown === 'moving' || shown === 'sparse')
    looks[shown] += 1;
}

function merge(all: readonly Readonly<Record<string, Looks>>[]): ReadonlyMap<string, Looks> {
  const merged = new Map<string, Looks>();
  for (const counts of all) {
    for (const [name, looks] of Object.entries(counts)) {
      const sum = merged.get(name) ?? { looks: 0, walking: 0, standing: 0, moving: 0, sparse: 0 };
      for (const key of Object.keys(sum) as (keyof Looks)[]) sum[key] += looks[key];
      merged.set(name, sum);
    }
  }
  return merged;
}

/** Groups of a study are called by the first letters of their walks; a group of few walks is told walk by walk. */
function groupWalks(measured: readonly Measured[]): ReadonlyMap<string, readonly Measured[]> {
  const isMany = measured.length > 20;
  const groups = new Map<string, Measured[]>();
  for (const one of measured) {
    const group = isMany ? one.walk.slice(0, 4).toLowerCase() : one.walk;
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  return groups;
}

function tabulateWalked(measured: readonly Measured[]): Table {
  const rows: string[][] = [];
  for (const [group, walks] of [...groupWalks(measured), ['all', measured] as const]) {
    for (const [interval, looks] of merge(walks.map(({ walked }) => walked))) {
      const isSparse = Number.parseFloat(interval) > SPARSE_SECONDS;
      const losses = walks.map(
        ({ walked }) => 1 - (walked[interval]?.walking ?? 0) / (walked[interval]?.looks ?? 1),
      );
      rows.push([
        group,
        interval,
        String(looks.looks),
        isSparse ? '-' : formatPercent(1 - looks.walking / looks.looks),
        isSparse ? '-' : formatPercent(Math.max(...losses)),
        formatPercent(looks.standing / looks.looks),
        formatPercent(looks.sparse / looks.looks),
      ]);
    }
  }
  return {
    title: 'True walking, from 8 s on',
    head: ['walks', 'interval', 'looks', 'lost', 'lost, worst walk', 'standing', 'sparse'],
    rows,
  };
}

function tabulateDisturbed(measured: readonly Measured[]): Table {
  const rows = [...merge(measured.map(({ disturbed }) => disturbed))]
    .sort()
    .map(([name, looks]) => [
      name,
      String(looks.looks),
      formatPercent(looks.walking / looks.looks),
      formatPercent(looks.standing / looks.looks),
      formatPercent(looks.moving / looks.looks),
    ]);
  return {
    title: 'What is no walk, from 8 s on, 7 s after walking, at intervals up to 0.3 s',
    head: ['what', 'looks', 'walking', 'standing', 'moving'],
    rows,
  };
}

function tabulateRuns(measured: readonly Measured[]): Table {
  const rows = [...merge(measured.map(({ run }) => run))].map(([name, looks]) => [
    name,
    String(looks.looks),
    formatPercent(looks.walking / looks.looks),
    formatPercent(
      Math.max(...measured.map(({ run }) => (run[name]?.walking ?? 0) / (run[name]?.looks ?? 1))),
    ),
    formatPercent(looks.standing / looks.looks),
    formatPercent(looks.moving / looks.looks),
  ]);
  return {
    title: 'Walks played as fast as runs, all losses',
    head: ['pace', 'looks', 'walking', 'walking, worst walk', 'standing', 'moving'],
    rows,
  };
}

function round(share: number): number {
  return Number(share.toFixed(4));
}
