import { describe, expect, test, vi } from 'vitest';
import { startOffsetMs } from '../../src/cacher/poll-schedule.ts';
import { answerBody } from './api/http-server.ts';
import { useFakeTime } from './fake-time.ts';
import { ScriptedClient } from './scripted-client.ts';
import { ScriptedStore } from './scripted-store.ts';
import { finishCacher, readPatient, startTestCacher } from './start-test-cacher.ts';

describe('startCacher', () => {
  test('polls each patient at its interval, starting from its offset', async () => {
    useFakeTime();
    const client = new ScriptedClient();
    const startMs = performance.now();
    const { cacher } = startTestCacher({ client, store: new ScriptedStore(), patients: [1, 2, 3] });
    await vi.advanceTimersByTimeAsync(899);
    for (const patient of [1, 2, 3]) {
      const firstMs = startMs + startOffsetMs(patient, 300);
      expect(client.listPollTimes(patient)).toEqual([firstMs, firstMs + 300, firstMs + 600]);
    }
    await finishCacher(cacher);
  });

  test('stores a sample under the patient of the URL, whatever id the body has', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client: new ScriptedClient(), store, patients: [7] });
    await vi.advanceTimersByTimeAsync(300);
    await finishCacher(cacher);
    expect(await store.memory.patients()).toEqual([7]);
  });

  test('stops by itself after the cycles of every patient, failed polls included', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient, poll) =>
      patient === 2 || poll === 0 ? { failed: 'HTTP 500' } : answerBody(),
    );
    const { cacher } = startTestCacher({
      client,
      store: new ScriptedStore(),
      patients: [1, 2, 3],
      cycles: 4,
    });
    await vi.advanceTimersByTimeAsync(5000);
    const summary = await cacher.finished;
    expect(summary).toEqual({ polls: 12, stored: 6, failed: 6, anomalies: 0, dropped: 0, trimmed: 0 });
    expect(cacher.lastFailure).toBe('HTTP 500');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('adds and removes patients without disturbing the others', async () => {
    useFakeTime();
    const client = new ScriptedClient();
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client, store, patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([1, 3]);
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([1, 2, 3]);
    await vi.advanceTimersByTimeAsync(3000);
    const summary = await finishCacher(cacher, 300);
    const turns = client.listPollTimes(1).map((atMs) => (atMs - startOffsetMs(1, 300)) / 300);
    expect(turns).toEqual(Array.from({ length: 30 }, (_, turn) => turn));
    expect(client.listPollTimes(2)).toHaveLength(20);
    expect(client.listPollTimes(3)).toHaveLength(20);
    for (const patient of [2, 3]) {
      for (const atMs of client.listPollTimes(patient))
        expect((atMs - startOffsetMs(patient, 300)) % 300).toBe(0);
    }
    expect(client.maxUnderWay).toBe(1);
    expect(summary).toMatchObject({ polls: 70, stored: 70 });
  });

  test('goes on without patients, but stops at once when its cycles are limited', async () => {
    useFakeTime();
    const client = new ScriptedClient();
    const { cacher } = startTestCacher({ patients: [], client, store: new ScriptedStore() });
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([1]);
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([]);
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([1]);
    await vi.advanceTimersByTimeAsync(3000);
    const summary = await finishCacher(cacher, 300);
    expect(summary.polls).toBe(20);
    const { cacher: bounded } = startTestCacher({
      patients: [],
      cycles: 3,
      client,
      store: new ScriptedStore(),
    });
    expect(await finishCacher(bounded)).toMatchObject({ polls: 0 });
  });

  test('reports turns, outcomes and stored samples to its observer', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) =>
      poll === 1 ? { failed: 'HTTP 500' } : poll === 2 ? '<html>' : answerBody({ anomaly: poll === 3 }),
    );
    const events: string[] = [];
    const note =
      (what: string) =>
      (...figures: unknown[]) =>
        void events.push([what, ...figures].join(' '));
    const observer = {
      onTurnStart: note('turn'),
      onPollEnd: (outcome: string) => void events.push(outcome),
      onStored: note('stored'),
      onDropped: note('dropped'),
      onTrimmed: note('trimmed'),
      onStoredOf: () => {},
      onWriteAnswered: () => {},
    };
    const { cacher } = startTestCacher({ client, store: new ScriptedStore(), cycles: 4, observer });
    await vi.advanceTimersByTimeAsync(3000);
    await cacher.finished;
    expect(events).toEqual([
      ...['turn 0', 'ok', 'stored 1 0 0', 'turn 0', 'http-status', 'turn 0', 'not-json'],
      ...['turn 0', 'ok', 'stored 1 1 231'],
    ]);
    expect(cacher.status).toMatchObject({
      waitingSamples: 0,
      blockedPatients: 0,
      storeDownReason: null,
      patients: { up: 1 },
    });
  });

  test('cleans up the patients of its shard only, as they are at each cleanup', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const trim = vi.spyOn(store, 'trim');
    const { cacher } = startTestCacher({
      client: new ScriptedClient(),
      store,
      patients: [2, 3],
      cleanupIntervalMs: 1000,
      shard: () => ({ index: 2, count: 3 }),
    });
    await vi.advanceTimersByTimeAsync(500);
    cacher.follow([3, 4]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(trim.mock.calls.map(([, share]) => share)).toEqual([
      [2, 3],
      [3, 4],
    ]);
    await finishCacher(cacher);
  });

  test('removes samples older than the retention, but never an anomaly', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const client = new ScriptedClient((_, poll) => answerBody({ anomaly: poll % 2 === 0 }));
    const { cacher } = startTestCacher({ client, store, retentionMs: 2000, cleanupIntervalMs: 1000 });
    await vi.advanceTimersByTimeAsync(10_000);
    const { samples, anomalies } = await store.readTimes(1);
    expect((samples.at(-1) ?? 0) - (samples[0] ?? 0)).toBeLessThanOrEqual(3);
    const summary = await finishCacher(cacher, 300);
    expect(anomalies).toHaveLength(Math.ceil(summary.polls / 2));
    expect(summary.trimmed).toBe(summary.stored - samples.length);
  });

  test('goes on after a bug in a poll', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => {
      if (poll === 0) throw new TypeError('not a function');
      return answerBody();
    });
    const { cacher, bugs } = startTestCacher({ client, store: new ScriptedStore(), cycles: 2 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await cacher.finished).toMatchObject({ polls: 2, stored: 2 });
    expect(bugs).toEqual([expect.any(TypeError)]);
  });

  test('waits at its end for a running poll, and stores its sample', async () => {
    useFakeTime();
    const client = new ScriptedClient(() => ({ body: answerBody(), afterMs: 900 }));
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client, store });
    await vi.advanceTimersByTimeAsync(300);
    const summary = await finishCacher(cacher, 1000);
    expect(summary).toMatchObject({ polls: 1, stored: 1 });
    expect((await store.readTimes(1)).samples).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('cancels a hanging poll two seconds after it was stopped', async () => {
    useFakeTime();
    const client = new ScriptedClient(() => ({ body: answerBody(), afterMs: 3_600_000 }));
    const { cacher } = startTestCacher({ client, store: new ScriptedStore() });
    await vi.advanceTimersByTimeAsync(1000);
    cacher.stop();
    await vi.advanceTimersByTimeAsync(2100);
    expect(await Promise.race([cacher.finished, null])).toMatchObject({ polls: 1, failed: 1 });
  });

  test('waits five seconds at its end for a store that is down, then counts the samples as dropped', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    store.otherwise = 'down';
    const { cacher } = startTestCacher({ client: new ScriptedClient(), store });
    await vi.advanceTimersByTimeAsync(1000);
    let isFinished = false;
    void cacher.finished.then(() => {
      isFinished = true;
    });
    cacher.stop();
    await vi.advanceTimersByTimeAsync(4990);
    expect(isFinished).toBe(false);
    await vi.advanceTimersByTimeAsync(10);
    expect(await cacher.finished).toEqual({
      polls: 3,
      stored: 0,
      failed: 0,
      anomalies: 0,
      dropped: 3,
      trimmed: 0,
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('writes a last health record when it ends', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client: new ScriptedClient(), store, cycles: 3 });
    await vi.advanceTimersByTimeAsync(2000);
    await cacher.finished;
    expect((await readPatient(store, 1)).health).toMatchObject({ polls: 3, failures: 0 });
  });

  test('may be stopped twice', async () => {
    useFakeTime();
    const { cacher, bugs } = startTestCacher({ client: new ScriptedClient(), store: new ScriptedStore() });
    await vi.advanceTimersByTimeAsync(1000);
    cacher.stop();
    expect(await finishCacher(cacher)).toMatchObject({ polls: 3, stored: 3 });
    expect(bugs).toEqual([]);
  });
});
