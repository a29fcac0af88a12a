import { expect, test } from 'vitest';
import { fitLocally } from '../../../src/core/gait/local-fits.ts';
import { interpolateStrides, trackStrides } from '../../../src/core/gait/stride-track.ts';
import { seededRandom } from '../../../src/core/random.ts';

/** Irregular instants over 30 s, 0.3 s apart on average. */
const random = seededRandom(4);
const times = Float64Array.from({ length: 100 }, (_, index) => (index + 0.5 * random()) * 0.3);

test('the strides between two instants are the cycles of the oscillation between them', () => {
  for (const hertz of [0.5, 0.8, 1.1]) {
    const track = trackStrides(
      times,
      times.map((at) => Math.cos(2 * Math.PI * hertz * at)),
    );
    const strides = interpolateStrides(track, times);
    expect((strides.at(-1) ?? 0) - (strides[0] ?? 0)).toBeCloseTo(
      hertz * ((times.at(-1) ?? 0) - (times[0] ?? 0)),
      1,
    );
  }
});

test('the track follows a stride frequency that falls from 0.9 to 0.6 Hz', () => {
  const phaseAt = (at: number) => (at < 15 ? 0.9 * at : 0.9 * 15 + 0.6 * (at - 15));
  const track = trackStrides(
    times,
    times.map((at) => Math.cos(2 * Math.PI * phaseAt(at))),
  );
  const strides = interpolateStrides(track, Float64Array.from([2, 12, 18, 28]));
  expect((strides[1] ?? 0) - (strides[0] ?? 0)).toBeCloseTo(9, 0);
  expect((strides[3] ?? 0) - (strides[2] ?? 0)).toBeCloseTo(6, 0);
});

test('an offset and a scale of the signal change no strides', () => {
  const signal = times.map((at) => Math.cos(2 * Math.PI * 0.8 * at));
  const plain = trackStrides(times, signal);
  const changed = trackStrides(
    times,
    signal.map((x) => 3 * x + 5),
  );
  changed.strides.forEach((strides, knot) => {
    expect(strides).toBeCloseTo(plain.strides[knot] ?? 0, 6);
  });
});

test('the track explains as much as any path can, at a cost of 3 for each change by 1 Hz', () => {
  const instants = Float64Array.from({ length: 201 }, (_, index) => index * 0.1);
  // Two bursts of a faster stride: one is worth following, the other is not.
  let phase = 0;
  const signal = instants.map((at) => {
    const isBurst = (at > 4 && at < 6) || (at > 12 && at < 16);
    phase += (isBurst ? 1.15 : 0.8) * 0.1;
    return Math.cos(2 * Math.PI * phase);
  });
  const fits = fitLocally(instants, signal);
  const count = fits.hertz.length;
  const explained = (knot: number, frequency: number) => fits.explained[knot * count + frequency] ?? 0;
  const cost = (from: number, to: number) => 3 * Math.abs((fits.hertz[to] ?? 0) - (fits.hertz[from] ?? 0));
  const frequencies = Array.from({ length: count }, (_, frequency) => frequency);

  let best = frequencies.map((frequency) => explained(0, frequency));
  for (let knot = 1; knot < fits.knots.length; knot++) {
    const before = best;
    best = frequencies.map(
      (to) => explained(knot, to) + Math.max(...before.map((score, from) => score - cost(from, to))),
    );
  }

  const path = [...trackStrides(instants, signal).hertz].map((hertz) => fits.hertz.indexOf(hertz));
  const score = path.reduce(
    (sum, to, knot) => sum + explained(knot, to) - (knot === 0 ? 0 : cost(path[knot - 1] ?? to, to)),
    0,
  );
  expect(score).toBeCloseTo(Math.max(...best), 9);
});
