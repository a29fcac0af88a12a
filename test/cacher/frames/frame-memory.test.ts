import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DatedFrame } from '../../../src/cacher/frames/date-frames.ts';
import { digestReadings, FrameMemory } from '../../../src/cacher/frames/frame-memory.ts';

/** A frame of a device that counts `own`, received at so many ms; its reading tells it from others. */
function makeDated(own: number, receivedMs: number, value = own % 1000): DatedFrame {
  const sensors = [{ id: 0, value, anomaly: false }];
  return { frame: { own, deviceSeconds: null, patient: null, sensors }, atMs: receivedMs, receivedMs };
}

const ownsOf = ({ fresh }: { readonly fresh: readonly DatedFrame[] }) => fresh.map(({ frame }) => frame.own);

/** What a store has after frames from one number to another, a hundred a second up to 0 ms. */
function stored(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const own = from + index;
    return { own, digest: digestReadings([{ id: 0, value: own % 1000 }]), atMs: (own - to) * 10 };
  });
}

describe('the memory of stored frames', () => {
  test('lets each frame through once, however the answers overlap', () => {
    const window = fc.record({
      from: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(window, { maxLength: 30 }), (windows) => {
        const memory = new FrameMemory([], null);
        const seen: (number | null)[] = [];
        for (const [turn, { from, length }] of windows.entries()) {
          const frames = Array.from({ length }, (_, index) =>
            makeDated(turn * 20 + from + index, turn * 300),
          );
          seen.push(...ownsOf(memory.take(frames)));
        }
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });

  test('lets through everything that is new, also late', () => {
    const memory = new FrameMemory([], null);
    expect(ownsOf(memory.take([1, 2, 5].map((own) => makeDated(own, 0))))).toEqual([1, 2, 5]);
    expect(memory.take([3, 5, 6].map((own) => makeDated(own, 10)))).toMatchObject({
      fresh: [{ frame: { own: 3 } }, { frame: { own: 6 } }],
      repeated: 1,
    });
  });

  test('knows after a restart what the store has, and what it must have had before', () => {
    const memory = new FrameMemory(stored(500, 755), null);
    const answer = Array.from({ length: 400 }, (_, index) => makeDated(400 + index, 1000));
    expect(ownsOf(memory.take(answer))).toEqual(Array.from({ length: 44 }, (_, index) => 756 + index));
  });

  test('takes the frames of a device that started anew, all of them, once it counts on for two seconds', () => {
    const memory = new FrameMemory(stored(5000, 5255), null);
    const taken: (number | null)[] = [];
    for (let own = 0; own < 400; own++) taken.push(...ownsOf(memory.take([makeDated(own, 1000 + own * 10)])));
    expect(taken).toEqual(Array.from({ length: 400 }, (_, own) => own));
  });

  test('takes them as well where answers overlap', () => {
    const memory = new FrameMemory(stored(5000, 5255), null);
    const taken: (number | null)[] = [];
    for (let turn = 0; turn < 20; turn++) {
      const window = Array.from({ length: 60 }, (_, index) => makeDated(turn * 30 + index, turn * 300));
      taken.push(...ownsOf(memory.take(window)));
    }
    expect(taken).toEqual(Array.from({ length: 630 }, (_, own) => own));
  });

  test('takes nothing of what is played again, faster than the device is', () => {
    const memory = new FrameMemory(stored(50_000, 50_255), null);
    let fresh = 0;
    let repeated = 0;
    for (let own = 0; own <= 50_255; own++) {
      const taken = memory.take([makeDated(own, own / 10)]);
      fresh += taken.fresh.length;
      repeated += taken.repeated;
    }
    repeated += memory.take([makeDated(50_256, 6000)]).repeated;
    expect({ fresh, repeated }).toEqual({ fresh: 0, repeated: 50_256 });
  });

  test('takes nothing of an older answer that comes now and then between the newest ones', () => {
    const memory = new FrameMemory(stored(0, 2000), null);
    for (let turn = 0; turn < 20; turn++) {
      expect(ownsOf(memory.take([makeDated(turn, turn * 300)]))).toEqual([]);
      expect(ownsOf(memory.take([makeDated(2001 + turn, turn * 300 + 1)]))).toEqual([2001 + turn]);
    }
  });

  test('goes by the readings too where a device that started anew comes back to numbers that are remembered', () => {
    const memory = new FrameMemory(stored(0, 255), null);
    const taken: (number | null)[] = [];
    for (let own = 0; own < 300; own++)
      taken.push(...ownsOf(memory.take([makeDated(own, 1000 + own * 10, 1000 - own)])));
    expect(taken).toEqual(Array.from({ length: 300 }, (_, own) => own));
  });

  test('tells the pace of numbers by the frames that it has', () => {
    expect(new FrameMemory([], 50).pace).toBe(50);
    expect(new FrameMemory([], null).pace).toBeNull();
    expect(new FrameMemory(stored(0, 255), null).pace).toBeCloseTo(100);
  });
});
