import { describe, expect, test, vi } from 'vitest';
import type { Cacher } from '../../../src/cacher/cacher.ts';
import type { CacherOptions } from '../../../src/cacher/cacher-options.ts';
import { answerBody } from '../api/http-server.ts';
import { useFakeTime } from '../fake-time.ts';
import { type Answer, ScriptedClient } from '../scripted-client.ts';
import { ScriptedStore } from '../scripted-store.ts';
import { finishCacher, startTestCacher } from '../start-test-cacher.ts';

const INTERVAL_MS = 300;

/** Starts a cacher that takes leases; each of several cachers has its own connection to one store. */
function startCacherAs(
  holder: string,
  store: ScriptedStore,
  { client = new ScriptedClient(), ...options }: Partial<CacherOptions> & { client?: ScriptedClient } = {},
) {
  const onBug = (error: unknown) => {
    throw error;
  };
  return {
    client,
    ...startTestCacher({ holder, client, store, patients: [1, 2, 3], rules: [], onBug, ...options }),
  };
}

/** Creates connections to one store in memory, each with its own faults. */
function createConnections(count: number): ScriptedStore[] {
  const [first = new ScriptedStore(), ...others] = Array.from({ length: count }, () => new ScriptedStore());
  return [first, ...others.map((store) => Object.assign(store, { memory: first.memory }))];
}

/** Starts two cachers of the same patients, five seconds ago: the first polls, the second stands by. */
async function startBoth() {
  useFakeTime();
  const [near, far] = createConnections(2) as [ScriptedStore, ScriptedStore];
  const first = startCacherAs('first', near);
  const second = startCacherAs('second', far);
  await vi.advanceTimersByTimeAsync(5000);
  return { near, far, first, second };
}

function finish(cacher: Cacher) {
  return finishCacher(cacher, 8000);
}

/** Expects the samples of a patient to be in the order of time, each once. */
async function expectInOrder(store: ScriptedStore, patient: number): Promise<void> {
  const { samples } = await store.readTimes(patient);
  expect(samples).toEqual([...new Set(samples)].sort((a, b) => a - b));
}

describe('two cachers of the same patients', () => {
  test('one polls, the other stands by and logs it once', async () => {
    useFakeTime();
    const [near, far] = createConnections(2) as [ScriptedStore, ScriptedStore];
    const first = startCacherAs('first', near);
    await vi.advanceTimersByTimeAsync(1000);
    const second = startCacherAs('second', far);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(second.client.listPollTimes(1)).toEqual([]);
    expect(second.cacher.status.patients).toEqual({ up: 0, failing: 0, down: 0, standby: 3 });
    expect(second.log.lines.filter((line) => line.includes('standing by'))).toHaveLength(1);
    expect(await finish(second.cacher)).toMatchObject({ polls: 0, stored: 0, dropped: 0 });
    const { polls, stored, dropped } = await finish(first.cacher);
    expect({ stored, dropped }).toEqual({ stored: polls, dropped: 0 });
  });

  test('of different APIs: the second says so once, with what to do, until the first is gone', async () => {
    useFakeTime();
    const [near, far, further] = createConnections(3) as [ScriptedStore, ScriptedStore, ScriptedStore];
    const first = startCacherAs('first', near, { apiDigest: 'aaaa', patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(1000);
    const second = startCacherAs('second', far, { apiDigest: 'bbbb' });
    const same = startCacherAs('same', further, { apiDigest: 'aaaa', patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(10_000);
    const complaints = second.log.lines.filter((line) => line.includes('another API'));
    expect(complaints).toEqual([expect.stringMatching(/^error .*redis\.keyPrefix of its own.*"patients":2/)]);
    expect(second.cacher.status.otherApiPatients).toBe(2);
    expect(same.cacher.status.otherApiPatients).toBe(0);
    expect(same.log.lines.join()).not.toContain('another API');
    // Nobody else's addresses or digests are of use in a log.
    expect(complaints.join()).not.toMatch(/aaaa|bbbb/);
    second.cacher.follow([2, 3]);
    expect(second.cacher.status.otherApiPatients).toBe(1);
    await finish(same.cacher);
    await finish(first.cacher);
    await vi.advanceTimersByTimeAsync(2000);
    expect(second.cacher.status.otherApiPatients).toBe(0);
    await finish(second.cacher);
  });

  test.each([
    [undefined, 'bbbb'],
    ['aaaa', undefined],
    ['aaaa', 'aaaa'],
  ])('say nothing of their APIs when one tells none, or both the same: %s, %s', async (one, other) => {
    useFakeTime();
    const [near, far] = createConnections(2) as [ScriptedStore, ScriptedStore];
    const first = startCacherAs('first', near, one === undefined ? {} : { apiDigest: one });
    await vi.advanceTimersByTimeAsync(1000);
    const second = startCacherAs('second', far, other === undefined ? {} : { apiDigest: other });
    await vi.advanceTimersByTimeAsync(5000);
    expect(second.log.lines.join()).not.toContain('another API');
    expect(second.cacher.status).toMatchObject({ otherApiPatients: 0, patients: { standby: 3 } });
    await finish(second.cacher);
    await finish(first.cacher);
  });

  test('the second takes over within three intervals and two seconds when the first dies', async () => {
    const { near, second } = await startBoth();
    near.otherwise = 'down';
    const diedMs = performance.now();
    await vi.advanceTimersByTimeAsync(10_000);
    for (const patient of [1, 2, 3]) {
      const [takenMs = Number.POSITIVE_INFINITY] = second.client.listPollTimes(patient);
      expect(takenMs - diedMs).toBeLessThanOrEqual(3 * INTERVAL_MS + 2000);
      await expectInOrder(near, patient);
      const { samples } = await near.readTimes(patient);
      const gaps = samples.map((at, index) => at - (samples[index - 1] ?? at));
      expect(Math.max(...gaps)).toBeLessThan((4 * INTERVAL_MS + 2000) / 1000);
    }
    expect(second.log.lines.filter((line) => line.includes('taking over')).length).toBeGreaterThan(0);
    await finish(second.cacher);
  });

  test('the first stands by when it comes back, and counts as dropped what neither stored', async () => {
    const { near, first, second } = await startBoth();
    near.otherwise = 'down';
    await vi.advanceTimersByTimeAsync(10_000);
    near.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(5000);
    expect(first.cacher.status.patients.standby).toBe(3);
    const { polls, stored, dropped } = await finish(first.cacher);
    await expectInOrder(near, 1);
    const { samples } = await near.readTimes(1);
    // Nobody stored from the outage to the takeover, and the other cacher from then on.
    const gaps = samples.slice(1).map((at, index) => at - (samples[index] ?? at));
    const missing = 3 * (Math.max(...gaps) / 0.3 - 1);
    expect(Math.abs(dropped - missing)).toBeLessThanOrEqual(3 * 5);
    expect(dropped).toBeGreaterThan(3);
    expect(stored + dropped).toBeLessThan(polls - 3 * 20);
    await finish(second.cacher);
  });

  test('the second takes over at once when the first is stopped', async () => {
    const { first, second } = await startBoth();
    first.cacher.stop();
    await vi.advanceTimersByTimeAsync(600);
    expect(second.client.listPollTimes(1)).not.toEqual([]);
    await finish(second.cacher);
  });

  test('the first keeps its patients after the store was down for both, and stores all that waited', async () => {
    const { near, far, first, second } = await startBoth();
    // Down for both, and for longer than the lease lasts.
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
    'the first keeps its patients also when it reconnects two seconds after the second, after an outage of 20 s and %i ms',
    async (phaseMs) => {
      const { near, far, first, second } = await startBoth();
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

  test('the first keeps its patients after a server of a cluster was down, and the second takes over those it loses afterwards', async () => {
    const { near, far, first, second } = await startBoth();
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
      'fails, and is polled less and less often',
      50,
      (poll) => (poll < 20 ? answerBody() : { failed: 'HTTP 500' }),
    ],
    ['asks to be left alone', 50, (poll) => (poll < 20 ? answerBody() : busy)],
    ['asks to be left alone from the start', 50, () => busy],
    ['does not answer', 50, (poll) => (poll < 20 ? answerBody() : slow)],
    ['does not answer from the start', 50, () => slow],
    ['does not answer, at the usual interval', INTERVAL_MS, () => slow],
    ['answers, at an interval longer than the lease margin', 10_000, () => answerBody()],
  ])(
    'the first keeps its patients while the API %s, with at most one write a second beside the polls',
    async (_, intervalMs, answer) => {
      useFakeTime();
      const [near, far] = createConnections(2) as [ScriptedStore, ScriptedStore];
      const answering = new ScriptedClient((_patient, poll) => answer(poll));
      const patients = [1, 2, 3, 4, 5, 6, 7, 8];
      const options = { patients, intervalMs, maxBackoffMs: 5000 };
      const first = startCacherAs('first', near, { ...options, client: answering });
      await vi.advanceTimersByTimeAsync(600);
      const second = startCacherAs('second', far, options);
      await vi.advanceTimersByTimeAsync(3000);
      const listWrites = (patient: number) => near.writes.flat().filter((write) => write.patient === patient);
      const before = patients.map((patient) => listWrites(patient).length);
      const polls = answering.polls.length;
      await vi.advanceTimersByTimeAsync(50_000);
      expect(second.client.polls).toEqual([]);
      for (const [index, patient] of patients.entries()) {
        const further = answering.polls.slice(polls).filter((asked) => asked.patient === patient).length;
        expect(listWrites(patient).length - (before[index] ?? 0)).toBeLessThanOrEqual(50 + further);
      }
      await finish(first.cacher);
      await finish(second.cacher);
    },
  );

  test('a cacher that starts while a server of a cluster is down also polls the patients of that server, and their samples wait', async () => {
    useFakeTime();
    const [only] = createConnections(1) as [ScriptedStore];
    only.unreachableFor = [2];
    only.otherwise = { unreachableFor: [2] };
    const { cacher, client, log } = startCacherAs('first', only);
    await vi.advanceTimersByTimeAsync(3000);
    expect(client.listPollTimes(2).length).toBeGreaterThanOrEqual(9);
    expect(log.lines.join('\n')).not.toContain('another cacher');
    only.otherwise = 'answered';
    const { polls, stored } = await finish(cacher);
    expect(stored).toBe(polls);
  });

  test('a cacher with limited cycles ends although another one polls its patients, and alone has all its polls', async () => {
    useFakeTime();
    const [near, far] = createConnections(2) as [ScriptedStore, ScriptedStore];
    const first = startCacherAs('first', near);
    await vi.advanceTimersByTimeAsync(1000);
    const bounded = startCacherAs('second', far, { cycles: 5 });
    const alone = startCacherAs('third', far, { cycles: 5, patients: [9] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await bounded.cacher.finished).toMatchObject({ polls: 0, dropped: 0 });
    expect(await alone.cacher.finished).toMatchObject({ polls: 5, stored: 5 });
    await finish(first.cacher);
  });

  test('a patient that moves from one to the other is taken over without waiting for its lease, and no sample is dropped', async () => {
    useFakeTime();
    const [near, far] = createConnections(2) as [ScriptedStore, ScriptedStore];
    const first = startCacherAs('first', near, { patients: [1, 2, 3] });
    const second = startCacherAs('second', far, { patients: [4] });
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
    await expectInOrder(near, 3);
  });

  test('the lease of a patient that left just before the end is released as well', async () => {
    useFakeTime();
    const [near, far] = createConnections(2) as [ScriptedStore, ScriptedStore];
    const first = startCacherAs('first', near, { patients: [1, 2] });
    const second = startCacherAs('second', far, { patients: [1] });
    await vi.advanceTimersByTimeAsync(5000);
    near.fates.push({ lateMs: 100 }, { lateMs: 100 });
    await vi.advanceTimersByTimeAsync(300);
    first.cacher.follow([2]);
    first.cacher.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(second.client.listPollTimes(1)).not.toEqual([]);
    await finish(second.cacher);
  });

  test('a store that is down at the start delays no poll', async () => {
    useFakeTime();
    const [only] = createConnections(1) as [ScriptedStore];
    only.otherwise = 'down';
    only.isDown = true;
    const { cacher, client } = startCacherAs('first', only);
    await vi.advanceTimersByTimeAsync(3000);
    expect(client.listPollTimes(1).length).toBeGreaterThanOrEqual(9);
    only.otherwise = 'answered';
    only.isDown = false;
    const { polls, stored } = await finish(cacher);
    expect(stored).toBe(polls);
  });
});
