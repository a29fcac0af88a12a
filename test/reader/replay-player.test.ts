import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RecordedTape } from '../../src/reader/recorded-tape.ts';
import { ReplayClock } from '../../src/reader/replay-clock.ts';
import { type ReplayCommand, ReplayPlayer } from '../../src/reader/replay-player.ts';
import { ExampleRows, START_SECONDS } from './recording-rows.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A player that plays, and what it has delivered. */
function start(rows: ExampleRows, speed = 1) {
  const clock = new ReplayClock(speed, () => performance.now());
  const delivered: number[] = [];
  const flagged: number[] = [];
  const player = new ReplayPlayer({
    clock,
    tape: new RecordedTape(rows, 300),
    deliver: async ({ sample, entry }) => {
      delivered.push(sample.sensors[0]?.value ?? -1);
      if (entry.anomalous) flagged.push(delivered.at(-1) ?? -1);
    },
    trim: async (beforeSeconds) => {
      while (START_SECONDS + (delivered[0] ?? 0) * 0.3 < beforeSeconds) delivered.shift();
    },
    restore: async ({ flaggedBefore, kept }) => {
      const read = (list: typeof kept) => list.map(({ sample }) => sample.sensors[0]?.value ?? -1);
      delivered.splice(0, delivered.length, ...read(kept));
      const anomalies = [...flaggedBefore, ...kept].filter(({ entry }) => entry.anomalous);
      flagged.splice(0, flagged.length, ...read(anomalies));
    },
  });
  const stop = new AbortController();
  const played = player.play(stop.signal);
  const command = async (...commands: ReplayCommand[]) => {
    for (const each of commands) player.command(each);
    await vi.advanceTimersByTimeAsync(1);
  };
  const seconds = () => Number((player.nowSeconds() - START_SECONDS).toFixed(2));
  return { player, delivered, flagged, command, seconds, stop, played };
}

const HALT = { kind: 'toggle' } as const;
const step = (samples: number) => ({ kind: 'step', samples }) as const;
const seek = (seconds: number) => ({ kind: 'seek', seconds }) as const;

describe('a recording that is played', () => {
  test('hands over each row when its time has come, and ends behind the last one', async () => {
    const { player, delivered, seconds } = start(new ExampleRows(11));
    await vi.advanceTimersByTimeAsync(1000);
    expect(delivered).toEqual([0, 1, 2, 3]);
    expect(player.state).toEqual({
      motion: 'playing',
      speed: 1,
      hasEarlier: true,
      isStartLost: false,
      isSeeking: false,
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(delivered).toHaveLength(11);
    expect([player.state.motion, seconds()]).toEqual(['ended', 3]);
  });

  test('halts, and plays on where it was', async () => {
    const { player, delivered, command, seconds } = start(new ExampleRows(100));
    await vi.advanceTimersByTimeAsync(1000);
    await command(HALT);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([player.state.motion, delivered.length, seconds()]).toEqual(['halted', 4, 1]);
    await command(HALT);
    await vi.advanceTimersByTimeAsync(1000);
    expect([player.state.motion, delivered.length]).toEqual(['playing', 7]);
  });

  test('steps by samples and by seconds, halted, at once and not when their time has come', async () => {
    const { player, delivered, command, seconds } = start(new ExampleRows(100));
    await vi.advanceTimersByTimeAsync(1000);
    await command(step(1));
    expect([delivered.at(-1), seconds(), player.state.motion]).toEqual([4, 1.2, 'halted']);
    await command(step(-1), step(-1));
    expect([delivered, seconds()]).toEqual([[0, 1, 2], 0.6]);
    await command(seek(1));
    expect([delivered.at(-1), seconds()]).toEqual([5, 1.6]);
    await command(seek(-1));
    expect([delivered.at(-1), seconds()]).toEqual([2, 0.6]);
    await command(seek(-1));
    expect([delivered, seconds(), player.state.hasEarlier]).toEqual([[0], 0, false]);
    await command(step(-1));
    expect([delivered, seconds()]).toEqual([[0], 0]);
  });

  test('goes to its end and to its start, halted', async () => {
    const rows = new ExampleRows(20_000);
    const { player, delivered, flagged, command, seconds } = start(rows);
    await command({ kind: 'end' });
    expect([player.state.motion, delivered.at(-1), flagged.length]).toEqual(['ended', 19_999, 400]);
    await command({ kind: 'start' });
    expect([player.state.motion, delivered, flagged, seconds()]).toEqual(['halted', [0], [], 0]);
    expect(rows.opened).toBe(2);
    await command(HALT);
    await vi.advanceTimersByTimeAsync(1000);
    expect(delivered).toEqual([0, 1, 2, 3]);
  });

  test('goes back from its end, and then plays on to it again', async () => {
    const { player, delivered, command } = start(new ExampleRows(10));
    await command({ kind: 'end' });
    await command(HALT);
    expect(player.state.motion).toBe('ended');
    await command(step(-2));
    expect([player.state.motion, delivered.at(-1)]).toEqual(['halted', 7]);
    await command(HALT);
    await vi.advanceTimersByTimeAsync(1000);
    expect([player.state.motion, delivered]).toEqual(['ended', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
  });

  test('plays faster and slower', async () => {
    const { player, delivered, command } = start(new ExampleRows(1000), 4);
    await vi.advanceTimersByTimeAsync(3000);
    const before = delivered.length;
    await command({ kind: 'speed', speed: 8 });
    expect(player.state.speed).toBe(8);
    await vi.advanceTimersByTimeAsync(3000);
    expect(delivered.length - before).toBe(2 * (before - 1));
  });

  test('steps on within a gap by seconds, and over it by a sample', async () => {
    const { delivered, command, seconds } = start(new ExampleRows(10, 60));
    await command(seek(1), seek(1));
    expect([delivered, seconds()]).toEqual([[0], 2]);
    await command(step(1));
    expect([delivered, seconds()]).toEqual([[0, 1], 60]);
  });

  test('refuses to go back beyond what is kept of a pipe, and says that it does', async () => {
    const rows = new ExampleRows(5000);
    rows.isFile = false;
    const { player, delivered, command } = start(rows);
    await command({ kind: 'end' });
    expect(player.state).toMatchObject({ hasEarlier: true, isStartLost: true });
    await command({ kind: 'start' });
    expect(delivered).toHaveLength(1);
    expect(delivered[0]).toBeGreaterThan(1000);
    expect(player.state).toMatchObject({ motion: 'halted', hasEarlier: false, isStartLost: true });
  });

  test('holds the same rows after any commands as if it had been played to there', async () => {
    const commands = fc.oneof(
      fc.constant<ReplayCommand>(HALT),
      fc.integer({ min: -1500, max: 1500 }).map(step),
      fc.integer({ min: -400, max: 400 }).map(seek),
      fc.constantFrom<ReplayCommand>({ kind: 'start' }, { kind: 'end' }, { kind: 'speed', speed: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { maxLength: 12 }), async (list) => {
        const run = start(new ExampleRows(4000));
        for (const each of list) {
          await run.command(each);
          await vi.advanceTimersByTimeAsync(700);
          const newest = run.delivered.at(-1) ?? -1;
          const first = run.delivered[0] ?? -1;
          expect(run.delivered).toEqual(
            Array.from({ length: newest - first + 1 }, (_, index) => first + index),
          );
          expect(first === 0 || newest - first >= 1000).toBe(true);
          expect(run.flagged).toHaveLength(Math.floor((newest + 1) / 50));
          expect(Math.abs(run.seconds() - newest * 0.3)).toBeLessThanOrEqual(0.31);
        }
        run.stop.abort();
        await run.played;
      }),
      { numRuns: 30 },
    );
  });

  test('gives way to keys while a pipe is silent', async () => {
    const rows = new ExampleRows(5);
    rows.open = async function* () {
      yield* rows.rows;
      await new Promise(() => {});
    };
    const { player, delivered, command, stop, played } = start(rows);
    await vi.advanceTimersByTimeAsync(5000);
    expect([player.state.motion, delivered.length]).toEqual(['playing', 5]);
    await command(step(-1));
    expect([player.state.motion, delivered.length]).toEqual(['halted', 4]);
    await command({ kind: 'end' });
    await vi.advanceTimersByTimeAsync(1000);
    expect([player.state.motion, delivered.length]).toEqual(['halted', 5]);
    stop.abort();
    await played;
  });

  test('rejects with what its source throws', async () => {
    const rows = new ExampleRows(2);
    rows.open = async function* () {
      yield* rows.rows;
      throw new Error('no sample');
    };
    const { played } = start(rows);
    const failed = expect(played).rejects.toThrow('no sample');
    await vi.advanceTimersByTimeAsync(1000);
    await failed;
  });

  test('tells of each change, and of looking for an instant that is far back', async () => {
    const { player, command, delivered, seconds } = start(new ExampleRows(20_000));
    const seen: string[] = [];
    player.onChange(() => {
      seen.push(player.state.isSeeking ? 'seeking' : player.state.motion);
      expect(Math.abs(seconds() - (delivered.at(-1) ?? 0) * 0.3)).toBeLessThan(0.31);
    });
    await command({ kind: 'end' });
    await command({ kind: 'start' });
    expect(seen).toEqual(expect.arrayContaining(['seeking', 'halted', 'ended']));
    expect(seen.at(-1)).toBe('halted');
  });
});
