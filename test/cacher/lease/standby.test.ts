import { describe, expect, test, vi } from 'vitest';
import { type Cacher, startCacher } from '../../../src/cacher/cacher.ts';
import { answerBody } from '../api/http-server.ts';
import { useFakeTime } from '../fake-time.ts';
import { createRecordingLog } from '../recording-log.ts';
import { type Answer, ScriptedClient } from '../scripted-client.ts';
import { ScriptedStore } from '../scripted-store.ts';

const INTERVAL_MS = 300;

/** A cacher among others on one store; each has a link of its own. */
function start(
  holder: string,
  store: ScriptedStore,
  {
    client = new ScriptedClient(),
    ...options
  }: {
    client?: ScriptedClient;
    cycles?: number;
    patients?: number[];
    intervalMs?: number;
    maxBackoffMs?: number;
  } = {},
) {
  const log = createRecordingLog();
  const cacher = startCacher({
    holder,
    client,
    store,
    patients: [1, 2, 3],
    sensorIds: [0, 1, 2, 3, 4, 5],
    intervalMs: INTERVAL_MS,
    maxBackoffMs: 0,
    retentionMs: 300_000,
    cleanupIntervalMs: 60_000,
    simulateAnomalies: 0,
    cycles: null,
    rules: [],
    random: () => 0.5,
    nowMs: () => performance.now(),
    wallMs: Date.now,
    log,
    onBug: (error) => {
      throw error;
    },
    ...options,
  });
  return { cacher, client, log };
}

function linksOf(count: number): ScriptedStore[] {
  const [first = new ScriptedStore(), ...others] = Array.from({ length: count }, () => new ScriptedStore());
  return [first, ...others.map((store) => Object.assign(store, { memory: first.memory }))];
}

async function finish(cacher: Cacher) {
  cacher.stop();
  await vi.advanceTimersByTimeAsync(8000);
  return cacher.finished;
}

describe('two cachers of the same patients', () => {
  test('one polls, the other stands by, and says so once', async () => {
    useFakeTime();
    const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
    const first = start('first', near);
    await vi.advanceTimersByTimeAsync(1000);
    const second = start('second', far);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(second.client.listPollTimes(1)).toEqual([]);
    expect(second.cacher.status.patients).toEqual({ up: 0, failing: 0, down: 0, standby: 3 });
    expect(second.log.lines.filter((line) => line.includes('standing by'))).toHaveLength(1);
    expect(await finish(second.cacher)).toMatchObject({ polls: 0, stored: 0, dropped: 0 });
    const { polls, stored, dropped } = await finish(first.cacher);
    expect({ stored, dropped }).toEqual({ stored: polls, dropped: 0 });
  });

  test('the other takes over within three intervals and two seconds when the first dies', async () => {
    useFakeTime();
    const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
    start('first', near);
    const second = start('second', far);
    await vi.advanceTimersByTimeAsync(5000);
    near.otherwise = 'down';
    const diedMs = performance.now();
    await vi.advanceTimersByTimeAsync(10_000);
    for (const patient of [1, 2, 3]) {
      const [takenMs = Number.POSITIVE_INFINITY] = second.client.listPollTimes(patient);
      expect(takenMs - diedMs).toBeLessThanOrEqual(3 * INTERVAL_MS + 2000);
      const { samples } = await near.readTimes(patient);
      expect(samples).toEqual([...new Set(samples)].sort((a, b) => a - b));
      const gaps = samples.map((at, index) => at - (samples[index - 1] ?? at));
      expect(Math.max(...gaps)).toBeLessThan((4 * INTERVAL_MS + 2000) / 1000);
    }
    expect(second.log.lines.filter((line) => line.includes('taking over')).length).toBeGreaterThan(0);
    await finish(second.cacher);
  });

  test('the first stands by when it comes back, and tells what it could not store as dropped', async () => {
    useFakeTime();
    const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
    const first = start('first', near);
    const second = start('second', far);
    await vi.advanceTimersByTimeAsync(5000);
    near.otherwise = 'down';
    await vi.advanceTimersByTimeAsync(10_000);
    near.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(5000);
    expect(first.cacher.status.patients.standby).toBe(3);
    const { polls, stored, dropped } = await finish(first.cacher);
    expect(stored + dropped).toBe(polls);
    expect(dropped).toBeGreaterThan(0);
    const { samples } = await near.readTimes(1);
    expect(samples).toEqual([...new Set(samples)].sort((a, b) => a - b));
    await finish(second.cacher);
  });

  test('the other takes over at once when the first ends as it should', async () => {
    useFakeTime();
    const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
    const first = start('first', near);
    const second = start('second', far);
    await vi.advanceTimersByTimeAsync(5000);
    first.cacher.stop();
    await vi.advanceTimersByTimeAsync(600);
    expect(second.client.listPollTimes(1)).not.toEqual([]);
    await finish(second.cacher);
  });

  test('after the store was away the first comes first, with all that waited', async () => {
    useFakeTime();
    const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
    const first = start('first', near);
    const second = start('second', far);
    await vi.advanceTimersByTimeAsync(5000);
    // Away for both, and for longer than the lease lasts.
    near.otherwise = 'down';
    far.isDown = true;
    await vi.advanceTimersByTimeAsync(20_000);
    far.isDown = false;
    near.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(10_000);
    expect(second.client.listPollTimes(1)).toEqual([]);
    const { polls, stored, dropped } = await finish(first.cacher);
    expect({ stored, dropped }).toEqual({ stored: polls, dropped: 0 });
    await finish(second.cacher);
  });

  test.each(Array.from({ length: 12 }, (_, index) => 200 * index))(
    'the first comes first also when its link is the last to stand again, %i ms into the turns of the other',
    async (phaseMs) => {
      useFakeTime();
      const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
      const first = start('first', near);
      const second = start('second', far);
      await vi.advanceTimersByTimeAsync(5000);
      near.otherwise = 'down';
      far.isDown = true;
      await vi.advanceTimersByTimeAsync(20_000 + phaseMs);
      far.isDown = false;
      await vi.advanceTimersByTimeAsync(2050);
      near.otherwise = 'answered';
      await vi.advanceTimersByTimeAsync(10_000);
      expect(second.client.polls).toEqual([]);
      const { polls, stored, dropped } = await finish(first.cacher);
      expect({ stored, dropped }).toEqual({ stored: polls, dropped: 0 });
      await finish(second.cacher);
    },
  );

  test('the first comes first also when it was a server of a cluster that was away; who dies then is followed', async () => {
    useFakeTime();
    const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
    const first = start('first', near);
    const second = start('second', far);
    await vi.advanceTimersByTimeAsync(5000);
    near.otherwise = { unreachableFor: [2] };
    far.unreachableFor = [2];
    await vi.advanceTimersByTimeAsync(20_000);
    expect(second.client.polls).toEqual([]);
    far.unreachableFor = [];
    await vi.advanceTimersByTimeAsync(700);
    near.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(5000);
    expect(second.client.polls).toEqual([]);
    near.otherwise = { unreachableFor: [2] };
    await vi.advanceTimersByTimeAsync(3 * INTERVAL_MS + 2000);
    expect(new Set(second.client.polls.map(({ patient }) => patient))).toEqual(new Set([2]));
    await finish(first.cacher);
    await finish(second.cacher);
  });

  const slow = { body: answerBody(), afterMs: 60_000 };
  const busy = { failed: 'HTTP 503', retryAfterMs: 60_000 };
  test.each<[string, number, (poll: number) => Answer]>([
    [
      'fails, and is asked less and less often',
      50,
      (poll) => (poll < 20 ? answerBody() : { failed: 'HTTP 500' }),
    ],
    ['asks to be left alone', 50, (poll) => (poll < 20 ? answerBody() : busy)],
    ['asks to be left alone from the start', 50, () => busy],
    ['does not answer', 50, (poll) => (poll < 20 ? answerBody() : slow)],
    ['does not answer from the start', 50, () => slow],
    ['does not answer, at the usual interval', INTERVAL_MS, () => slow],
    ['is polled more seldom than that', 10_000, () => answerBody()],
  ])(
    'the first keeps its patients while the API %s, at no more than a write a second',
    async (_, intervalMs, how) => {
      useFakeTime();
      const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
      const answering = new ScriptedClient((_patient, poll) => how(poll));
      const patients = [1, 2, 3, 4, 5, 6, 7, 8];
      const options = { patients, intervalMs, maxBackoffMs: 5000 };
      const first = start('first', near, { ...options, client: answering });
      await vi.advanceTimersByTimeAsync(600);
      const second = start('second', far, options);
      await vi.advanceTimersByTimeAsync(3000);
      const writesOf = (patient: number) => near.writes.flat().filter((write) => write.patient === patient);
      const before = patients.map((patient) => writesOf(patient).length);
      const polls = answering.polls.length;
      await vi.advanceTimersByTimeAsync(50_000);
      expect(second.client.polls).toEqual([]);
      for (const [index, patient] of patients.entries()) {
        const further = answering.polls.slice(polls).filter((asked) => asked.patient === patient).length;
        expect(writesOf(patient).length - (before[index] ?? 0)).toBeLessThanOrEqual(50 + further);
      }
      await finish(first.cacher);
      await finish(second.cacher);
    },
  );

  test('who begins while a server of a cluster is away polls its patients as well: their samples wait', async () => {
    useFakeTime();
    const [only] = linksOf(1) as [ScriptedStore];
    only.unreachableFor = [2];
    only.otherwise = { unreachableFor: [2] };
    const { cacher, client, log } = start('first', only);
    await vi.advanceTimersByTimeAsync(3000);
    expect(client.listPollTimes(2).length).toBeGreaterThanOrEqual(9);
    expect(log.lines.join('\n')).not.toContain('another cacher');
    only.otherwise = 'answered';
    const { polls, stored } = await finish(cacher);
    expect(stored).toBe(polls);
  });

  test('a bounded one ends although it had nothing to do, and a bounded one alone has all its polls', async () => {
    useFakeTime();
    const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
    const first = start('first', near);
    await vi.advanceTimersByTimeAsync(1000);
    const bounded = start('second', far, { cycles: 5 });
    const alone = start('third', far, { cycles: 5, patients: [9] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await bounded.cacher.finished).toMatchObject({ polls: 0, dropped: 0 });
    expect(await alone.cacher.finished).toMatchObject({ polls: 5, stored: 5 });
    await finish(first.cacher);
  });

  test('who moves from one to the other by a new configuration waits for no lease, and nothing is dropped', async () => {
    useFakeTime();
    const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
    const first = start('first', near, { patients: [1, 2, 3] });
    const second = start('second', far, { patients: [4] });
    await vi.advanceTimersByTimeAsync(5000);
    second.cacher.follow([3, 4]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(second.client.listPollTimes(3)).toEqual([]);
    first.cacher.follow([1, 2]);
    const movedMs = performance.now();
    await vi.advanceTimersByTimeAsync(1000);
    const [takenMs = Number.POSITIVE_INFINITY] = second.client.listPollTimes(3);
    expect(takenMs - movedMs).toBeLessThan(900);
    await vi.advanceTimersByTimeAsync(2000);
    for (const { cacher } of [first, second]) {
      const { polls, stored, dropped } = await finish(cacher);
      expect({ stored, dropped }).toEqual({ stored: polls, dropped: 0 });
    }
    const { samples } = await near.readTimes(3);
    expect(samples).toEqual([...new Set(samples)].sort((a, b) => a - b));
  });

  test('who left a moment before the end is released as well', async () => {
    useFakeTime();
    const [near, far] = linksOf(2) as [ScriptedStore, ScriptedStore];
    const first = start('first', near, { patients: [1, 2] });
    const second = start('second', far, { patients: [1] });
    await vi.advanceTimersByTimeAsync(5000);
    near.fates.push({ lateMs: 100 }, { lateMs: 100 });
    await vi.advanceTimersByTimeAsync(300);
    first.cacher.follow([2]);
    first.cacher.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(second.client.listPollTimes(1)).not.toEqual([]);
    await finish(second.cacher);
  });

  test('a store that is away at the start holds nobody up', async () => {
    useFakeTime();
    const [only] = linksOf(1) as [ScriptedStore];
    only.otherwise = 'down';
    only.isDown = true;
    const { cacher, client } = start('first', only);
    await vi.advanceTimersByTimeAsync(3000);
    expect(client.listPollTimes(1).length).toBeGreaterThanOrEqual(9);
    only.otherwise = 'answered';
    only.isDown = false;
    const { polls, stored } = await finish(cacher);
    expect(stored).toBe(polls);
  });
});
