import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Message } from '../../src/tui/model/message.ts';
import { type Lookups, startLookups } from '../../src/tui/store-queries.ts';
import { MemoryLink } from './memory-link.ts';

const QUESTION = {
  kind: 'readSamples',
  purpose: 'history',
  patient: 3,
  list: 'samples',
  atSeconds: Number.POSITIVE_INFINITY,
  before: 10,
  from: 0,
} as const;

let link: MemoryLink;
let lookups: Lookups;
let told: Message[];
let bugs: unknown[];

beforeEach(async () => {
  vi.useFakeTimers();
  link = new MemoryLink();
  told = [];
  bugs = [];
  lookups = startLookups({
    store: link,
    nowMs: () => performance.now(),
    onMessage: (message) => told.push(message),
    onBug: (error) => bugs.push(error),
  });
  for (const value of [1, 2, 3]) await link.store(3, value, { anomalous: value === 3 });
});
afterEach(() => {
  lookups.close();
  vi.useRealTimers();
});

describe('what the screen asks now and then', () => {
  test('is answered with the question', async () => {
    lookups.readSamples(QUESTION);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toMatchObject([{ kind: 'samplesRead', question: QUESTION }]);
    expect(
      told[0]?.kind === 'samplesRead' && told[0].samples.map(({ sensors }) => sensors[0]?.value),
    ).toEqual([1, 2, 3]);
  });

  test('is asked again while the store is away, and only the newest of a purpose', async () => {
    link.isDown = true;
    lookups.readSamples(QUESTION);
    lookups.readSamples({ ...QUESTION, before: 1 });
    lookups.readSamples({ ...QUESTION, purpose: 'older', list: 'anomalies' });
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
    lookups.count({ patient: 3, list: 'samples' });
    await vi.advanceTimersByTimeAsync(10);
    expect(told).toMatchObject([
      { kind: 'distributionCounted', isWhole: true, distribution: { samples: 3 } },
    ]);
    await link.store(3, 4);
    await vi.advanceTimersByTimeAsync(1100);
    expect(told.at(-1)).toMatchObject({ distribution: { samples: 4 } });
    lookups.count({ patient: 3, list: 'anomalies' });
    await vi.advanceTimersByTimeAsync(10);
    expect(told.at(-1)).toMatchObject({ list: 'anomalies', distribution: { samples: 1 } });
    const count = told.length;
    lookups.count(null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toHaveLength(count);
  });

  test('tells nothing after it was closed, and leaves no timer behind', async () => {
    link.isDown = true;
    lookups.readSamples(QUESTION);
    lookups.count({ patient: 3, list: 'samples' });
    await vi.advanceTimersByTimeAsync(10);
    lookups.close();
    link.isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('tells of a bug', async () => {
    const bug = new Error('a bug');
    vi.spyOn(link, 'readAround').mockRejectedValue(bug);
    lookups.readSamples(QUESTION);
    await vi.advanceTimersByTimeAsync(0);
    expect(bugs).toEqual([bug]);
  });
});
