import { describe, expect, test } from 'vitest';
import { holdFrames, makeSample, pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { measureSampling } from '../../../src/core/gait/sampling.ts';
import { seededRandom } from '../../../src/core/random.ts';

const walks = readWalks();

/** A second walk of which a new frame comes so often, as polled. */
function poll(walk: number, framesPerSecond: number, intervalSeconds: number, missing = 0, jitter = 0) {
  const recorded = walks[walk] ?? walks[0];
  if (recorded === undefined) throw new Error('no walks');
  const held = holdFrames(recorded, framesPerSecond);
  return pollWalk(held, { intervalSeconds, missing, jitter }, seededRandom(walk + 1)).filter(
    ({ atSeconds }) => atSeconds < 60,
  );
}

describe('new frames a second', () => {
  test('are counted within 5 % where polls come twice a frame, lost and late ones too', () => {
    for (const walk of [0, 1, 2, 3, 4]) {
      for (const [intervalSeconds, missing, jitter] of [
        [0.1, 0, 0],
        [0.05, 0.1, 0.2],
        [0.1, 0, 0.2],
      ] as const) {
        const sampling = measureSampling(poll(walk, 5, intervalSeconds, missing, jitter));
        expect(sampling.framesPerSecond).toBeGreaterThanOrEqual(4.75);
        expect(sampling.framesPerSecond).toBeLessThanOrEqual(5.25);
        expect(sampling.isAtLeast).toBe(false);
      }
    }
  });

  test('are those that came at least where polls are no faster than frames', () => {
    expect(measureSampling(poll(0, 5, 0.3))).toMatchObject({
      framesPerSecond: expect.closeTo(3.33, 0),
      isAtLeast: true,
    });
    expect(measureSampling(poll(0, 50, 0.1))).toMatchObject({ framesPerSecond: 10, isAtLeast: true });
  });

  test('are the most in any 5 s of the last 30, since who stands still shows none', () => {
    const polls = poll(0, 5, 0.1).filter(({ atSeconds }) => atSeconds < 30);
    const last = polls.at(-1);
    const still = Array.from({ length: 220 }, (_, index) =>
      makeSample(30 + index * 0.1, last?.sensors.map(({ value }) => value) ?? []),
    );
    expect(measureSampling([...polls, ...still]).framesPerSecond).toBeCloseTo(5, 0);
    const forLonger = Array.from({ length: 320 }, (_, index) =>
      makeSample(30 + index * 0.1, [1, 2, 3, 4, 5, 6]),
    );
    expect(measureSampling([...polls, ...forLonger]).framesPerSecond).toBeNull();
  });

  test('may be passed between polls from four new ones in five polls on', () => {
    const changeIn = (changes: number) => {
      let frame = 0;
      return Array.from({ length: 200 }, (_, index) => {
        if (index % 50 < changes) frame += 1;
        return makeSample(index * 0.1, [frame, 0, 0, 0, 0, 0]);
      });
    };
    expect(measureSampling(changeIn(40)).isAtLeast).toBe(false);
    expect(measureSampling(changeIn(41)).isAtLeast).toBe(true);
  });

  test('are not known before 5 s were seen', () => {
    const samples = poll(0, 5, 0.1);
    const start = samples[0]?.atSeconds ?? 0;
    const until = (seconds: number) => samples.filter(({ atSeconds }) => atSeconds - start <= seconds + 1e-6);
    expect(measureSampling(until(4.9)).framesPerSecond).toBeNull();
    expect(measureSampling(until(5)).framesPerSecond).toBeCloseTo(5, 0);
    expect(measureSampling([])).toEqual({ framesPerSecond: null, isAtLeast: false, lostShare: null });
  });
});

test('the share of lost polls is of the last 30 s', () => {
  expect(measureSampling(poll(0, 5, 0.3, 0.2, 0.2)).lostShare).toBeCloseTo(0.2, 1);
  const polls = poll(0, 5, 0.3);
  const gone = polls.filter(({ atSeconds }, index) => atSeconds > 25 || index % 2 === 0);
  expect(measureSampling(gone).lostShare).toBe(0);
});
