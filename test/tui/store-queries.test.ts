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
let messages: Message[];
let bugs: unknown[];

beforeEach(async () => {
  vi.useFakeTimers();
  link = new MemoryLink();
  messages = [];
  bugs = [];
  queries = startStoreQueries({
    store: link,
    maxKeptBytes: 5000,
    nowMs: () => performance.now(),
    onMessage: (message) => messages.push(message),
    onBug: (error) => bugs.push(error),
  });
  for (const value of [1, 2, 3]) await link.store(3, value, { anomalous: value === 3 });
});
afterEach(() => {
  queries.close();
  vi.useRealTimers();
});

describe('queries to the store', () => {
  test('are answered together with the query', async () => {
    queries.readSamples(QUERY);
    await vi.advanceTimersByTimeAsync(0);
    expect(messages).toMatchObject([{ kind: 'samplesRead', query: QUERY }]);
    expect(
      messages[0]?.kind === 'samplesRead' && messages[0].samples.map(({ sensors }) => sensors[0]?.value),
    ).toEqual([1, 2, 3]);
  });

  test('are repeated until the store answers, but only the newest of each purpose', async () => {
    link.isDown = true;
    queries.readSamples(QUERY);
    queries.readSamples({ ...QUERY, before: 1 });
    queries.readSamples({ ...QUERY, purpose: 'older', list: 'anomalies' });
    await vi.advanceTimersByTimeAsync(1200);
    expect(messages).toEqual([]);
    link.isDown = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(
      messages.map((message) => message.kind === 'samplesRead' && message.samples.length).sort(),
    ).toEqual([1, 1]);
    expect(bugs).toEqual([]);
  });

  test('count a list again and again until another one or none is asked for', async () => {
    queries.countDistribution({ patient: 3, list: 'samples' });
    await vi.advanceTimersByTimeAsync(10);
    expect(messages).toMatchObject([
      { kind: 'distributionCounted', isWhole: true, distribution: { samples: 3 } },
    ]);
    await link.store(3, 4);
    await vi.advanceTimersByTimeAsync(1100);
    expect(messages.at(-1)).toMatchObject({ distribution: { samples: 4 } });
    queries.countDistribution({ patient: 3, list: 'anomalies' });
    await vi.advanceTimersByTimeAsync(10);
    expect(messages.at(-1)).toMatchObject({ query: { list: 'anomalies' }, distribution: { samples: 1 } });
    const count = messages.length;
    queries.countDistribution(null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(messages).toHaveLength(count);
  });

  test('are not answered after closing, which leaves no timer behind', async () => {
    link.isDown = true;
    queries.readSamples(QUERY);
    queries.countDistribution({ patient: 3, list: 'samples' });
    await vi.advanceTimersByTimeAsync(10);
    queries.close();
    link.isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(messages).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('report any error but an unavailable store as a bug', async () => {
    const bug = new Error('a bug');
    vi.spyOn(link, 'readAround').mockRejectedValue(bug);
    queries.readSamples(QUERY);
    await vi.advanceTimersByTimeAsync(0);
    expect(bugs).toEqual([bug]);
  });
});

describe('a walk to keep', () => {
  const walkOf = (seconds: number) => ({
    patient: 3,
    sinceSeconds: seconds - 60,
    untilSeconds: seconds + 1,
    note: null,
    marks: [],
    keptAtSeconds: seconds,
  });

  test('is kept once, also when the store is away for some seconds', async () => {
    const walk = walkOf(Date.now() / 1000);
    link.isDown = true;
    queries.keepWalk(walk);
    await vi.advanceTimersByTimeAsync(2000);
    expect(messages).toEqual([]);
    link.isDown = false;
    await vi.advanceTimersByTimeAsync(4000);
    expect(messages).toMatchObject([
      { kind: 'walkKept', walk, answer: { kind: 'kept', samples: 3 }, maxBytes: 5000 },
    ]);
    expect((await link.memory.kept(3)).walks).toHaveLength(1);
  });

  test('is told to be not kept when the store stays away', async () => {
    link.isDown = true;
    queries.keepWalk(walkOf(Date.now() / 1000));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(messages).toMatchObject([{ answer: { kind: 'failed', reason: 'connection refused' } }]);
  });

  test('is in the list of the patient, and in that of all', async () => {
    queries.keepWalk(walkOf(Date.now() / 1000));
    await vi.advanceTimersByTimeAsync(0);
    messages.length = 0;
    queries.listKept(4);
    queries.listKept(3);
    await vi.advanceTimersByTimeAsync(0);
    expect(messages).toMatchObject([{ kind: 'keptListed', patient: 3, walks: [{ patient: 3, samples: 3 }] }]);
    queries.listKept(null);
    await vi.advanceTimersByTimeAsync(0);
    expect(messages[1]).toMatchObject({ patient: null, walks: [{ patient: 3 }] });
  });
});
