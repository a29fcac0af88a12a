import { readFileSync } from 'node:fs';
import { EIGHT, SIX } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import { castWalks } from './cast-walks.ts';
import { dressWalk } from './dress-walk.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { FRAMES_PER_SECOND, type Walk } from './walk.ts';

const FILES = ['gaco02_01.csv', 'gapt23_10.csv'];
const ROWS_PER_FRAME = 50 / FRAMES_PER_SECOND;
/** How much later in the same walk the next person of it starts. */
const LATER_FRAMES = 20 * FRAMES_PER_SECOND;

/**
 * The six walks that are played in an insole. In that of the original they are its own. In another, the first five people take turns with
 * the two walks that were recorded in `eight`, and the sixth limps as in the original, with the API's flags; a scenario is made
 * of the original's walks. What was recorded in one insole is read as another would: see `dressWalk`.
 */
export function castInsoleWalks(insole: Insole, scenario: Scenario, seed: number): readonly Walk[] {
  const walks = castWalks(scenario, seed);
  if (insole === SIX) return walks;
  if (scenario !== 'walking') return walks.map((walk) => dressWalk(walk, SIX, insole));
  const recorded = readEightWalks().map((walk) => (insole === EIGHT ? walk : dressWalk(walk, EIGHT, insole)));
  return walks.map((walk, place) => {
    const source = recorded[place % recorded.length];
    if (source === undefined || place === walks.length - 1) return dressWalk(walk, SIX, insole);
    return startLater(source, Math.floor(place / recorded.length) * LATER_FRAMES);
  });
}

/** Reads the two walks of eight sensors a foot, described in `walks/eight/README.md`: of every tenth row a frame. */
function readEightWalks(): readonly Walk[] {
  return FILES.map((file) =>
    parseEightWalk(readFileSync(new URL(`./walks/eight/${file}`, import.meta.url), 'utf8')),
  );
}

function parseEightWalk(csv: string): Walk {
  const lines = csv.trimEnd().split('\n').slice(1);
  const frames = lines.filter((_, row) => row % ROWS_PER_FRAME === 0);
  const readings = Float64Array.from(frames.flatMap((line) => line.split(',').slice(1).map(Number)));
  return { frameCount: frames.length, readings, flagged: new Uint8Array(frames.length) };
}

function startLater(walk: Walk, frames: number): Walk {
  const { frameCount, readings, flagged } = walk;
  if (frames === 0) return walk;
  const start = (frames % frameCount) * (readings.length / frameCount);
  const turned = Float64Array.from([...readings.subarray(start), ...readings.subarray(0, start)]);
  return { frameCount, readings: turned, flagged };
}
