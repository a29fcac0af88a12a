import { expect, test } from 'vitest';
import { interpolateStrides, trackStrides } from '../../../src/core/gait/stride-track.ts';
import { seededRandom } from '../../../src/core/random.ts';

/** Irregular instants of 30 s, 0.3 s apart in the mean. */
const random = seededRandom(4);
const times = Float64Array.from({ length: 100 }, (_, index) => (index + 0.5 * random()) * 0.3);

test('the strides between two instants are those that the oscillation went through', () => {
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

test('a stride that gets longer is followed: 0.9 strides a second, then 0.6', () => {
  const phaseAt = (at: number) => (at < 15 ? 0.9 * at : 0.9 * 15 + 0.6 * (at - 15));
  const track = trackStrides(
    times,
    times.map((at) => Math.cos(2 * Math.PI * phaseAt(at))),
  );
  const strides = interpolateStrides(track, Float64Array.from([2, 12, 18, 28]));
  expect((strides[1] ?? 0) - (strides[0] ?? 0)).toBeCloseTo(9, 0);
  expect((strides[3] ?? 0) - (strides[2] ?? 0)).toBeCloseTo(6, 0);
});

test('an offset and a scale of the signal change no stride', () => {
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
