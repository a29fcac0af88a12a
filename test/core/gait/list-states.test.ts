import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { listStates } from '../../../src/core/gait/list-states.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import type { Sample } from '../../../src/core/sample.ts';

type Read = (atSeconds: number) => readonly number[];

const walk: Read = (at) => {
  const wave = (cycles: number) => Math.round(500 + 400 * Math.cos(2 * Math.PI * cycles));
  const [left, right] = [wave(0.8 * at), wave(0.8 * at - 0.5)];
  return [left, left, left, right, right, right];
};
const stand: Read = () => Array<number>(6).fill(500);
const hop: Read = (at) => Array<number>(6).fill(Math.round(at * 4) % 2 === 0 ? 100 : 900);

/** Samples every quarter of a second, from an instant to before another. */
const poll = (from: number, to: number, read: Read): Sample[] =>
  Array.from({ length: (to - from) * 4 }, (_, index) => makeSample(from + index / 4, read(from + index / 4)));

/** The states as their first letters: walking, standing, unknown. */
const list = (samples: readonly Sample[], stepSeconds = 1, insole = SIX) =>
  listStates(samples, insole, stepSeconds)
    .map(([letter]) => letter)
    .join('');
const repeat = (letter: string, count: number) => letter.repeat(count);

describe('the states of a recording', () => {
  test('are told for each step from the first sample to the last', () => {
    expect(list(poll(100, 110, stand))).toBe(repeat('s', 10));
    expect(list(poll(100, 110, stand), 0.5)).toBe(repeat('s', 20));
    expect(list([...poll(0, 4, stand), makeSample(4.5, stand(4.5))])).toBe(repeat('s', 5));
    expect(list([makeSample(7, stand(7))])).toBe('');
    expect(list([])).toBe('');
  });

  test('change within two seconds of what the patient does', () => {
    expect(list([...poll(0, 20, walk), ...poll(20, 30, stand)])).toBe(repeat('w', 21) + repeat('s', 9));
    expect(list([...poll(0, 10, stand), ...poll(10, 30, walk)])).toBe(repeat('s', 9) + repeat('w', 21));
    expect(list([...poll(0, 10, hop), ...poll(10, 30, walk), ...poll(30, 40, hop)])).toBe(
      repeat('u', 10) + repeat('w', 20) + repeat('u', 10),
    );
    expect(list([...poll(0, 10, hop), ...poll(10, 20, stand), ...poll(20, 30, hop)])).toBe(
      repeat('u', 10) + repeat('s', 10) + repeat('u', 10),
    );
  });

  test('change within two seconds of it in shorter steps too', () => {
    const states = list([...poll(0, 20, walk), ...poll(20, 30, stand)], 0.5);
    expect(states).toBe(repeat('w', 42) + repeat('s', 18));
  });

  test('are those of a walk from the first sample on, and from the first after a gap', () => {
    expect(list(poll(0, 12, walk), 0.25)).toBe(repeat('w', 47));
    const states = list([...poll(0, 10, stand), ...poll(15, 30, walk)], 0.25);
    expect(states).toBe(repeat('s', 44) + repeat('u', 16) + repeat('w', 59));
    expect(list([...poll(0, 4, hop), ...poll(4, 20, walk)], 0.25).startsWith('u')).toBe(true);
  });

  test('are told to the start of a recording where the patient walks as soon as that is known', () => {
    expect(list(poll(0, 4, walk))).toBe('uuuu');
    expect(list(poll(0, 6, walk))).toBe('wwwwww');
    expect(list([...poll(0, 4, hop), ...poll(4, 20, walk)]).startsWith('uuu')).toBe(true);
  });

  test('are not known from a second after a sample to the next', () => {
    expect(list([...poll(0, 10, stand), ...poll(15, 30, stand)])).toBe(
      repeat('s', 11) + repeat('u', 4) + repeat('s', 15),
    );
    expect(list([...poll(0, 10, walk), ...poll(15, 40, walk)])).toBe(
      repeat('w', 9) + repeat('u', 6) + repeat('w', 25),
    );
  });

  test('are not known while the clock of the recording is frozen', () => {
    const freeze = ({ atSeconds, sensors }: Sample): Sample => ({
      atSeconds,
      sensors: sensors.map((reading) => ({ ...reading, anomaly: true, source: 'rule:frozen-clock' })),
    });
    const samples = poll(0, 30, hop).map((sample, index) =>
      index < 60 ? sample : freeze(makeSample(sample.atSeconds, stand(0))),
    );
    expect(list(samples)).toBe(repeat('u', 30));
  });

  test('are judged by the sensors of the insole', () => {
    const left = { ...SIX, sensors: SIX.sensors.filter(({ side }) => side === 'left') };
    expect(list(poll(0, 20, walk), 1, left)).toBe(repeat('u', 20));
  });
});
