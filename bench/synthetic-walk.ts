import { SIX } from '../src/core/insole/built-in-insoles.ts';
import { type Random, seededRandom } from '../src/core/random.ts';
import { makeRecordedWalk, type RecordedWalk, ROWS_PER_SECOND } from './recorded-walk.ts';

/** A synthetic gait, for what the recorded walks do not show. */
export interface Gait {
  readonly name: string;
  readonly strideSeconds: number;
  /** Standard deviation of a stride, as a share of it. */
  readonly spread: number;
  /** The left foot's load as a share of the right's. */
  readonly leftWeight: number;
  /** How far the right strike is behind the left one, in strides: 0.5 is even. */
  readonly rightStrike: number;
  /** Highest reading of an unloaded sensor. */
  readonly floor: number;
  /** What a sensor would read at most if it did not saturate at 1023. */
  readonly peak: number;
  /** Share of the stance in which the heel is loaded, 0 to 1. */
  readonly heel: number;
}

const ORDINARY: Gait = {
  name: 'ordinary',
  strideSeconds: 1.2,
  spread: 0.02,
  leftWeight: 1,
  rightStrike: 0.5,
  floor: 5,
  peak: 1100,
  heel: 0.62,
};

/** Gaits from slow to fast, limping, saturated, and with strides of exactly four polls. */
export const GAITS: readonly Gait[] = [
  { ...ORDINARY, name: 'slow', strideSeconds: 1.7, spread: 0.03 },
  { ...ORDINARY, name: 'shuffling', strideSeconds: 2.1, spread: 0.05, floor: 60, peak: 500 },
  ORDINARY,
  { ...ORDINARY, name: 'two polls a step', spread: 0 },
  { ...ORDINARY, name: 'two polls a step, on the forefoot', spread: 0, heel: 0.25 },
  { ...ORDINARY, name: 'on the forefoot', strideSeconds: 1.05, spread: 0.01, heel: 0.3 },
  { ...ORDINARY, name: 'brisk', strideSeconds: 0.92, peak: 1400 },
  { ...ORDINARY, name: 'fast', strideSeconds: 0.8, floor: 10 },
  {
    ...ORDINARY,
    name: 'limping',
    strideSeconds: 1.32,
    spread: 0.03,
    leftWeight: 0.5,
    rightStrike: 0.43,
    peak: 1500,
  },
  { ...ORDINARY, name: 'saturated', strideSeconds: 1.12, spread: 0.03, floor: 60, peak: 4000 },
  { ...ORDINARY, name: 'left hardly loaded', strideSeconds: 1.4, leftWeight: 0.15, rightStrike: 0.4 },
];

const SECONDS = 120;
const NOISE = 4;
/** When in the stance (0 to 1) medial forefoot, lateral forefoot and heel are first loaded, loaded most, and lifted. */
const ROLL = [
  { from: 0.3, peak: 0.78, to: 1, share: 0.9 },
  { from: 0.12, peak: 0.5, to: 0.95, share: 0.75 },
  { from: 0, peak: 0.2, to: 0.62, share: 1 },
];
const STANCE = 0.62;

/** Makes two minutes of a gait, the same for the same seed. */
export function makeWalk(gait: Gait, seed: number): RecordedWalk {
  const random = seededRandom(seed);
  const floors = Array.from({ length: 6 }, () => random() * gait.floor);
  const rows: number[][] = [];
  const strikes: [number[], number[]] = [[], []];
  let startSeconds = 0;
  let strideSeconds = gait.strideSeconds;
  for (let row = 0; row < SECONDS * ROWS_PER_SECOND; row++) {
    const atSeconds = row / ROWS_PER_SECOND;
    if (atSeconds >= startSeconds + strideSeconds) {
      startSeconds += strideSeconds;
      strikes[0].push(startSeconds);
      strideSeconds = gait.strideSeconds * (1 + gait.spread * drawGaussian(random));
      strikes[1].push(startSeconds + gait.rightStrike * strideSeconds);
    }
    const phase = (atSeconds - startSeconds) / strideSeconds;
    rows.push(
      floors.map((floor, id) => {
        const load = gait.peak * (id < 3 ? gait.leftWeight : 1) * computeLoad(gait, id, phase);
        return Math.max(0, Math.min(SIX.highest, Math.round(floor + load + NOISE * (random() - 0.5))));
      }),
    );
  }
  return { name: gait.name, cadence: 120 / gait.strideSeconds, rows, strikes };
}

function computeLoad({ rightStrike, heel }: Gait, id: number, phase: number): number {
  const stance = ((phase - (id < 3 ? 0 : rightStrike) + 1) % 1) / STANCE;
  const roll = getRoll(id, heel);
  if (roll === undefined || stance <= roll.from || stance >= roll.to) return 0;
  const nearness =
    stance < roll.peak
      ? (stance - roll.from) / (roll.peak - roll.from)
      : (roll.to - stance) / (roll.to - roll.peak);
  return roll.share * Math.sin((nearness * Math.PI) / 2) ** 2;
}

function getRoll(id: number, heel: number) {
  const roll = ROLL[id % 3];
  return roll && id % 3 === 2 ? { ...roll, peak: heel / 3, to: heel } : roll;
}

/** Makes the same walk at another speed: every stride takes `factor` times as long. */
export function stretchWalk({ name, rows, cadence }: RecordedWalk, factor: number): RecordedWalk {
  const stretched = Array.from({ length: Math.floor((rows.length - 1) * factor) }, (_, row) => {
    const at = row / factor;
    const before = rows[Math.floor(at)] ?? [];
    const after = rows[Math.floor(at) + 1] ?? before;
    return before.map((value, id) => Math.round(value + ((after[id] ?? value) - value) * (at % 1)));
  });
  return makeRecordedWalk(`${name} x ${factor}`, stretched, cadence / factor);
}

/** Puts some seconds of standing before a walk. */
export function standBefore(
  { name, rows, cadence }: RecordedWalk,
  seconds: number,
  seed: number,
): RecordedWalk {
  const random = seededRandom(seed);
  const still = Array.from({ length: seconds * ROWS_PER_SECOND }, () =>
    [500, 400, 600, 520, 380, 610].map((value) => Math.round(value + 30 * (random() - 0.5))),
  );
  return makeRecordedWalk(`${name} after standing`, [...still, ...rows], cadence);
}

function drawGaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
