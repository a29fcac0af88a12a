import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import { type Random, seededRandom } from '../../src/core/random.ts';
import { ROWS_PER_SECOND } from '../recorded-walk.ts';
import { findQuantile } from './table.ts';

type Rows = readonly (readonly number[])[];

/** What somebody does who does not walk. */
export interface Disturbance {
  /** What it is of, for the table. */
  readonly kind: 'tremble' | 'tapping' | 'seated march' | 'sway' | 'standing';
  readonly rows: Rows;
}

/** What a foot bears, as a share of what each of its sensors bears at most in the walk. */
type Bear = (seconds: number, foot: 0 | 1) => number;

const NOISE = 6;
const TREMBLE_HERTZ = [3, 3.4, 3.9, 4.2, 4.7, 5.3, 5.8, 6.3, 7, 8];
const TREMBLE_SHARES = [0.2, 0.3, 0.4];
const TAP_HERTZ = [0.5, 0.8, 1, 1.3, 2, 2.6];
const MARCH_HERTZ = [0.5, 0.7, 0.9, 1.2];
const MARCH_LOADS = [0.12, 0.2, 0.25];
const SWAY_HERTZ = [0.2, 0.4, 0.6, 0.9, 1.2];
const STANDING_HERTZ = [0.1, 0.3, 0.5];

/**
 * Makes what is no walk out of a walk: feet that bear half of what its sensors bear at most, and
 *
 * - tremble at 3 to 8 Hz by 20 to 40 % of it from crest to trough, the feet against one another or in any phase;
 * - one of which taps at 0.5 to 2.6 Hz;
 * - march on a chair, each foot lifted by turns, bearing 12 to 25 % otherwise;
 * - sway from one to the other by 45 %, without a lift;
 * - stand, and sway by 8 %.
 */
export function makeDisturbances(walk: Rows, seconds: number, seed: number): readonly Disturbance[] {
  const random = seededRandom(seed);
  const ranges = Array.from({ length: 6 }, (_, id) => {
    const readings = walk.map((row) => row[id] ?? 0);
    return { low: findQuantile(readings, 0.04), high: findQuantile(readings, 0.96) };
  });
  const make = (kind: Disturbance['kind'], bear: Bear): Disturbance => ({
    kind,
    rows: Array.from({ length: seconds * ROWS_PER_SECOND }, (_, row) =>
      ranges.map(({ low, high }, id) => {
        const load = low + (high - low) * bear(row / ROWS_PER_SECOND, id < 3 ? 0 : 1);
        return Math.round(Math.min(SIX.highest, Math.max(0, load + NOISE * drawNormal(random))));
      }),
    ),
  });
  const sway = (hertz: number, share: number, apart: number): Bear => {
    const phase = random();
    return (at, foot) => 0.5 + (share / 2) * wave(hertz * at + phase + foot * apart);
  };
  return [
    ...TREMBLE_HERTZ.flatMap((hertz, index) =>
      TREMBLE_SHARES.map((share) => make('tremble', sway(hertz, share, index % 2 ? random() : 0.5))),
    ),
    ...TAP_HERTZ.map((hertz, index) =>
      make('tapping', (at, foot) => (foot === index % 2 ? Math.max(0, 0.8 * wave(hertz * at)) : 0.5)),
    ),
    ...MARCH_HERTZ.flatMap((hertz) =>
      MARCH_LOADS.map((load) =>
        make('seated march', (at, foot) => load * Math.min(1, 1 + wave(hertz * at + foot / 2))),
      ),
    ),
    ...SWAY_HERTZ.map((hertz) => make('sway', sway(hertz, 0.45, 0.5))),
    ...STANDING_HERTZ.map((hertz) => make('standing', sway(hertz, 0.08, 0.5))),
  ];
}

function wave(cycles: number): number {
  return Math.sin(2 * Math.PI * cycles);
}

function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
