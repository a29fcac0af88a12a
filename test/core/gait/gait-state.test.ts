import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { classifyGait, type GaitJudgement } from '../../../src/core/gait/gait-state.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';
import { seededRandom } from '../../../src/core/random.ts';

type Read = (atSeconds: number, index: number) => readonly number[];

/** Classifies samples from 0 s to `seconds`, with the readings that `read` gives for an instant; the state, or why it is unknown. */
function classify(seconds: number, stepSeconds: number, read: Read) {
  const count = Math.round(seconds / stepSeconds) + 1;
  return classifyAt(
    Array.from({ length: count }, (_, index) => index * stepSeconds),
    read,
  );
}

function classifyAt(times: readonly number[], read: Read): GaitJudgement['state'] | GaitJudgement['reason'] {
  const samples = times.map((atSeconds, index) => makeSample(atSeconds, read(atSeconds, index)));
  const { state, reason } = classifyGait(collectWindow(samples));
  if (state === 'unknown') return reason;
  expect(reason).toBeNull();
  return state;
}

const onAllSensors = (reading: number) => Array(6).fill(reading) as number[];
const onFeet = (left: number, right: number) => [left, left, left, right, right, right].map(Math.round);
/** Neither a walk nor standing: both feet together. */
const hop: Read = (_, index) => onAllSensors(100 + (index % 2) * 800);

/** One oscillation on each foot, from `low` to `high`; the right foot is some cycles behind the left. */
function walk(hertz: number, apartCycles = 0.5, low = 100, high = 900): Read {
  const wave = (cycles: number) => (high + low) / 2 + ((high - low) / 2) * Math.cos(2 * Math.PI * cycles);
  return (atSeconds) => onFeet(wave(hertz * atSeconds), wave(hertz * atSeconds - apartCycles));
}

/** Two values in [-0.5, 0.5) for each of 101 samples, the same in each run. */
const NOISE = (() => {
  const random = seededRandom(5);
  return Array.from({ length: 101 }, () => [random() - 0.5, random() - 0.5] as const);
})();

describe('standing', () => {
  test('is known from 2.5 s on', () => {
    expect(classify(2.25, 0.25, () => onAllSensors(500))).toBe('short');
    expect(classify(2.5, 0.25, () => onAllSensors(500))).toBe('standing');
  });

  test('is known once nothing has moved for 3 s', () => {
    const moveUntil = (untilSeconds: number) => (at: number) => onAllSensors(at > untilSeconds ? 700 : 300);
    expect(classify(10, 0.25, moveUntil(6.75))).toBe('standing');
    expect(classify(10, 0.25, moveUntil(7))).toBe('moving');
  });

  test('allows a sensor to move by less than 64 readings, however little it bears', () => {
    const moveBy = (movement: number) => (_: number, index: number) => [
      ...onAllSensors((index % 2) * movement).slice(1),
      100,
    ];
    expect(classify(10, 0.25, moveBy(63))).toBe('standing');
    expect(classify(10, 0.25, moveBy(64))).toBe('moving');
  });

  test('allows each sensor to sway by less than a third of its load', () => {
    const swayBy = (left: number, right: number) => (_: number, index: number) =>
      onFeet(900 - (index % 2) * left, 900 - ((index + 1) % 2) * right);
    expect(classify(10, 0.25, swayBy(299, 299))).toBe('standing');
    expect(classify(10, 0.25, swayBy(300, 299))).toBe('moving');
    expect(classify(10, 0.25, swayBy(299, 300))).toBe('moving');
  });

  test('needs a load of at least 64 readings on some sensor', () => {
    expect(classify(10, 0.25, () => onAllSensors(63))).toBeNull();
    expect(classify(10, 0.25, () => [0, 0, 0, 0, 0, 64])).toBe('standing');
    expect(classify(10, 0.25, (at) => onAllSensors(at < 5 ? 500 : 0))).toBeNull();
  });
});

describe('walking', () => {
  test('is known from 5 s on', () => {
    expect(classify(4.75, 0.25, walk(0.8))).toBe('short');
    expect(classify(5, 0.25, walk(0.8))).toBe('walking');
  });

  test('has strides of 0.41 to 1.4 Hz', () => {
    const states = [0.39, 0.43, 1.39, 1.42].map((hertz) => classify(10, 0.1, walk(hertz)));
    expect(states).toEqual(['moving', 'walking', 'walking', 'moving']);
  });

  test('is told in at most 1 % of looks at a run of 195 to 220 steps a minute, polled every 0.3 s', () => {
    const random = seededRandom(9);
    const bear = (cycles: number) => {
      const share = (cycles - Math.floor(cycles)) / 0.35;
      return share < 1 ? 1000 * Math.sin(Math.PI * share) : 0;
    };
    const shown: string[] = [];
    for (let run = 0; run < 400; run++) {
      const jitterSeconds = run % 2 === 0 ? 0 : 0.12;
      const framesPerSecond = run % 4 < 2 ? 5 : 50;
      const stridesPerSecond = (195 + 25 * random()) / 120;
      const start = random();
      const read: Read = (at) => {
        const strides = (Math.floor(at * framesPerSecond) / framesPerSecond) * stridesPerSecond + start;
        return onFeet(bear(strides), bear(strides + 0.5));
      };
      const times = Array.from({ length: 40 }, (_, poll) => 0.3 * poll + jitterSeconds * random());
      shown.push(classifyAt(times, read) ?? 'still');
    }
    expect(shown.filter((state) => state !== 'moving').length).toBeLessThanOrEqual(4);
  });

  test('has feet at least 0.3 of a stride apart, whichever comes first', () => {
    const hopBy = (apartCycles: number): Read => {
      const step = (cycles: number, share: number) =>
        Math.abs(cycles - Math.round(cycles)) < share / 2 ? 900 : 0;
      return (at) => onFeet(step(0.8 * at, 0.75), step(0.8 * at - apartCycles, 0.45));
    };
    const states = [0.28, 0.32, 0.68, 0.72].map((cycles) => classify(10, 0.1, hopBy(cycles)));
    expect(states).toEqual(['moving', 'walking', 'walking', 'moving']);
  });

  test('may have steps of two humps: from a sixth of its highest load on, a foot is on the ground', () => {
    const dipTo = (reading: number): Read => {
      const step = (cycles: number) => {
        const share = cycles - Math.floor(cycles);
        if (share > 0.56) return 0;
        return share < 0.08 || share > 0.48 ? 900 : reading;
      };
      return (at) => onFeet(step(0.8 * at), step(0.8 * at - 0.5));
    };
    expect(classify(10, 0.1, dipTo(40))).toBe('moving');
    expect(classify(10, 0.1, dipTo(50))).toBe('walking');
  });

  test('lifts each foot: its lowest load is at most a quarter of its highest', () => {
    // 0.8 Hz meets its lowest and its highest reading at 0.05 s.
    const lowest = (left: number, right: number) => (at: number, index: number) =>
      walk(
        0.8,
        0.5,
        left,
        800,
      )(at, index).map((reading, id) =>
        id < 3 ? reading : (walk(0.8, 0.5, right, 800)(at, index)[id] ?? 0),
      );
    expect(classify(10, 0.125, lowest(200, 200))).toBe('walking');
    expect(classify(10, 0.125, lowest(201, 200))).toBe('moving');
    expect(classify(10, 0.125, lowest(200, 201))).toBe('moving');
  });

  test('bears more than the weight of a leg: some sensor reads 300', () => {
    expect(classify(10, 0.125, walk(0.8, 0.5, 0, 300))).toBe('walking');
    expect(classify(10, 0.125, walk(0.8, 0.5, 0, 299))).toBe('moving');
    const onOneSensor: Read = (at, index) =>
      walk(0.8, 0.5, 0, 300)(at, index).map((reading, id) => (id === 4 ? reading : reading / 3));
    expect(classify(10, 0.125, onOneSensor)).toBe('walking');
  });

  test('needs both feet: one that taps beside one that stays is none', () => {
    const tap: Read = (at, index) => walk(0.8)(at, index).map((reading, id) => (id < 3 ? reading : 500));
    expect(classify(10, 0.1, tap)).toBe('moving');
    // Below 64 readings nothing is known of a foot, whenever in its stride the other one is met.
    for (const sinceSeconds of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
      for (const isHardlyLoaded of [(id: number) => id < 3, (id: number) => id >= 3]) {
        const isDown = (cycles: number) => cycles - Math.floor(cycles) < 0.55;
        const step: Read = (at) =>
          onFeet(
            isDown(0.8 * (at + sinceSeconds)) ? 900 : 0,
            isDown(0.8 * (at + sinceSeconds) + 0.5) ? 900 : 0,
          ).map((reading, id) => (isHardlyLoaded(id) ? reading / 15 : reading));
        expect(classify(10, 0.1, step)).toBe('moving');
      }
    }
  });

  test('is known when strides explain 60 % of the variance of the difference between the feet', () => {
    const blend = (noise: number) => (_at: number, index: number) => {
      const [left = 0, right = 0] = NOISE[index] ?? [];
      const wave = (1 - noise) * 450 * Math.cos(2 * Math.PI * 0.08 * index);
      return onFeet(450 + wave + noise * 900 * left, 450 - wave + noise * 900 * right);
    };
    expect(classify(10, 0.1, blend(0.16))).toBe('walking');
    expect(classify(10, 0.1, blend(0.19))).toBe('moving');
  });

  test('is known from the last 6.5 s, once 4.8 s of them are steps', () => {
    const startAt = (startSeconds: number) => (at: number, index: number) =>
      at < startSeconds ? onAllSensors(500) : walk(0.8)(at, index);
    expect(classify(10, 0.1, startAt(10 - 4.7))).toBe('moving');
    expect(classify(10, 0.1, startAt(10 - 5))).toBe('walking');
  });

  test('is left within 7 s of the last step, whatever is done then', () => {
    const others: Read[] = [hop, () => onAllSensors(500), walk(0.8, 0), walk(0.8, 0.5, 300, 900)];
    for (const other of others) {
      const stop = (at: number, index: number) => (at <= 12 ? walk : () => other)(0.8)(at, index);
      expect(classify(19.1, 0.1, stop)).not.toBe('walking');
    }
  });
});

describe('what is told of samples', () => {
  const polls = (intervalSeconds: number, count = 60) =>
    Array.from({ length: count }, (_, index) => index * intervalSeconds);

  test.each([
    ['walks', walk(0.8)],
    ['stands', () => onAllSensors(500)],
    ['wears no shoes', () => onAllSensors(0)],
  ])('more than 0.33 s apart is nothing: %s', (_, read) => {
    expect(classifyAt(polls(0.325), read)).not.toBe('sparse');
    for (const interval of [0.335, 0.6, 1, 2, 6, 12])
      expect(classifyAt(polls(interval), read)).toBe('sparse');
  });

  test('that were lost or late is told all the same', () => {
    const random = seededRandom(11);
    const kept = polls(0.3, 100).filter((_, index) => index % 5 !== 3);
    expect(classifyAt(kept, walk(0.8))).toBe('walking');
    const late = polls(0.3, 100).map((at) => at + 0.12 * random());
    expect(classifyAt(late, walk(0.8))).toBe('walking');
    const lateAtLast = polls(0.3, 100).map((at, index) => at + 0.06 * Math.max(0, index - 97));
    expect(classifyAt(lateAtLast, walk(0.8))).toBe('walking');
  });

  test('before three came is nothing', () => {
    expect(classifyAt([], walk(0.8))).toBe('short');
    expect(classifyAt([0], walk(0.8))).toBe('short');
    expect(classifyAt([0, 3], walk(0.8))).toBe('short');
    expect(classifyAt([0, 3, 6], walk(0.8))).toBe('sparse');
  });

  test('is of those since the last gap of more than 1.5 s', () => {
    const skip = (fromSeconds: number, toSeconds: number) =>
      classifyAt(
        polls(0.1, 101).filter((at) => at <= fromSeconds || at >= toSeconds),
        walk(0.8),
      );
    expect(skip(5.05, 6.45)).toBe('walking');
    expect(skip(5.05, 6.65)).toBe('short');
    expect(skip(3.05, 4.95)).toBe('walking');
  });

  test('after a long gap is too short at first, not sparse', () => {
    const times = [...polls(0.3, 40), ...polls(0.3, 3).map((at) => at + 30)];
    for (const count of [41, 42, 43]) expect(classifyAt(times.slice(0, count), walk(0.8))).toBe('short');
  });
});
