import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Message } from '../../src/tui/model/message.ts';
import { type StoreQueries, startStoreQueries } from '../../src/tui/store-queries.ts';
import { MemoryLink } from './memory-link.ts';

const QUERY = {
  purpose: 'history',
  patient: 3,
  list: 'samples',
  atSeconds: Number.POSITIVE_INFINITY,
  before: 10,
  from: 0,
} as const;

let link: MemoryLink;
let queries: StoreQueries;
let told: Message[];
let bugs: unknown[];

beforeEach(async () => {
  vi.useFakeTimers();
  link = new MemoryLink();
  told = [];
  bugs = [];
  queries = startStoreQueries({
    store: link,
    nowMs: () => performance.now(),
    onMessage: (message) => told.push(message),
    onBug: (error) => bugs.push(error),
  });
  for (const value of [1, 2, 3]) await link.store(3, value, { anomalous: value === 3 });
});
afterEach(() => {
  queries.close();
  vi.useRealTimers();
});

describe('what the screen asks now and then', () => {
  test('is answered with the question', async () => {
    queries.readSamples(QUERY);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toMatchObject([{ kind: 'samplesRead', query: QUERY }]);
    expect(
      told[0]?.kind === 'samplesRead' && told[0].samples.map(({ sensors }) => sensors[0]?.value),
    ).toEqual([1, 2, 3]);
  });

  test('is asked again while the store is away, and only the newest of a purpose', async () => {
    link.isDown = true;
    queries.readSamples(QUERY);
    queries.readSamples({ ...QUERY, before: 1 });
    queries.readSamples({ ...QUERY, purpose: 'older', list: 'anomalies' });
    await vi.advanceTimersByTimeAsync(1200);
    expect(told).toEqual([]);
    link.isDown = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(told.map((message) => message.kind === 'samplesRead' && message.samples.length).sort()).toEqual([
      1, 1,
    ]);
    expect(bugs).toEqual([]);
  });

  test('counts a list again and again until it is told otherwise', async () => {
    queries.countDistribution({ patient: 3, list: 'samples' });
    await vi.advanceTimersByTimeAsync(10);
    expect(told).toMatchObject([
      { kind: 'distributionCounted', isWhole: true, distribution: { samples: 3 } },
    ]);
    await link.store(3, 4);
    await vi.advanceTimersByTimeAsync(1100);
    expect(told.at(-1)).toMatchObject({ distribution: { samples: 4 } });
    queries.countDistribution({ patient: 3, list: 'anomalies' });
    await vi.advanceTimersByTimeAsync(10);
    expect(told.at(-1)).toMatchObject({ query: { list: 'anomalies' }, distribution: { samples: 1 } });
    const count = told.length;
    queries.countDistribution(null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toHaveLength(count);
  });

  test('tells nothing after it was closed, and leaves no timer behind', async () => {
    link.isDown = true;
    queries.readSamples(QUERY);
    queries.countDistribution({ patient: 3, list: 'samples' });
    await vi.advanceTimersByTimeAsync(10);
    queries.close();
    link.isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('tells of a bug', async () => {
    const bug = new Error('a bug');
    vi.spyOn(link, 'readAround').mockRejectedValue(bug);
    queries.readSamples(QUERY);
    await vi.advanceTimersByTimeAsync(0);
    expect(bugs).toEqual([bug]);
  });
});
