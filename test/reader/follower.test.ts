import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PatientId } from '../../src/core/patient.ts';
import { type Follower, type FollowerOptions, startFollower } from '../../src/reader/follower.ts';
import type { StoreLink } from '../../src/reader/store-link.ts';
import type { TimedSnapshot } from '../../src/reader/timed-snapshot.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import { MemoryLink } from '../tui/memory-link.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T20:41:07.000Z') });
});
const started: Follower[] = [];
afterEach(() => {
  for (const follower of started.splice(0)) follower.close();
  vi.useRealTimers();
});

function start(link: MemoryLink, options: Partial<FollowerOptions> = {}) {
  const snapshots: { snapshot: TimedSnapshot; newSamples: number | null }[] = [];
  const links: StoreLink[] = [];
  const bugs: unknown[] = [];
  const follower = startFollower({
    store: link,
    nowMs: () => 1_000_000 + performance.now(),
    onSnapshot: (snapshot, newSamples) => snapshots.push({ snapshot, newSamples }),
    onLink: (state) => links.push(state),
    onBug: (error) => bugs.push(error),
    ...options,
  });
  started.push(follower);
  /** The first sensor's readings in the newest snapshot of a patient. */
  const readValues = (patient: PatientId) =>
    snapshots
      .findLast(({ snapshot }) => snapshot.patient === patient)
      ?.snapshot.samples.map(({ sensors }) => sensors[0]?.value);
  return { follower, snapshots, links, bugs, readValues };
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

describe('startFollower', () => {
  test('reads a patient at once, and each time it is woken', async () => {
    const link = new MemoryLink();
    await link.store(1, 10);
    const { follower, snapshots, readValues } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 50 }]);
    await settle();
    expect(readValues(1)).toEqual([10]);
    await settle(100);
    await link.store(1, 11);
    await settle();
    expect(readValues(1)).toEqual([10, 11]);
    expect(snapshots.map(({ newSamples }) => newSamples)).toEqual([null, 1]);
  });

  test('polls four times a second without wake-ups, and subscribes again when they were refused', async () => {
    for (const wakes of ['none', 'refused'] as const) {
      const link = new MemoryLink();
      link.wakes = wakes;
      const { follower, links, readValues } = start(link);
      follower.follow([{ patient: 1, depth: 'history', samples: 50 }]);
      await settle();
      await link.store(1, 11);
      await settle(250);
      expect(readValues(1)).toEqual([11]);
      expect(links.at(-1)).toMatchObject({ state: 'answering', wakes: false });
      link.wakes = 'come';
      await settle(5500);
      expect(links.at(-1)).toMatchObject({ state: 'answering', wakes: wakes === 'refused' });
    }
  });

  test('reads only what came since the last read', async () => {
    const link = new MemoryLink();
    for (let value = 0; value < 100; value++) await link.store(1, value, { at: `${1000 + value}.000` });
    const { follower } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 100 }]);
    await settle();
    await link.store(1, 100, { at: '1100.000' });
    await settle();
    expect(link.reads.map(({ newest }) => newest)).toEqual([100, 4]);
  });

  test('misses no sample of the original program, many of which share a whole second', async () => {
    const link = new MemoryLink();
    const { follower, readValues } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 50 }]);
    const values: number[] = [];
    for (let value = 0; value < 40; value++) {
      await settle(290);
      values.push(value);
      await link.store(1, value, { at: String(Math.floor(Date.now() / 1000)) });
      await settle();
      expect(readValues(1)).toEqual(values);
    }
  });

  test('counts new samples by the growth of the list when all are alike', async () => {
    const link = new MemoryLink();
    const { follower, readValues, snapshots } = start(link);
    await link.store(1, 0, { at: '1000' });
    follower.follow([{ patient: 1, depth: 'history', samples: 50, everySample: true }]);
    await settle();
    let stored = 1;
    for (const count of [1, 2, 3, 1]) {
      // One write each: a store takes the same entry again for a repetition.
      for (let entry = 0; entry < count; entry++) {
        await link.store(1, stored++ % 2, { at: '1000' });
      }
      await settle(1000);
      expect(readValues(1)).toHaveLength(stored);
    }
    expect(snapshots.reduce((sum, { newSamples }) => sum + (newSamples ?? 0), 0)).toBe(stored - 1);
  });

  test('reads every sample where that is asked for, however many came while the store was down', async () => {
    const link = new MemoryLink();
    await link.store(1, 0);
    const { follower, snapshots } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 10, everySample: true }]);
    await settle();
    link.isDown = true;
    await settle(1000);
    for (let value = 1; value <= 500; value++) {
      await settle(20);
      await link.store(1, value);
    }
    link.isDown = false;
    await settle(1000);
    const newSamples = snapshots.find((told) => (told.newSamples ?? 0) > 0);
    expect(newSamples?.newSamples).toBe(500);
    expect(newSamples?.snapshot.samples.slice(-500).map(({ sensors }) => sensors[0]?.value)).toEqual(
      Array.from({ length: 500 }, (_, index) => index + 1),
    );
  });

  test('does not know how many samples are new when all known ones were removed', async () => {
    const link = new MemoryLink();
    // So young that others may have come and gone unseen.
    const nowSeconds = Date.now() / 1000;
    await link.store(1, 0, { at: nowSeconds.toFixed(3) });
    const { follower, snapshots } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 10, everySample: true }]);
    await settle();
    await link.memory.trim(nowSeconds + 1);
    await link.store(1, 1, { at: (nowSeconds + 2).toFixed(3) });
    await settle();
    expect(snapshots.map(({ newSamples }) => newSamples)).toEqual([null, null]);
    expect(link.reads.map(({ newest }) => newest)).toEqual([10, 4, 10]);
    expect(snapshots.at(-1)?.snapshot.samples).toHaveLength(1);
  });

  test('drops samples and anomalies that are not retained any more', async () => {
    const link = new MemoryLink();
    for (let value = 0; value < 10; value++) {
      await link.store(1, value, { at: `${1000 + value}.000`, anomalous: true });
    }
    const { follower, snapshots, readValues } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 50 }]);
    await settle();
    await link.memory.trim(1006);
    await link.store(1, 10, { at: '1010.000' });
    await settle();
    expect(readValues(1)).toEqual([6, 7, 8, 9, 10]);
    expect(snapshots.at(-1)?.snapshot.anomalies?.map(({ atSeconds }) => atSeconds)).toEqual([
      1006, 1007, 1008, 1009,
    ]);
  });

  test('reads the newest sample alone at the depth newest, and no anomalies', async () => {
    const link = new MemoryLink();
    await link.store(1, 1, { at: '1000.000', anomalous: true });
    await link.store(1, 2, { at: '1001.000' });
    const { follower, snapshots, readValues } = start(link);
    follower.follow([{ patient: 1, depth: 'newest' }]);
    await settle();
    expect(readValues(1)).toEqual([2]);
    expect(snapshots[0]?.snapshot.anomalies).toBeNull();
  });

  test('tells once why and since when the store is down, and goes on when it is back', async () => {
    const link = new MemoryLink();
    const { follower, links, snapshots, bugs } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 10 }]);
    await settle();
    link.isDown = true;
    await settle(5000);
    const away = links.filter(({ state }) => state === 'down');
    expect(away).toEqual([{ state: 'down', reason: 'connection refused', sinceMs: expect.any(Number) }]);
    link.isDown = false;
    await link.store(1, 5);
    await settle(500);
    expect(links.at(-1)).toMatchObject({ state: 'answering' });
    expect(snapshots.at(-1)?.snapshot.samples).toHaveLength(1);
    expect(bugs).toEqual([]);
  });

  test('tells which patients the store holds, at first and when that changes', async () => {
    const link = new MemoryLink();
    const found: (readonly PatientId[])[] = [];
    start(link, { onPatients: (patients) => found.push(patients) });
    await settle();
    await link.store(4, 1);
    await settle(500);
    await link.store(2, 1);
    await settle(5000);
    await settle(5000);
    expect(found).toEqual([[], [4], [2, 4]]);
  });

  test('passes an error that is a bug to onBug', async () => {
    const link = new MemoryLink();
    vi.spyOn(link, 'read').mockRejectedValue(new TypeError('bug'));
    const { follower, bugs } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 10 }]);
    await settle();
    expect(bugs).toEqual([expect.any(TypeError)]);
  });

  test('reads nothing once it is closed', async () => {
    const link = new MemoryLink();
    const close = vi.fn();
    vi.spyOn(link, 'wakeOn').mockResolvedValue({ wakes: true, close });
    const { follower, snapshots } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 10 }]);
    await settle();
    follower.close();
    await link.store(1, 1);
    await settle(10_000);
    expect(snapshots).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(close).toHaveBeenCalledOnce();
  });

  test('reads a trace once a second, without anomalies and wake-ups, and only what is new', async () => {
    const link = new MemoryLink();
    for (let value = 0; value < 30; value++) await link.store(1, value, { anomalous: value === 3 });
    const { follower, snapshots, readValues } = start(link);
    follower.follow([{ patient: 1, depth: 'trace', samples: 20 }]);
    await settle();
    expect(readValues(1)).toHaveLength(20);
    await link.store(1, 99);
    await settle(900);
    expect(readValues(1)?.at(-1)).toBe(29);
    await settle(200);
    expect(readValues(1)?.at(-1)).toBe(99);
    expect(readValues(1)).toHaveLength(20);
    expect(snapshots.every(({ snapshot }) => snapshot.anomalies === null)).toBe(true);
    expect(link.reads.map(({ newest }) => newest)).toEqual([20, 8]);
    follower.follow([{ patient: 1, depth: 'history', samples: 20 }]);
    await settle();
    expect(snapshots.at(-1)?.snapshot.anomalies).toHaveLength(1);
  });

  test('reads together those of whom the newest samples are enough, and tells of each', async () => {
    const link = new MemoryLink();
    for (const patient of [1, 2, 3])
      for (let value = 0; value < 30; value++) await link.store(patient, value);
    const readEach = vi.spyOn(link, 'readEach');
    const { follower, snapshots } = start(link);
    follower.follow([
      { patient: 1, depth: 'trace', samples: 20 },
      { patient: 2, depth: 'newest' },
      { patient: 3, depth: 'trace', samples: 10 },
    ]);
    await settle();
    expect(readEach).toHaveBeenCalledOnce();
    expect(snapshots.map(({ snapshot }) => [snapshot.patient, snapshot.samples.length])).toEqual([
      [1, 20],
      [2, 1],
      [3, 10],
    ]);
  });

  test('reads afresh, together with the others, a trace that more was stored of than could be expected', async () => {
    const link = new MemoryLink();
    await link.store(1, 0);
    await link.store(2, 0);
    const { follower, readValues } = start(link);
    follower.follow([
      { patient: 1, depth: 'trace', samples: 20 },
      { patient: 2, depth: 'trace', samples: 20 },
    ]);
    await settle();
    for (let value = 1; value <= 30; value++) await link.store(1, value);
    await link.store(2, 1);
    link.reads.length = 0;
    await settle(1000);
    expect(link.reads).toEqual([
      { patient: 1, newest: 8 },
      { patient: 2, newest: 8 },
      { patient: 1, newest: 20 },
    ]);
    expect([readValues(1)?.length, readValues(1)?.at(-1), readValues(2)]).toEqual([20, 30, [0, 1]]);
  });

  test('reads no row of a ward before its time when others come and go', async () => {
    const link = new MemoryLink();
    for (const patient of [1, 2, 3]) await link.store(patient, 5);
    const row = (patient: PatientId) => ({ patient, depth: 'trace' as const, samples: 20 });
    const { follower } = start(link);
    follower.follow([row(1), row(2)]);
    await settle(100);
    for (let turn = 0; turn < 5; turn++) {
      follower.follow([row(3), row(1)]);
      await settle(100);
    }
    expect(link.reads.map(({ patient }) => patient)).toEqual([1, 2, 3]);
    await settle(500);
    expect(link.reads.map(({ patient }) => patient)).toEqual([1, 2, 3, 1, 3]);
  });

  test('keeps what is read of the others while it is told to follow them for other rows', async () => {
    const link = new MemoryLink();
    for (const patient of [1, 2]) await link.store(patient, 5);
    const row = (patient: PatientId, samples: number) => ({ patient, depth: 'trace' as const, samples });
    const { follower, snapshots } = start(link, {
      onSnapshot: (snapshot) => {
        snapshots.push({ snapshot, newSamples: null });
        // As a ward does, which needs fewer samples once it knows how often a patient is polled.
        follower.follow([row(1, 10), row(2, 10)]);
      },
    });
    follower.follow([row(1, 20), row(2, 20)]);
    await settle(500);
    expect(snapshots.map(({ snapshot }) => snapshot.patient)).toEqual([1, 2]);
    expect(link.reads).toHaveLength(2);
  });

  test('tells of the others when a patient cannot be read, and that the store is down', async () => {
    const link = new MemoryLink();
    for (const patient of [1, 2]) await link.store(patient, 5);
    const whole = link.readEach.bind(link);
    vi.spyOn(link, 'readEach').mockImplementation(async (requests) => [
      new StoreUnavailable('connection refused'),
      ...(await whole(requests)).slice(1),
    ]);
    const { follower, snapshots, links } = start(link);
    follower.follow([
      { patient: 1, depth: 'newest' },
      { patient: 2, depth: 'newest' },
    ]);
    await settle();
    expect(snapshots.map(({ snapshot }) => snapshot.patient)).toEqual([2]);
    expect(links.at(-1)).toMatchObject({ state: 'down', reason: 'connection refused' });
  });

  test('reads the summaries asked for once a second, and none when none are asked for', async () => {
    const link = new MemoryLink();
    await link.store(1, 10);
    const summaries: number[][] = [];
    const { follower } = start(link, {
      onSummaries: (told) => summaries.push(told.map(({ patient }) => patient)),
    });
    follower.follow([], [1, 2]);
    await settle(3500);
    expect(summaries).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    link.isDown = true;
    await settle(5000);
    link.isDown = false;
    await settle(1000);
    const count = summaries.length;
    expect(count).toBeGreaterThan(4);
    follower.follow([], []);
    await settle(5000);
    expect(summaries).toHaveLength(count);
  });

  test('reads a history every second beside wake-ups, in case one was lost', async () => {
    const link = new MemoryLink();
    await link.store(1, 10);
    const { follower } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 50 }]);
    await settle(3100);
    expect(link.reads).toHaveLength(4);
  });

  test('reads a patient without samples once each time, and no more than could have come', async () => {
    const link = new MemoryLink();
    const { follower } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 50, everySample: true }]);
    await settle(1100);
    expect(link.reads.map(({ newest }) => newest)).toEqual([50, 8]);
  });

  test('reads the newest sample twice a second', async () => {
    const link = new MemoryLink();
    const { follower } = start(link);
    follower.follow([{ patient: 1, depth: 'newest' }]);
    await settle(2100);
    expect(link.reads).toHaveLength(5);
  });

  test('reads summaries of at most one patient a millisecond', async () => {
    const link = new MemoryLink();
    const { follower } = start(link, { onSummaries: () => {} });
    follower.follow(
      [],
      Array.from({ length: 3000 }, (_, index) => index + 1),
    );
    await settle(6100);
    expect(link.summaries).toHaveLength(3);
  });

  test('sleeps when it follows nobody', async () => {
    const link = new MemoryLink();
    start(link, { onSummaries: () => {} });
    await settle(60_000);
    expect(link.reads).toEqual([]);
    expect(vi.getTimerCount()).toBe(1);
    const next = vi.spyOn(globalThis, 'setTimeout');
    await settle(60_000);
    expect(next).toHaveBeenCalledTimes(12);
  });

  test('keeps the samples it knows when fewer are asked for, and reads again when more are', async () => {
    const link = new MemoryLink();
    for (let value = 0; value < 30; value++) await link.store(1, value, { at: `${1000 + value}.000` });
    const { follower, readValues } = start(link);
    const followHistory = async (samples: number) => {
      follower.follow([{ patient: 1, depth: 'history', samples }]);
      await settle();
      return link.reads.at(-1)?.newest;
    };
    expect(await followHistory(20)).toBe(20);
    expect(await followHistory(20)).toBe(4);
    expect(await followHistory(10)).toBe(4);
    expect(readValues(1)).toHaveLength(10);
    expect(await followHistory(30)).toBe(30);
    expect(readValues(1)).toHaveLength(30);
  });

  test('reads more when it has to reach back further than the poll interval explains', async () => {
    const link = new MemoryLink();
    await link.store(1, 0, { at: '1000.000' });
    const { follower, snapshots } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 50 }]);
    await settle();
    link.isDown = true;
    for (let value = 1; value <= 10; value++) await link.store(1, value, { at: `${1000 + value}.000` });
    await settle(10);
    link.isDown = false;
    await settle(500);
    expect(link.reads.map(({ newest }) => newest)).toEqual([50, 6, 24]);
    expect(snapshots.at(-1)?.newSamples).toBe(10);
  });
});

describe('a slow store', () => {
  const READ_MS = 30;

  /** A link whose every read takes a while. */
  function makeSlowLink() {
    const link = new MemoryLink();
    const delay = () => new Promise((resolve) => setTimeout(resolve, READ_MS));
    const read = vi.spyOn(link, 'read').mockImplementation(async (patient, newest) => {
      await delay();
      return link.memory.read(patient, newest);
    });
    const readSummaries = vi.spyOn(link, 'readSummaries').mockImplementation(async (patients) => {
      await delay();
      return link.memory.readSummaries(patients);
    });
    return { link, read, readSummaries };
  }

  test('is asked one thing at a time, however often it wakes', async () => {
    const { link, read } = makeSlowLink();
    const { follower } = start(link);
    follower.follow([{ patient: 1, depth: 'history', samples: 50 }]);
    await settle();
    for (let value = 0; value < 5; value++) {
      await settle(1);
      await link.store(1, value);
    }
    expect(read).toHaveBeenCalledTimes(1);
    await settle(2 * READ_MS - 6);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('is told with the latency of the read', async () => {
    const { link } = makeSlowLink();
    const { follower, links } = start(link, { onSummaries: () => {} });
    follower.follow([{ patient: 1, depth: 'newest' }], [1]);
    await settle(2 * READ_MS);
    const answers = links.filter(({ state }) => state === 'answering');
    expect(answers).toEqual([1, 2].map(() => ({ state: 'answering', latencyMs: READ_MS, wakes: false })));
  });

  test('tells nothing of a patient who is not followed any more when it answers', async () => {
    const { link } = makeSlowLink();
    const { follower, snapshots } = start(link);
    follower.follow([{ patient: 1, depth: 'newest' }]);
    await settle(READ_MS / 2);
    follower.follow([{ patient: 2, depth: 'newest' }]);
    await settle(2 * READ_MS);
    expect(snapshots.map(({ snapshot }) => snapshot.patient)).toEqual([2]);
  });

  test('tells nothing when it answers after the end', async () => {
    const { link, read, readSummaries } = makeSlowLink();
    const summaries: unknown[] = [];
    const { follower, snapshots } = start(link, { onSummaries: (told) => summaries.push(told) });
    follower.follow([{ patient: 1, depth: 'newest' }]);
    await settle(READ_MS / 2);
    follower.close();
    const other = start(link, { onSummaries: (told) => summaries.push(told) });
    other.follower.follow([], [1]);
    await settle(READ_MS / 2);
    other.follower.close();
    await settle(10_000);
    expect([read, readSummaries].map((call) => call.mock.calls.length)).toEqual([1, 1]);
    expect([...snapshots, ...summaries]).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('the patients of the store are looked up every five seconds, and that it answers is told', async () => {
  const link = new MemoryLink();
  await link.store(1, 1);
  const listPatients = vi.spyOn(link, 'patients');
  const { links } = start(link, { onPatients: () => {} });
  await settle(10_100);
  expect(listPatients).toHaveBeenCalledTimes(3);
  expect(links.map(({ state }) => state)).toEqual(['connecting', 'answering']);
});
