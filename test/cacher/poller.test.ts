import { describe, expect, test, vi } from 'vitest';
import { startOffsetMs } from '../../src/cacher/poll-schedule.ts';
import { answerBody } from './api/http-server.ts';
import { createLateClock, useFakeTime } from './fake-time.ts';
import { ScriptedClient } from './scripted-client.ts';
import { ScriptedStore } from './scripted-store.ts';
import { finishCacher, readPatient, startTestCacher } from './start-test-cacher.ts';

describe('the turns of a patient', () => {
  test('stores the sensors as received, with the time of their receipt', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client: new ScriptedClient(), store });
    await vi.advanceTimersByTimeAsync(1000);
    const summary = await finishCacher(cacher);
    const { sensors } = JSON.parse(answerBody()).trace;
    expect(store.writes[0]?.[0]?.entries).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{10}\.\d{3}$/),
        sensorsJson: JSON.stringify(sensors),
        anomalous: false,
      },
    ]);
    expect(summary).toEqual({ polls: 3, stored: 3, failed: 0, anomalies: 0, dropped: 0, trimmed: 0 });
  });

  test('never has two polls of one patient at once: a slow poll replaces the turns that it outlasts', async () => {
    useFakeTime();
    const client = new ScriptedClient(() => ({ body: answerBody(), afterMs: 700 }));
    const { cacher } = startTestCacher({ client, store: new ScriptedStore() });
    await vi.advanceTimersByTimeAsync(3000);
    expect(client.maxUnderWay).toBe(1);
    const [first = 0, ...others] = client.listPollTimes(1);
    expect(others.map((atMs) => atMs - first)).toEqual([900, 1800, 2700]);
    await finishCacher(cacher);
  });

  test('polls and stores the others on time while one patient is slow', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient) =>
      patient === 1 ? { body: answerBody(), afterMs: 2000 } : answerBody(),
    );
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client, store, patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(1500);
    expect(client.listPollTimes(2)).toHaveLength(5);
    expect((await store.readTimes(2)).samples).toHaveLength(5);
    await finishCacher(cacher);
  });

  test('flags sensors with the rule that found them, and not by a rule that is switched off', async () => {
    useFakeTime();
    for (const rules of [undefined, ['stuck-high', 'stuck-low', 'swapped'] as const]) {
      const store = new ScriptedStore();
      const { cacher } = startTestCacher({ client: new ScriptedClient(), store, ...(rules && { rules }) });
      await vi.advanceTimersByTimeAsync(12_000);
      const summary = await finishCacher(cacher);
      const { samples } = await readPatient(store, 1);
      const flagged = samples.filter(({ sensors }) => sensors.some(({ anomaly }) => anomaly));
      expect(summary.anomalies).toBe(flagged.length);
      if (rules) {
        expect(flagged).toEqual([]);
        continue;
      }
      // Every answer is the same, so the clock of the walk stands still, which is flagged after ten seconds.
      expect(flagged.length).toBeGreaterThan(3);
      for (const { sensors } of flagged) {
        expect(new Set(sensors.map(({ source }) => source))).toEqual(new Set(['rule:frozen-clock']));
      }
      expect((flagged[0]?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0)).toBeCloseTo(10, 0);
    }
  });

  test('flags one random sensor as simulated in the configured share of polls', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const dice = [0.1, 0.99, 0.7, 0.49, 0];
    const { cacher } = startTestCacher({
      client: new ScriptedClient(),
      store,
      simulateAnomalies: 0.5,
      cycles: 3,
      random: () => dice.shift() ?? 0.9,
    });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await cacher.finished).toMatchObject({ stored: 3, anomalies: 2 });
    const { samples } = await readPatient(store, 1);
    const flagged = samples.map((sample) => sample.sensors.filter((reading) => reading.anomaly));
    expect(flagged).toEqual([
      [{ id: 5, value: 105, anomaly: true, source: 'simulated' }],
      [],
      [{ id: 0, value: 100, anomaly: true, source: 'simulated' }],
    ]);
    expect((await store.readTimes(1)).anomalies).toHaveLength(2);
  });

  test('counts anomalies of the API, and stores them without a source', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const client = new ScriptedClient(() => answerBody({ anomaly: true }));
    const { cacher } = startTestCacher({ client, store, cycles: 2, simulateAnomalies: 1 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await cacher.finished).toMatchObject({ stored: 2, anomalies: 2 });
    expect(JSON.stringify(store.writes)).not.toContain('source');
  });

  test('counts a body that is not a sample as a failure, with the reason', async () => {
    useFakeTime();
    const { cacher } = startTestCacher({
      client: new ScriptedClient(() => '<html>'),
      store: new ScriptedStore(),
      cycles: 1,
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await cacher.finished).toMatchObject({ polls: 1, stored: 0, failed: 1 });
    expect(cacher.lastFailure).toBe('the body is not valid JSON');
  });

  test('pauses a patient for as long as the API asks, and no other', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient, poll) =>
      patient === 1 && poll === 2 ? { failed: 'HTTP 429', retryAfterMs: 7000 } : answerBody(),
    );
    const { cacher } = startTestCacher({
      client,
      store: new ScriptedStore(),
      patients: [1, 2],
      maxBackoffMs: 5000,
    });
    await vi.advanceTimersByTimeAsync(15_000);
    const asked = client.listPollTimes(1);
    expect((asked[3] ?? 0) - (asked[2] ?? 0)).toBeGreaterThanOrEqual(7000);
    expect((asked[3] ?? 0) - (asked[2] ?? 0)).toBeLessThanOrEqual(7300);
    expect((asked[4] ?? 0) - (asked[3] ?? 0)).toBeCloseTo(300, 0);
    expect(client.listPollTimes(2).length).toBeGreaterThanOrEqual(49);
    await finishCacher(cacher);
  });

  test('pauses a failing patient longer and longer up to the cap, and no other', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient, poll) =>
      patient === 1 && poll < 12 ? { failed: 'HTTP 500' } : answerBody(),
    );
    const { cacher } = startTestCacher({
      client,
      store: new ScriptedStore(),
      patients: [1, 2],
      maxBackoffMs: 5000,
      random: () => 0.999,
    });
    await vi.advanceTimersByTimeAsync(60_000);
    const asked = client.listPollTimes(1);
    const gaps = asked.slice(1, 13).map((atMs, index) => Math.round((atMs - (asked[index] ?? 0)) / 300));
    expect(gaps).toEqual([1, 1, 1, 2, 4, 8, 16, 17, 17, 17, 17, 17]);
    // Once it answers, it is polled at every turn again.
    expect((asked.at(-1) ?? 0) - (asked.at(-2) ?? 0)).toBe(300);
    expect(client.listPollTimes(2)).toHaveLength(200);
    await finishCacher(cacher);
  });

  test('writes the health record at once when a patient goes down', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => (poll < 2 ? answerBody() : { failed: 'HTTP 500' }));
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client, store });
    await vi.advanceTimersByTimeAsync(startOffsetMs(1, 300) + 4 * 300 + 21);
    expect((await readPatient(store, 1)).health).toMatchObject({ state: 'down', polls: 5, failures: 3 });
    await finishCacher(cacher);
  });

  test('keeps the health record fresh while a slow API does not answer', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) =>
      poll === 0 ? answerBody() : { body: answerBody(), afterMs: 60_000 },
    );
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client, store });
    await vi.advanceTimersByTimeAsync(20_000);
    const { health } = await readPatient(store, 1);
    expect(Date.now() / 1000 - (health?.updatedAtSeconds ?? 0)).toBeLessThanOrEqual(1.1);
    await finishCacher(cacher, 60_000);
  });

  test('checks four times a second whether a heartbeat is due, and sends none after the end', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) =>
      poll === 0 ? answerBody() : { body: answerBody(), afterMs: 60_000 },
    );
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client, store });
    const write = store.write.bind(store);
    const writtenMs: number[] = [];
    store.write = (writes) => {
      writtenMs.push(performance.now());
      return write(writes);
    };
    await vi.advanceTimersByTimeAsync(20_000);
    const gapsMs = writtenMs.slice(1).map((atMs, index) => atMs - (writtenMs[index] ?? 0));
    expect(Math.max(...gapsMs)).toBeLessThanOrEqual(1000 + 250);
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(1000);
    await finishCacher(cacher);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('keeps the health record fresh while the pauses of a dead API grow', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const client = new ScriptedClient(() => ({ failed: 'HTTP 500' }));
    const { cacher } = startTestCacher({ client, store, maxBackoffMs: 5000, nowMs: createLateClock(1) });
    await vi.advanceTimersByTimeAsync(2000);
    for (let look = 0; look < 300; look++) {
      await vi.advanceTimersByTimeAsync(100);
      const { health } = await readPatient(store, 1);
      expect(Date.now() / 1000 - (health?.updatedAtSeconds ?? 0)).toBeLessThanOrEqual(1.35);
    }
    await finishCacher(cacher);
  });

  test('writes health every second, and a changed profile within a second', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => answerBody({ traceId: 1_000_000 + poll }));
    const store = new ScriptedStore();
    const { cacher } = startTestCacher({ client, store });
    for (let second = 1; second <= 60; second++) {
      await vi.advanceTimersByTimeAsync(1000);
      const { profile, health } = await readPatient(store, 1);
      const newest = 1_000_000 + client.listPollTimes(1).length - 1;
      expect(newest - Number(profile?.traceId)).toBeLessThanOrEqual(5);
      expect(health).toMatchObject({ state: 'up', intervalMs: 300, clockOffsetMs: 0, failures: 0 });
    }
    expect((await readPatient(store, 1)).profile).toMatchObject({ firstname: 'Janek', birthdate: '1982' });
    await finishCacher(cacher);
  });
});
