import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import type { FollowedPatient } from '../../src/reader/followed-patient.ts';
import type { Follower, FollowerOptions } from '../../src/reader/follower.ts';
import {
  type Dashboard,
  type DashboardOptions,
  type DashboardScreen,
  runDashboard,
} from '../../src/tui/dashboard.ts';
import type { Frame } from '../../src/tui/frame/frame.ts';
import type { InputEvent } from '../../src/tui/input/input-event.ts';
import { exampleSnapshot, flagSamples, walkSamples } from './example-model.ts';
import { frameToText } from './frame/frame-to-text.ts';

class FakeScreen implements DashboardScreen {
  size = { columns: 120, rows: 40 };
  frames: Frame[] = [];
  closed = 0;
  press: (key: string) => void = () => {};
  redrawn = 0;
  resize: () => void = () => {};
  hangUp: () => void = () => {};
  failure: Error | null = null;

  draw(frame: Frame): void {
    if (this.failure) throw this.failure;
    this.frames.push(frame);
  }
  redraw(): void {
    this.redrawn++;
  }
  onInput(listener: (event: InputEvent) => void): void {
    this.press = (key) => listener({ kind: 'key', key });
  }
  onResize(listener: () => void): void {
    this.resize = listener;
  }
  onHangUp(listener: () => void): void {
    this.hangUp = listener;
  }
  close(): void {
    this.closed++;
  }
}

class FakeFollower implements Follower {
  followed: (readonly FollowedPatient[])[] = [];
  isClosed = false;
  readonly listeners: Omit<FollowerOptions, 'store'>;

  constructor(listeners: Omit<FollowerOptions, 'store'>) {
    this.listeners = listeners;
  }
  follow(patients: readonly FollowedPatient[]): void {
    this.followed.push(patients);
  }
  close(): void {
    this.isClosed = true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
const running: Dashboard[] = [];
afterEach(() => {
  for (const dashboard of running.splice(0)) dashboard.stop();
  vi.useRealTimers();
});

function run(changes: Partial<DashboardOptions> = {}) {
  const screen = new FakeScreen();
  const followers: FakeFollower[] = [];
  const dashboard = runDashboard({
    screen,
    startFollower: (listeners) => {
      const made = new FakeFollower(listeners);
      followers.push(made);
      return made;
    },
    startQueries: () => ({
      readSamples: () => {},
      countDistribution: () => {},
      keepWalk: () => {},
      listKept: () => {},
      close: () => {},
    }),
    nowMs: () => performance.now(),
    zoneOffsetMinutes: () => 60,
    patients: [1, 2, 3],
    selected: 1,
    unicode: true,
    storeName: 'redis',
    ...changes,
  });
  running.push(dashboard);
  const [follower] = followers;
  return { dashboard, screen, follower: follower as FakeFollower };
}

function newestText(screen: FakeScreen): string {
  const frame = screen.frames.at(-1);
  return frame ? frameToText(frame) : '';
}

describe('the dashboard', () => {
  test('never waits for a negative time when the clock goes on between two readings, of which Node would warn', () => {
    const wait = vi.spyOn(globalThis, 'setTimeout');
    let readings = 0;
    const { follower } = run({ nowMs: () => performance.now() + ++readings * 0.5 });
    for (let sample = 1; sample < 40; sample++) {
      vi.advanceTimersByTime(50);
      follower.listeners.onSnapshot(exampleSnapshot(1, { readAtMs: performance.now() }), null);
    }
    const delays = wait.mock.calls.map(([, delayMs = 0]) => delayMs);
    expect(delays.length).toBeGreaterThan(20);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  });

  test('draws its first frame at once, and follows the patients on it', () => {
    const { screen, follower } = run();
    expect(screen.frames).toHaveLength(1);
    expect(follower.followed).toEqual([
      [
        expect.objectContaining({ patient: 1 }),
        { patient: 2, depth: 'newest' },
        { patient: 3, depth: 'newest' },
      ],
    ]);
  });

  test('shows what the follower reads', () => {
    const { screen, follower } = run();
    expect(newestText(screen)).not.toContain('Grzegorczyk');
    follower.listeners.onSnapshot(exampleSnapshot(1), null);
    vi.advanceTimersByTime(40);
    expect(newestText(screen)).toContain('Janek Grzegorczyk');
  });

  test('says that the store is down', () => {
    const { screen, follower } = run();
    follower.listeners.onLink({ state: 'down', reason: 'connection refused', sinceMs: performance.now() });
    vi.advanceTimersByTime(40);
    expect(newestText(screen)).toContain('connection refused');
  });

  test('draws the ward at most twice a second, however often something is read of it', () => {
    const { screen, follower } = run({ selected: null });
    vi.advanceTimersByTime(1000);
    const before = screen.frames.length;
    for (let read = 0; read < 100; read++) {
      follower.listeners.onLink({ state: 'answering', latencyMs: read % 7, wakes: true });
      follower.listeners.onSnapshot(exampleSnapshot(1 + (read % 3)), null);
      vi.advanceTimersByTime(50);
    }
    expect(screen.frames.length - before).toBeLessThanOrEqual(10);
    follower.listeners.onLink({ state: 'down', reason: 'connection refused', sinceMs: performance.now() });
    vi.advanceTimersByTime(40);
    expect(newestText(screen)).toContain('connection refused');
  });

  test('looks for patients in the store only when none are configured', () => {
    expect(run().follower.listeners.onPatients).toBeUndefined();
    const { follower } = run({ patients: null, selected: null });
    follower.listeners.onPatients?.([8]);
    expect(follower.followed.at(-1)).toEqual([expect.objectContaining({ patient: 8 })]);
  });

  test('acts on bound keys, and ignores all others', () => {
    const { screen, follower } = run();
    screen.press('x');
    expect(follower.followed).toHaveLength(1);
    screen.press(']');
    expect(follower.followed.at(-1)?.[0]).toMatchObject({ patient: 2 });
    screen.press('?');
    vi.advanceTimersByTime(40);
    expect(newestText(screen)).toContain('Help');
  });

  test('draws at its new size after a resize', () => {
    const { screen } = run();
    screen.size = { columns: 80, rows: 24 };
    screen.resize();
    vi.advanceTimersByTime(40);
    expect(screen.frames.at(-1)).toMatchObject({ width: 80, height: 24 });
  });

  test('draws at most 31 times a second, however much is typed', () => {
    const { screen } = run();
    for (let ms = 0; ms < 1000; ms++) {
      screen.press('?');
      vi.advanceTimersByTime(1);
    }
    expect(screen.frames.length).toBeGreaterThan(20);
    expect(screen.frames.length).toBeLessThanOrEqual(32);
  });

  test('draws samples within a tenth of a second, and no more often, however many come', () => {
    const { screen, follower } = run();
    for (let ms = 0; ms < 1000; ms++) {
      follower.listeners.onSnapshot(exampleSnapshot(1), null);
      vi.advanceTimersByTime(1);
    }
    expect(screen.frames.length).toBeGreaterThanOrEqual(11);
    expect(screen.frames.length).toBeLessThanOrEqual(14);
  });

  test('draws growing ages while nothing happens', () => {
    const { screen, follower } = run();
    const nowSeconds = 1_795_439_002;
    follower.listeners.onSnapshot(exampleSnapshot(1, { nowSeconds, readAtMs: performance.now() }), null);
    vi.advanceTimersByTime(1040);
    expect(newestText(screen)).toContain('age  1 s');
    vi.advanceTimersByTime(700);
    expect(newestText(screen)).toContain('age  1 s');
    vi.advanceTimersByTime(300);
    expect(newestText(screen)).toContain('STALE  2 s');
  });
});

describe('the screen', () => {
  test('is drawn anew on Ctrl-L', () => {
    const { screen } = run();
    screen.press('C-l');
    expect(screen.redrawn).toBe(1);
  });
});

describe('the callbacks of the dashboard', () => {
  test('include a request to suspend, after which it goes on', () => {
    const suspend = vi.fn();
    const { screen } = run({ suspend });
    screen.press('C-z');
    expect(suspend).toHaveBeenCalledOnce();
    expect(screen.closed).toBe(0);
  });

  test('include each anomaly event that begins', () => {
    const onAnomaly = vi.fn();
    const { follower } = run({ onAnomaly });
    const samples = walkSamples(1, 400);
    follower.listeners.onSnapshot(exampleSnapshot(1, { samples: samples.slice(0, 390) }), null);
    follower.listeners.onSnapshot(
      exampleSnapshot(1, { samples: flagSamples(samples, 0, 3, [2], 'api') }),
      10,
    );
    expect(onAnomaly).toHaveBeenCalledOnce();
    expect(onAnomaly).toHaveBeenCalledWith(expect.objectContaining({ patient: 1, sensors: [2] }), SIX);
  });
});

describe('the end of the dashboard', () => {
  test.each([
    ['q', 'quit'],
    ['C-c', 'interrupted'],
  ])('comes with %s, once the terminal is given back', async (key, ending) => {
    const { dashboard, screen, follower } = run();
    screen.press(key);
    expect(screen.closed).toBe(1);
    expect(follower.isClosed).toBe(true);
    await expect(dashboard.finished).resolves.toBe(ending);
  });

  test('comes when the terminal hangs up', async () => {
    const { dashboard, screen } = run();
    screen.hangUp();
    await expect(dashboard.finished).resolves.toBe('hungUp');
  });

  test('has come when stop() returns: the terminal is given back, and nothing is drawn any more', () => {
    const { dashboard, screen, follower } = run();
    dashboard.stop();
    expect(screen.closed).toBe(1);
    const drawn = screen.frames.length;
    follower.listeners.onSnapshot(exampleSnapshot(1), null);
    screen.press('right');
    vi.advanceTimersByTime(2000);
    expect(screen.frames).toHaveLength(drawn);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('gives the terminal back and rejects on a bug in drawing', async () => {
    const { dashboard, screen } = run();
    screen.failure = new Error('a bug');
    const finished = expect(dashboard.finished).rejects.toThrow('a bug');
    screen.press('right');
    vi.advanceTimersByTime(40);
    expect(screen.closed).toBe(1);
    await finished;
  });

  test('gives the terminal back and rejects on a bug at the start', async () => {
    const startFollower = () => {
      throw new Error('no follower');
    };
    const { dashboard, screen } = run({ startFollower });
    expect(screen.closed).toBe(1);
    await expect(dashboard.finished).rejects.toThrow('no follower');
  });

  test('gives the terminal back and rejects on a bug of the follower, or from outside', async () => {
    const one = run();
    const other = run();
    const both = Promise.all([
      expect(one.dashboard.finished).rejects.toThrow('follower'),
      expect(other.dashboard.finished).rejects.toThrow('outside'),
    ]);
    one.follower.listeners.onBug(new Error('follower'));
    other.dashboard.fail(new Error('outside'));
    expect([one.screen.closed, other.screen.closed]).toEqual([1, 1]);
    await both;
  });

  test('is reported with the first of several causes', async () => {
    const { dashboard } = run();
    dashboard.stop();
    dashboard.fail(new Error('late'));
    await expect(dashboard.finished).resolves.toBe('quit');
  });
});
