import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { LaggedMoments } from '../../../src/core/rules/lagged-moments.ts';
import type { Feature } from '../../../src/core/rules/signature-layout.ts';

const TAU_SECONDS = 4;
const SENSORS = 3;
const random = seededRandom(6);
const FRAMES = Array.from({ length: 30 }, (_, index) => ({
  seconds: 0.2 + 0.1 * random(),
  readings: Float64Array.from(
    { length: SENSORS },
    (__, sensor) => 100 * random() + 50 * Math.sin(index + sensor),
  ),
}));
/** Each pair of sensors in one frame, and each sensor with each other one in the frame before. */
const FEATURES: readonly Feature[] = [
  [0, 1],
  [0, 2],
  [1, 2],
  [1, 3],
  [2, 3],
  [0, 4],
  [2, 4],
  [0, 5],
  [1, 5],
];

/** The readings of each frame with those of the frame before. */
const ROWS = FRAMES.slice(1).map(({ readings, seconds }, index) => ({
  seconds,
  row: Float64Array.of(...readings, ...(FRAMES[index]?.readings ?? [])),
}));

function pushAll(rows: typeof ROWS): LaggedMoments {
  const moments = new LaggedMoments(SENSORS, TAU_SECONDS);
  for (const { row, seconds } of rows) moments.push(row, seconds);
  return moments;
}

/** Correlations by their definition, from weights that fall to 1/e in the time constant. */
function correlate(rows: typeof ROWS, [i, j]: Feature): number {
  let since = 0;
  const weights = rows.map((_, index) => {
    // The first frame stands for all that came before it.
    const share = index === 0 ? 1 : 1 - Math.exp(-(rows[index]?.seconds ?? 0) / TAU_SECONDS);
    return { index, share };
  });
  const kept = weights.toReversed().map(({ index, share }) => {
    const weight = share * Math.exp(-since / TAU_SECONDS);
    since += rows[index]?.seconds ?? 0;
    return { row: rows[index]?.row ?? new Float64Array(), weight };
  });
  const mean = (read: (row: Float64Array) => number) =>
    kept.reduce((sum, { row, weight }) => sum + weight * read(row), 0);
  const at = (place: number) => (row: Float64Array) => row[place] ?? 0;
  const [meanI, meanJ] = [mean(at(i)), mean(at(j))];
  const covary = (a: number, meanA: number, b: number, meanB: number) =>
    mean((row) => ((row[a] ?? 0) - meanA) * ((row[b] ?? 0) - meanB));
  return covary(i, meanI, j, meanJ) / Math.sqrt(covary(i, meanI, i, meanI) * covary(j, meanJ, j, meanJ));
}

describe('the signature of some frames', () => {
  test('is the correlations of the sensors, newer frames weighing more, as a vector of length 1', () => {
    const correlations = FEATURES.map((feature) => correlate(ROWS, feature));
    const length = Math.hypot(...correlations);
    const signature = pushAll(ROWS).computeSignature(FEATURES);
    expect(signature.length).toBe(FEATURES.length);
    signature.forEach((value, index) => {
      expect(value).toBeCloseTo((correlations[index] ?? 0) / length, 9);
    });
  });

  test('has nothing of a sensor that never moved', () => {
    const still = ROWS.map(({ row, seconds }) => ({
      seconds,
      row: row.map((value, place) => (place % SENSORS === 1 ? 512 : value)),
    }));
    const signature = pushAll(still).computeSignature(FEATURES);
    const places = FEATURES.flatMap((feature, place) =>
      feature.some((at) => at % SENSORS === 1) ? [place] : [],
    );
    expect(places.map((place) => signature[place])).toEqual(places.map(() => 0));
    expect(Math.hypot(...signature)).toBeCloseTo(1, 9);
  });

  test('has no length without a movement', () => {
    expect([...pushAll(ROWS.slice(0, 1)).computeSignature(FEATURES)]).toEqual(FEATURES.map(() => 0));
    expect([...new LaggedMoments(SENSORS, TAU_SECONDS).computeSignature(FEATURES)]).toEqual(
      FEATURES.map(() => 0),
    );
  });
});

test('the time of the frames is summed up', () => {
  expect(pushAll(ROWS).seconds).toBeCloseTo(
    ROWS.reduce((sum, { seconds }) => sum + seconds, 0),
    9,
  );
});

test('the moments of insoles with more sensors and with fewer do not mix', () => {
  const many = new LaggedMoments(5, TAU_SECONDS);
  const few = new LaggedMoments(SENSORS, TAU_SECONDS);
  for (const { row, seconds } of ROWS) {
    few.push(row, seconds);
    many.push(
      Float64Array.from({ length: 10 }, () => 1000 * random()),
      seconds,
    );
  }
  expect(few.computeSignature(FEATURES)).toEqual(pushAll(ROWS).computeSignature(FEATURES));
});
