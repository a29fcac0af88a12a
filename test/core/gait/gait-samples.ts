import { makeSample, pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';

/** The five recorded walks. */
export const walks = readWalks();
/** A tenth of the polls missing, and a fifth of jitter. */
export const messy = (intervalSeconds: number) => ({ intervalSeconds, missing: 0.1, jitter: 0.2 });

/** Samples of the beginning of a recorded walk, polled messily. */
export function pollRecorded(walk: number, intervalSeconds: number, seconds: number, seed = 1): Sample[] {
  const recorded = walks[walk % walks.length] ?? { rows: [] };
  const samples = pollWalk(recorded, messy(intervalSeconds), seededRandom(seed));
  return samples.filter(({ atSeconds }) => atSeconds <= seconds);
}

/** The samples with other readings. */
export function mapReadings(
  samples: readonly Sample[],
  map: (value: number, id: number) => number,
): Sample[] {
  return samples.map((sample) => ({
    ...sample,
    sensors: sample.sensors.map((reading) => ({ ...reading, value: map(reading.value, reading.id) })),
  }));
}

/** Samples of a patient who stands and sways a little. */
export function standStill(seconds: number, startSeconds = 0): Sample[] {
  const random = seededRandom(7);
  return Array.from({ length: Math.round(seconds / 0.3) }, (_, index) =>
    makeSample(
      startSeconds + index * 0.3,
      [500, 400, 600, 520, 380, 610].map((value) => Math.round(value + 40 * (random() - 0.5))),
    ),
  );
}
