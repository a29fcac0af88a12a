import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { playIntoStore } from '../../src/cli/replay-store.ts';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import { KEY_MAP } from '../../src/core/keys/key-map.ts';
import { nameKey } from '../../src/core/keys/key-name.ts';
import { startFollower } from '../../src/reader/follower.ts';
import { type RecordedRow, RecordedTape } from '../../src/reader/recorded-tape.ts';
import { ReplayClock } from '../../src/reader/replay-clock.ts';
import { type DashboardScreen, runDashboard } from '../../src/tui/dashboard.ts';
import type { Frame } from '../../src/tui/frame/frame.ts';
import type { InputEvent } from '../../src/tui/input/input-event.ts';
import { startStoreQueries } from '../../src/tui/store-queries.ts';
import { eventfulSnapshot } from '../tui/example-model.ts';
import { frameToText } from '../tui/frame/frame-to-text.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ROWS: readonly RecordedRow[] = eventfulSnapshot().samples.map((sample) => ({
  patient: 2,
  insole: SIX,
  sample,
  entry: {
    timestamp: sample.atSeconds.toFixed(3),
    sensorsJson: JSON.stringify(sample.sensors),
    anomalous: sample.sensors.some(({ anomaly }) => anomaly),
  },
}));

/** The dashboard on a recording of two minutes, with everything real but its screen. */
async function replay(speed = 1) {
  const frames: Frame[] = [];
  let send: (event: InputEvent) => void = () => {};
  const screen: DashboardScreen = {
    size: { columns: 200, rows: 40 },
    draw: (frame) => void frames.push(frame),
    redraw: () => {},
    onInput: (listener) => {
      send = listener;
    },
    onResize: () => {},
    onHangUp: () => {},
    close: () => {},
  };
  const rows = {
    open: async function* () {
      yield* ROWS;
    },
    canReopen: () => true,
  };
  const clock = new ReplayClock(speed, () => performance.now());
  const { store, player } = playIntoStore({
    patient: 2,
    profile: null,
    tape: new RecordedTape(rows, 300),
    clock,
  });
  const stop = new AbortController();
  void player.play(stop.signal);
  const dashboard = runDashboard({
    screen,
    startFollower: (listeners) => startFollower({ ...listeners, store }),
    startQueries: (listeners) => startStoreQueries({ ...listeners, store, maxKeptBytes: 50_000_000 }),
    nowMs: () => performance.now(),
    replay: player,
    zoneOffsetMinutes: () => 60,
    patients: [2],
    selected: 2,
    unicode: true,
    storeName: 'walk.ndjson',
  });
  const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      send({ kind: 'key', key });
      await wait(100);
    }
    await wait(400);
  };
  const lines = () =>
    frameToText(frames.at(-1) as Frame)
      .trimEnd()
      .split('\n');
  const end = () => {
    dashboard.stop();
    stop.abort();
  };
  await wait(400);
  return { press, wait, lines, end, read: () => lines().join('\n') };
}

const clockOf = (lines: readonly string[]) => / (\d\d:\d\d:\d\d) *$/.exec(lines[0] ?? '')?.[1];

describe('a recording on the dashboard', () => {
  test('halts, and plays on', async () => {
    const { press, wait, lines, end } = await replay();
    await wait(5000);
    await press('space');
    const halted = lines().slice(0, -1);
    expect(lines()[0]).toMatch(/» REPLAY HALTED of 2026-11-23/);
    await wait(10_000);
    expect(lines().slice(0, -1)).toEqual(halted);
    await press('space');
    await wait(2000);
    expect(lines()[0]).toMatch(/» REPLAY of 2026-11-23/);
    expect(lines().slice(0, -1)).not.toEqual(halted);
    end();
  });

  test('steps, seeks and plays faster by the keys of time travel, and comes back to the same picture', async () => {
    const { press, wait, lines, read, end } = await replay(4);
    await wait(5000);
    await press('space');
    const halted = read();
    await press('left');
    const earlier = read();
    expect(earlier).not.toBe(halted);
    await press('left', 'right');
    expect(read()).toBe(earlier);
    const before = clockOf(lines());
    await press(...new Array(3).fill('S-left'));
    expect(clockOf(lines())).not.toBe(before);
    await press('end');
    expect(lines()[0]).toMatch(/» REPLAY ENDED/);
    expect(clockOf(lines())).toBe('14:03:21');
    await press('home');
    expect(lines()[0]).toMatch(/» REPLAY HALTED/);
    expect(read()).toMatch(/nothing yet|no anomal|since/i);
    await press('space', '>', '>');
    expect(lines()[0]).toMatch(/» REPLAY 16x of/);
    await wait(9000);
    expect(lines()[0]).toMatch(/» REPLAY ENDED/);
    end();
  });

  test('shows no event of what has not been played, after going back', async () => {
    const { press, read, end } = await replay();
    await press('end');
    expect(read()).toMatch(/3 events/);
    await press('home');
    expect(read()).not.toMatch(/[1-9] events?\b/);
    end();
  });

  test.each([
    ['while it is played', ['S-right', 'S-right', 'space']],
    ['halted', ['S-right', 'S-right']],
    ['at its start', ['S-right', 'home']],
    ['at its end', ['end']],
    ['halted before its end', ['end', 'left']],
    ['with an event opened', ['end', 'enter']],
    ['with another event opened', ['end', 'enter', 'p']],
    ['with the distribution', ['end', 'd']],
    ['with a panel enlarged', ['end', 'tab', 'z']],
    ['under the help', ['end', '?']],
  ])('offers only keys that change the picture: %s', async (_, keys) => {
    const before = await replay();
    await before.press(...keys);
    const [bar = ''] = before.lines().slice(-1);
    const offered = KEY_MAP.flatMap(({ keys: [key = ''], hint, hintInReplay }) => {
      const name = nameKey(key, true);
      const isShown = [hint, hintInReplay].some((each) => each && bar.includes(` ${name} ${each} `));
      return isShown && key !== 'q' ? [key] : [];
    });
    before.end();
    expect(offered.length).toBeGreaterThan(0);
    for (const key of offered) {
      const run = await replay();
      await run.press(...keys);
      const shown = run.read();
      // A recording that is played changes by itself: what has to change then is how it is played.
      const isPlayed = / REPLAY of/.test(shown);
      await run.press(key);
      const [top = '', ...rest] = run.lines();
      if (isPlayed)
        expect([top, ...rest].join('\n').replace(/\d/g, ''), key).not.toBe(shown.replace(/\d/g, ''));
      else expect(run.read(), key).not.toBe(shown);
      run.end();
    }
  });
});
