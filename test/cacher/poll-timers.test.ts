import { describe, expect, test, vi } from 'vitest';
import { startOffsetMs } from '../../src/cacher/poll-schedule.ts';
import { startPollTimers } from '../../src/cacher/poll-timers.ts';
import { useFakeTime } from './fake-time.ts';

/**
 * Starts timers on fake time, and records every turn with its time since the start.
 *
 * @param blockMs how long a turn blocks the process, by the number of the turn
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
const listTimes = (turns: readonly { atMs: number }[]) => turns.map((turn) => turn.atMs - OFFSET_MS);

describe('startPollTimers', () => {
  test('gives every patient its turns at the interval, starting from its offset', () => {
    const { turns, timers } = startTimers([1, 2, 3], 300);
    vi.advanceTimersByTime(899);
    timers.stop();
    for (const patient of [1, 2, 3]) {
      const offsetMs = startOffsetMs(patient, 300);
      const times = turns.filter((turn) => turn.patient === patient).map((turn) => turn.atMs);
      expect(times).toEqual([offsetMs, offsetMs + 300, offsetMs + 600]);
    }
  });

  test('does not drift over 1,000 turns that each take some time', () => {
    const { turns, timers } = startTimers([1], 300, (turn) => turn % 7);
    vi.advanceTimersByTime(300 * 1000);
    timers.stop();
    expect(listTimes(turns).slice(0, 1000)).toEqual(Array.from({ length: 1000 }, (_, turn) => turn * 300));
  });

  test('keeps the times of later turns after another patient of the same offset made one late', () => {
    const { turns, timers } = startTimers([1, 14], 300, (turn) => (turn === 3 ? 140 : 0));
    vi.advanceTimersByTime(900);
    timers.stop();
    expect(listTimes(turns).slice(0, 6)).toEqual([0, 0, 300, 440, 600, 600]);
  });

  test('skips turns that were missed', () => {
    const { turns, timers } = startTimers([1], 300, (turn) => (turn === 2 ? 700 : 0));
    vi.advanceTimersByTime(2400);
    timers.stop();
    expect(listTimes(turns).slice(0, 5)).toEqual([0, 300, 1200, 1500, 1800]);
  });

  test('gives no turn after it was stopped', () => {
    const { turns, timers } = startTimers([1, 2, 3], 20);
    vi.advanceTimersByTime(20);
    const before = turns.length;
    timers.stop();
    vi.advanceTimersByTime(1000);
    expect(turns.length).toBe(before);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('may be stopped during a turn', () => {
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

  test('uses one timer for each offset, however many patients there are', () => {
    const { timers } = startTimers(
      Array.from({ length: 3000 }, (_, patient) => patient),
      300,
    );
    expect(vi.getTimerCount()).toBe(15);
    timers.stop();
  });
});
