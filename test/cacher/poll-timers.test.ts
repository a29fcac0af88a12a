import { describe, expect, test, vi } from 'vitest';
import { startOffsetMs } from '../../src/cacher/poll-schedule.ts';
import { startPollTimers } from '../../src/cacher/poll-timers.ts';
import { useFakeTime } from './fake-time.ts';

/**
 * Starts timers on fake time, whose turns are noted with the time since the start. A turn may hold the process up:
 * `blockMs` says for how long, by the number of the turn.
 */
function startTimers(patients: readonly number[], intervalMs: number, blockMs = (_turn: number) => 0) {
  useFakeTime();
  let blockedMs = 0;
  const nowMs = () => performance.now() + blockedMs;
  const startMs = nowMs();
  const turns: { patient: number; atMs: number }[] = [];
  const onTurn = (patient: number) => {
    turns.push({ patient, atMs: nowMs() - startMs });
    blockedMs += blockMs(turns.length);
  };
  return { turns, timers: startPollTimers({ patients, intervalMs, nowMs, onTurn }) };
}

const OFFSET_MS = startOffsetMs(1, 300);
const timesOf = (turns: readonly { atMs: number }[]) => turns.map((turn) => turn.atMs - OFFSET_MS);

describe('startPollTimers', () => {
  test('gives every patient its turns at the interval, from its offset on', () => {
    const { turns, timers } = startTimers([1, 2, 3], 300);
    vi.advanceTimersByTime(899);
    timers.stop();
    for (const patient of [1, 2, 3]) {
      const offsetMs = startOffsetMs(patient, 300);
      const times = turns.filter((turn) => turn.patient === patient).map((turn) => turn.atMs);
      expect(times).toEqual([offsetMs, offsetMs + 300, offsetMs + 600]);
    }
  });

  test('does not drift over 1,000 turns, each of which takes its time', () => {
    const { turns, timers } = startTimers([1], 300, (turn) => turn % 7);
    vi.advanceTimersByTime(300 * 1000);
    timers.stop();
    expect(timesOf(turns).slice(0, 1000)).toEqual(Array.from({ length: 1000 }, (_, turn) => turn * 300));
  });

  test('does not shift the turns after one that another patient of the same offset made late', () => {
    const { turns, timers } = startTimers([1, 14], 300, (turn) => (turn === 3 ? 140 : 0));
    vi.advanceTimersByTime(900);
    timers.stop();
    expect(timesOf(turns).slice(0, 6)).toEqual([0, 0, 300, 440, 600, 600]);
  });

  test('leaves out the turns that were missed', () => {
    const { turns, timers } = startTimers([1], 300, (turn) => (turn === 2 ? 700 : 0));
    vi.advanceTimersByTime(2400);
    timers.stop();
    expect(timesOf(turns).slice(0, 5)).toEqual([0, 300, 1200, 1500, 1800]);
  });

  test('gives no turn after stop, not even to those that share the timer', () => {
    const { turns, timers } = startTimers([1, 2, 3], 20);
    vi.advanceTimersByTime(20);
    const before = turns.length;
    timers.stop();
    vi.advanceTimersByTime(1000);
    expect(turns.length).toBe(before);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('may be stopped by a turn', () => {
    let stop = () => {};
    const { turns, timers } = startTimers([1], 300, () => {
      stop();
      return 0;
    });
    stop = () => timers.stop();
    vi.advanceTimersByTime(3000);
    expect(turns.length).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('needs no more timers than there are offsets, however many the patients', () => {
    const { timers } = startTimers(
      Array.from({ length: 3000 }, (_, patient) => patient),
      300,
    );
    expect(vi.getTimerCount()).toBe(15);
    timers.stop();
  });
});
