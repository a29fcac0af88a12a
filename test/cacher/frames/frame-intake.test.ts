import { describe, expect, test, vi } from 'vitest';
import { compileFields } from '../../core/decoding/mapping-examples.ts';
import { useFakeTime } from '../fake-time.ts';
import { type Answer, ScriptedClient } from '../scripted-client.ts';
import { ScriptedStore } from '../scripted-store.ts';
import { finishCacher, readPatient, startTestCacher } from '../start-test-cacher.ts';

const FIELDS = { value: '/rows/#/p/*', time: '/rows/#/t', timeUnit: 'ms' };

/** An answer with the frames of a device that has counted 20 ms from one to the next since it was started. */
function makeAnswer(
  from: number,
  to: number,
  clockMs = 0,
  change: (n: number) => object = () => ({}),
): string {
  const rows = Array.from({ length: to - from + 1 }, (_, index) => {
    const n = from + index;
    return { t: clockMs + n * 20, p: [n % 1000, 2, 3, 4, 5, 6], ...change(n) };
  });
  return JSON.stringify({ rows });
}

function startFrames(
  answer: (poll: number) => Answer,
  { store = new ScriptedStore(), fields = FIELDS as object, holder = 'one' } = {},
) {
  const decoder = compileFields(fields);
  const client = new ScriptedClient((_, poll) => answer(poll));
  return { store, client, ...startTestCacher({ client, store, holder, frames: () => decoder }) };
}

/** What is stored: the first reading of each sample, and when it was received, in ms since the start of fake time. */
async function readStored(store: ScriptedStore) {
  const { samples } = await readPatient(store, 1);
  return samples.map(
    ({ sensors, atSeconds }) => [sensors[0]?.value ?? -1, Math.round(atSeconds * 1000)] as const,
  );
}

/** The newest 50 frames at each poll of 300 ms, of a device that sends 50 a second. */
const newestFifty = (poll: number) => makeAnswer(Math.max(0, poll * 15 - 35), poll * 15 + 14);

describe('several frames in an answer', () => {
  test('are stored once each, at their own pace, and the newest when it was received', async () => {
    useFakeTime();
    const { store, cacher, client, bugs } = startFrames(newestFifty);
    await vi.advanceTimersByTimeAsync(3000);
    const summary = await finishCacher(cacher);
    const stored = await readStored(store);
    const polls = client.polls.length;
    expect(stored.map(([value]) => value)).toEqual(Array.from({ length: polls * 15 }, (_, n) => n));
    const steps = stored.slice(1).map(([, at], index) => at - (stored[index]?.[1] ?? 0));
    expect(new Set(steps)).toEqual(new Set([20]));
    const ended = store.memory.read(1, 1);
    expect((await ended).samples[0]?.sensors[0]).toMatchObject({ value: polls * 15 - 1 });
    expect(summary).toMatchObject({ polls, stored: polls * 15, failed: 0, dropped: 0 });
    expect(bugs).toEqual([]);
  });

  test("keep the device's own time as an extra field of the first sensor", async () => {
    useFakeTime();
    const { store, cacher } = startFrames(() => makeAnswer(7, 7, 1000));
    await vi.advanceTimersByTimeAsync(300);
    await finishCacher(cacher);
    const entries = store.writes.flat().flatMap(({ entries: all }) => [...all]);
    expect(entries.map(({ sensorsJson }) => sensorsJson)).toEqual([
      '[{"anomaly":false,"id":0,"value":7,"deviceTime":1140},{"anomaly":false,"id":1,"value":2},{"anomaly":false,"id":2,"value":3},{"anomaly":false,"id":3,"value":4},{"anomaly":false,"id":4,"value":5},{"anomaly":false,"id":5,"value":6}]',
    ]);
  });

  test.each([
    ['of 1970', 0],
    ['of the year 2100', 4_102_444_800_000],
    ['that runs backwards a day', -86_400_000],
  ])('are of now by the clock of the cacher, whatever a clock %s says', async (_, clockMs) => {
    useFakeTime();
    const startMs = Date.now();
    const { store, cacher } = startFrames((poll) => makeAnswer(poll * 15, poll * 15 + 14, clockMs));
    await vi.advanceTimersByTimeAsync(1500);
    const nowMs = Date.now();
    await finishCacher(cacher);
    for (const [, at] of await readStored(store)) {
      expect(at).toBeGreaterThanOrEqual(startMs - 300);
      expect(at).toBeLessThanOrEqual(nowMs + 1);
    }
  });

  test('are not live when the device stands still: nothing is stored of what comes again', async () => {
    useFakeTime();
    const { store, cacher } = startFrames((poll) => makeAnswer(0, Math.min(poll, 2)));
    await vi.advanceTimersByTimeAsync(20_000);
    const summary = await finishCacher(cacher);
    expect(summary).toMatchObject({ stored: 3, failed: 0 });
    expect(await readStored(store)).toHaveLength(3);
  });

  test('are stored once also when the cacher is started anew, or another one takes over', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    let polls = 0;
    const next = () => newestFifty(polls++);
    for (const holder of ['one', 'two', 'three']) {
      const { cacher } = startFrames(next, { store, holder });
      await vi.advanceTimersByTimeAsync(1200);
      await finishCacher(cacher, 2000);
    }
    const stored = await readStored(store);
    expect(stored.map(([value]) => value)).toEqual(Array.from({ length: polls * 15 }, (_, n) => n));
    const instants = stored.map(([, at]) => at);
    expect([...instants].sort((a, b) => a - b)).toEqual(instants);
    expect(new Set(instants).size).toBe(instants.length);
  });

  test('wait while the store is away at the start, and are stored once when it answers', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    store.otherwise = 'down';
    store.isDown = true;
    const { cacher, client, bugs } = startFrames(newestFifty, { store });
    await vi.advanceTimersByTimeAsync(5000);
    expect(cacher.status.waitingSamples).toBeGreaterThan(200);
    store.otherwise = 'answered';
    store.isDown = false;
    await vi.advanceTimersByTimeAsync(2000);
    const summary = await finishCacher(cacher);
    expect((await readStored(store)).map(([value]) => value)).toEqual(
      Array.from({ length: client.polls.length * 15 }, (_, n) => n),
    );
    expect(summary.dropped).toBe(0);
    expect(bugs).toEqual([]);
  });

  test('that cannot be read are left out, counted once each, and told in one line', async () => {
    useFakeTime();
    const broken = (poll: number) =>
      makeAnswer(Math.max(0, poll * 15 - 35), poll * 15 + 14, 0, (n) =>
        n === 20 ? { p: ['7', 2, 3, 4, 5, 6] } : {},
      );
    const { cacher, log, client } = startFrames(broken);
    await vi.advanceTimersByTimeAsync(3000);
    const summary = await finishCacher(cacher);
    expect(summary).toMatchObject({ stored: client.polls.length * 15 - 1, failed: 0, dropped: 1 });
    expect(log.lines.filter((line) => line.startsWith('warn answer refused'))).toHaveLength(1);
  });

  test('that are told apart by numbers alone are spread by how fast the numbers pass', async () => {
    useFakeTime();
    const fields = { value: '/rows/#/p/*', number: '/rows/#/n' };
    const { store, cacher } = startFrames(
      (poll) => makeAnswer(poll * 15, poll * 15 + 14, 0, (n) => ({ n })),
      { fields },
    );
    await vi.advanceTimersByTimeAsync(6000);
    await finishCacher(cacher);
    const late = (await readStored(store)).slice(-60).map(([, at]) => at);
    const steps = late.slice(1).map((at, index) => at - (late[index] ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(23);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(17);
  });
});

describe('an answer of another shape', () => {
  test('with neither time nor number brings a sample at each poll', async () => {
    useFakeTime();
    const { store, cacher, client } = startFrames(() => JSON.stringify([1, 2, 3, 4, 5, 6]), {
      fields: { value: '/*' },
    });
    await vi.advanceTimersByTimeAsync(1500);
    await finishCacher(cacher);
    expect(await readStored(store)).toHaveLength(client.polls.length);
  });

  test('that is hostile fails the poll, with a line of the log now and then, and the next is read', async () => {
    useFakeTime();
    const hostile = [
      '{"rows":',
      '[]',
      '{"rows":{"__proto__":[]}}',
      '{"rows":[{"t":NaN}]}',
      `${'['.repeat(9999)}`,
      '"',
      '',
    ];
    const { cacher, log, bugs } = startFrames((poll) => hostile[poll] ?? newestFifty(poll));
    await vi.advanceTimersByTimeAsync(60_000);
    const summary = await finishCacher(cacher);
    expect(summary.failed).toBe(hostile.length);
    expect(summary.stored).toBeGreaterThan(100);
    const refusals = log.lines.filter((line) => line.startsWith('warn answer refused'));
    expect(refusals.length).toBeGreaterThan(3);
    expect(refusals.length).toBeLessThanOrEqual(hostile.length);
    expect(bugs).toEqual([]);
  });
});
