import { describe, expect, test, vi } from 'vitest';
import { MAX_BODY_BYTES } from '../../src/cacher/api/api-client.ts';
import { createGotClient } from '../../src/cacher/api/got-client.ts';
import { type CacherOptions, startCacher } from '../../src/cacher/cacher.ts';
import { startOffsetMs } from '../../src/cacher/poll-schedule.ts';
import type { Fault } from '../../src/simulator/injected-fault.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { runSimulator } from '../simulator/running-simulator.ts';
import { answerBody, serve } from './api/http-server.ts';
import { createLateClock, useFakeTime } from './fake-time.ts';
import { createRecordingLog } from './recording-log.ts';
import { ScriptedClient } from './scripted-client.ts';
import { ScriptedStore } from './scripted-store.ts';

const SENSOR_IDS = [0, 1, 2, 3, 4, 5];

function start(options: Pick<CacherOptions, 'client' | 'store'> & Partial<CacherOptions>) {
  const log = createRecordingLog();
  const bugs: unknown[] = [];
  const cacher = startCacher({
    patients: [1],
    sensorIds: SENSOR_IDS,
    intervalMs: 300,
    maxBackoffMs: 0,
    retentionMs: 300_000,
    cleanupIntervalMs: 60_000,
    simulateAnomalies: 0,
    cycles: null,
    random: () => 0.5,
    nowMs: () => performance.now(),
    wallMs: Date.now,
    log,
    onBug: (error) => bugs.push(error),
    ...options,
  });
  return { cacher, log, bugs };
}

/** Stops a cacher and lets fake time go on until it is done. */
async function finish(cacher: ReturnType<typeof startCacher>, withinMs = 10_000) {
  cacher.stop();
  await vi.advanceTimersByTimeAsync(withinMs);
  return cacher.finished;
}

const read = (store: ScriptedStore, patient: number) => store.memory.read(patient, 10_000);

describe('startCacher, on fake time', () => {
  test('polls each patient at its interval, from its offset on', async () => {
    useFakeTime();
    const client = new ScriptedClient();
    const startMs = performance.now();
    const { cacher } = start({ client, store: new ScriptedStore(), patients: [1, 2, 3] });
    await vi.advanceTimersByTimeAsync(899);
    for (const patient of [1, 2, 3]) {
      const firstMs = startMs + startOffsetMs(patient, 300);
      expect(client.listPollTimes(patient)).toEqual([firstMs, firstMs + 300, firstMs + 600]);
    }
    await finish(cacher);
  });

  test('stores the sensors as they came, with when', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { cacher } = start({ client: new ScriptedClient(), store });
    await vi.advanceTimersByTimeAsync(1000);
    const summary = await finish(cacher);
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

  test('takes the number in the URL for the patient, whatever id the body has', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { cacher } = start({ client: new ScriptedClient(), store, patients: [7] });
    await vi.advanceTimersByTimeAsync(300);
    await finish(cacher);
    expect(await store.memory.patients()).toEqual([7]);
  });

  test('never has two polls of one patient under way: a slow one takes the place of those it outlasts', async () => {
    useFakeTime();
    const client = new ScriptedClient(() => ({ body: answerBody(), afterMs: 700 }));
    const { cacher } = start({ client, store: new ScriptedStore() });
    await vi.advanceTimersByTimeAsync(3000);
    expect(client.maxUnderWay).toBe(1);
    const [first = 0, ...others] = client.listPollTimes(1);
    expect(others.map((atMs) => atMs - first)).toEqual([900, 1800, 2700]);
    await finish(cacher);
  });

  test('flags by its rules, each sensor with the rule that found it, and not by one that is switched off', async () => {
    useFakeTime();
    for (const rules of [undefined, ['stuck-high', 'stuck-low', 'swapped'] as const]) {
      const store = new ScriptedStore();
      const { cacher } = start({ client: new ScriptedClient(), store, ...(rules && { rules }) });
      await vi.advanceTimersByTimeAsync(12_000);
      const summary = await finish(cacher);
      const { samples } = await read(store, 1);
      const flagged = samples.filter(({ sensors }) => sensors.some(({ anomaly }) => anomaly));
      expect(summary.anomalies).toBe(flagged.length);
      if (rules) {
        expect(flagged).toEqual([]);
        continue;
      }
      // The answer never changes: its clock stands, and is told after ten seconds.
      expect(flagged.length).toBeGreaterThan(3);
      for (const { sensors } of flagged) {
        expect(new Set(sensors.map(({ source }) => source))).toEqual(new Set(['rule:frozen-clock']));
      }
      expect((flagged[0]?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0)).toBeCloseTo(10, 0);
    }
  });

  test('lets no patient wait for a slow one', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient) =>
      patient === 1 ? { body: answerBody(), afterMs: 2000 } : answerBody(),
    );
    const store = new ScriptedStore();
    const { cacher } = start({ client, store, patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(1500);
    expect(client.listPollTimes(2)).toHaveLength(5);
    expect((await store.readTimes(2)).samples).toHaveLength(5);
    await finish(cacher);
  });

  test('ends by itself after the cycles of every patient, failed polls included', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient, poll) =>
      patient === 2 || poll === 0 ? { failed: 'HTTP 500' } : answerBody(),
    );
    const { cacher } = start({ client, store: new ScriptedStore(), patients: [1, 2, 3], cycles: 4 });
    await vi.advanceTimersByTimeAsync(5000);
    const summary = await cacher.finished;
    expect(summary).toEqual({ polls: 12, stored: 6, failed: 6, anomalies: 0, dropped: 0, trimmed: 0 });
    expect(cacher.lastFailure).toBe('HTTP 500');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('leaves a patient alone for as long as the API asks, and no other', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient, poll) =>
      patient === 1 && poll === 2 ? { failed: 'HTTP 429', retryAfterMs: 7000 } : answerBody(),
    );
    const { cacher } = start({ client, store: new ScriptedStore(), patients: [1, 2], maxBackoffMs: 5000 });
    await vi.advanceTimersByTimeAsync(15_000);
    const asked = client.listPollTimes(1);
    expect((asked[3] ?? 0) - (asked[2] ?? 0)).toBeGreaterThanOrEqual(7000);
    expect((asked[3] ?? 0) - (asked[2] ?? 0)).toBeLessThanOrEqual(7300);
    expect((asked[4] ?? 0) - (asked[3] ?? 0)).toBeCloseTo(300, 0);
    expect(client.listPollTimes(2).length).toBeGreaterThanOrEqual(49);
    await finish(cacher);
  });

  test('says once that a patient is down, after three failures in a row, and once that it is up again', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient, poll) =>
      patient === 1 && poll >= 2 && poll < 9 ? { failed: 'HTTP 500' } : answerBody(),
    );
    const store = new ScriptedStore();
    const { cacher, log } = start({ client, store, patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(4 * 300);
    const told = () => log.lines.filter((line) => !line.startsWith('debug'));
    expect(told()).toEqual([]);
    expect((await read(store, 1)).health).toMatchObject({ state: 'failing', lastError: 'HTTP 500' });
    await vi.advanceTimersByTimeAsync(4 * 300);
    expect((await read(store, 1)).health).toMatchObject({ state: 'down', lastError: 'HTTP 500' });
    expect((await read(store, 2)).health).toMatchObject({ state: 'up', lastError: null });
    await vi.advanceTimersByTimeAsync(10 * 300);
    expect(told()).toEqual([
      'warn patient is down {"patient":1,"error":"HTTP 500"}',
      'info patient is up again {"patient":1}',
    ]);
    expect((await read(store, 1)).health).toMatchObject({ state: 'up', lastError: null });
    await finish(cacher);
  });

  test('says of many patients that go down together how many there are, and so when they come back', async () => {
    useFakeTime();
    let isDown = false;
    const client = new ScriptedClient(() => (isDown ? { failed: 'connection refused' } : answerBody()));
    const patients = Array.from({ length: 200 }, (_, index) => index + 1);
    const { cacher, log } = start({ client, store: new ScriptedStore(), patients });
    await vi.advanceTimersByTimeAsync(1000);
    isDown = true;
    await vi.advanceTimersByTimeAsync(5000);
    isDown = false;
    await vi.advanceTimersByTimeAsync(5000);
    const count = (start: string) => log.lines.filter((line) => line.startsWith(start)).length;
    expect(count('warn patient is down')).toBe(5);
    expect(log.lines).toContain('warn more patients are down {"patients":195}');
    expect(count('info patient is up again')).toBe(5);
    expect(log.lines).toContain('info more patients are up again {"patients":195}');
    await finish(cacher);
  });

  test('names the sixth patient that goes down, when there is no other', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => (poll < 2 ? answerBody() : { failed: 'HTTP 500' }));
    const { cacher, log } = start({ client, store: new ScriptedStore(), patients: [1, 2, 3, 4, 5, 6] });
    await vi.advanceTimersByTimeAsync(4000);
    expect(log.lines.filter((line) => line.startsWith('warn patient is down'))).toHaveLength(6);
    await finish(cacher);
  });

  test('leaves a patient alone that keeps failing, the longer the more, and no other; and asks again within the cap', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient, poll) =>
      patient === 1 && poll < 12 ? { failed: 'HTTP 500' } : answerBody(),
    );
    const { cacher } = start({
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
    // Once it answers, every turn is taken again.
    expect((asked.at(-1) ?? 0) - (asked.at(-2) ?? 0)).toBe(300);
    expect(client.listPollTimes(2)).toHaveLength(200);
    await finish(cacher);
  });

  test('takes patients in and lets them go without disturbing the others', async () => {
    useFakeTime();
    const client = new ScriptedClient();
    const store = new ScriptedStore();
    const { cacher } = start({ client, store, patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([1, 3]);
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([1, 2, 3]);
    await vi.advanceTimersByTimeAsync(3000);
    const summary = await finish(cacher, 300);
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

  test('waits for patients when it has none, and ends at once when it should only poll some cycles', async () => {
    useFakeTime();
    const client = new ScriptedClient();
    const { cacher } = start({ patients: [], client, store: new ScriptedStore() });
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([1]);
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([]);
    await vi.advanceTimersByTimeAsync(3000);
    cacher.follow([1]);
    await vi.advanceTimersByTimeAsync(3000);
    const summary = await finish(cacher, 300);
    expect(summary.polls).toBe(20);
    const { cacher: bounded } = start({ patients: [], cycles: 3, client, store: new ScriptedStore() });
    expect(await finish(bounded)).toMatchObject({ polls: 0 });
  });

  test('tells who observes of each turn, how polls ended, and what was stored', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) =>
      poll === 1 ? { failed: 'HTTP 500' } : poll === 2 ? '<html>' : answerBody({ anomaly: poll === 3 }),
    );
    const told: string[] = [];
    const note =
      (what: string) =>
      (...figures: unknown[]) =>
        void told.push([what, ...figures].join(' '));
    const observer = {
      onTurnStart: note('turn'),
      onPollEnd: (outcome: string) => void told.push(outcome),
      onStored: note('stored'),
      onDropped: note('dropped'),
      onTrimmed: note('trimmed'),
      onWriteAnswered: () => {},
    };
    const { cacher } = start({ client, store: new ScriptedStore(), cycles: 4, observer });
    await vi.advanceTimersByTimeAsync(3000);
    await cacher.finished;
    expect(told).toEqual([
      ...['turn 0', 'ok', 'stored 1 0 0', 'turn 0', 'http-status', 'turn 0', 'not-json'],
      ...['turn 0', 'ok', 'stored 1 1 231'],
    ]);
    expect(cacher.status).toMatchObject({
      waitingSamples: 0,
      blockedPatients: 0,
      storeDownBecause: null,
      patients: { up: 1 },
    });
  });

  test('tells readers at once that a patient went down', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => (poll < 2 ? answerBody() : { failed: 'HTTP 500' }));
    const store = new ScriptedStore();
    const { cacher } = start({ client, store });
    await vi.advanceTimersByTimeAsync(startOffsetMs(1, 300) + 4 * 300 + 11);
    expect((await read(store, 1)).health).toMatchObject({ state: 'down', polls: 5, failures: 3 });
    await finish(cacher);
  });

  test('calls a body that is no sample a failure, and says why', async () => {
    useFakeTime();
    const { cacher } = start({
      client: new ScriptedClient(() => '<html>'),
      store: new ScriptedStore(),
      cycles: 1,
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await cacher.finished).toMatchObject({ polls: 1, stored: 0, failed: 1 });
    expect(cacher.lastFailure).toBe('the body is not valid JSON');
  });

  test('keeps the health record young while a slow API does not answer', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) =>
      poll === 0 ? answerBody() : { body: answerBody(), afterMs: 60_000 },
    );
    const store = new ScriptedStore();
    const { cacher } = start({ client, store });
    await vi.advanceTimersByTimeAsync(20_000);
    const { health } = await read(store, 1);
    expect(Date.now() / 1000 - (health?.updatedAtSeconds ?? 0)).toBeLessThanOrEqual(1.1);
    await finish(cacher, 60_000);
  });

  test('keeps the health record young while a dead API is left alone for longer and longer', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const client = new ScriptedClient(() => ({ failed: 'HTTP 500' }));
    const { cacher } = start({ client, store, maxBackoffMs: 5000, nowMs: createLateClock(1) });
    await vi.advanceTimersByTimeAsync(2000);
    for (let look = 0; look < 300; look++) {
      await vi.advanceTimersByTimeAsync(100);
      const { health } = await read(store, 1);
      expect(Date.now() / 1000 - (health?.updatedAtSeconds ?? 0)).toBeLessThanOrEqual(1.35);
    }
    await finish(cacher);
  });

  test('writes health and profile, and a profile that changed within a second, for as long as it runs', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => answerBody({ traceId: 1_000_000 + poll }));
    const store = new ScriptedStore();
    const { cacher } = start({ client, store });
    for (let second = 1; second <= 60; second++) {
      await vi.advanceTimersByTimeAsync(1000);
      const { profile, health } = await read(store, 1);
      const newest = 1_000_000 + client.listPollTimes(1).length - 1;
      expect(newest - Number(profile?.traceId)).toBeLessThanOrEqual(5);
      expect(health).toMatchObject({ state: 'up', intervalMs: 300, clockOffsetMs: 0, failures: 0 });
    }
    expect((await read(store, 1)).profile).toMatchObject({ firstname: 'Janek', birthdate: '1982' });
    await finish(cacher);
  });

  test('says once that the store is away, and loses nothing by it', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { cacher, log } = start({ client: new ScriptedClient(), store, patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(1000);
    store.otherwise = 'down';
    await vi.advanceTimersByTimeAsync(30_000);
    expect(log.lines).toEqual(['warn store is away, samples wait {"reason":"connection refused"}']);
    store.fates.push('lost', 'half');
    store.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(2000);
    expect(log.lines).toHaveLength(2);
    expect(log.lines[1]).toMatch(/^info store answers again/);
    const summary = await finish(cacher);
    expect(summary).toMatchObject({ stored: summary.polls, failed: 0, dropped: 0 });
    const held = await Promise.all([1, 2].map((patient) => store.readTimes(patient)));
    expect(held.flatMap(({ samples }) => samples)).toHaveLength(summary.polls);
  });

  test('says in one line that a server of a cluster is away, and in one that it is back', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const patients = [1, 2, 3, 4, 5, 6];
    const { cacher, log } = start({ client: new ScriptedClient(), store, patients });
    await vi.advanceTimersByTimeAsync(1000);
    store.otherwise = { unreachableFor: [2, 4, 5] };
    await vi.advanceTimersByTimeAsync(30_000);
    expect(cacher.status).toMatchObject({ storeDownBecause: null, blockedPatients: 3 });
    store.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(2000);
    expect(log.lines).toEqual([
      'warn part of the store is away, samples of its patients wait {"reason":"connection refused"}',
      expect.stringMatching(/^info store answers again/),
    ]);
    const summary = await finish(cacher);
    expect(summary).toMatchObject({ stored: summary.polls, dropped: 0 });
  });

  test('keeps as much of a patient as the retention holds while the store is away, counts what it drops, and says so once', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    store.otherwise = 'down';
    const { cacher, log } = start({ client: new ScriptedClient(), store, retentionMs: 3000 });
    const told = () => log.lines.filter((line) => line.includes('the oldest are dropped'));
    await vi.advanceTimersByTimeAsync(2900);
    expect(told()).toEqual([]);
    await vi.advanceTimersByTimeAsync(9100);
    expect(told()).toEqual(['error as many samples wait as may, the oldest are dropped {"waiting":11}']);
    expect(cacher.status.storeDownBecause).toBe('connection refused');
    store.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(300);
    const summary = await finish(cacher);
    expect(summary.dropped).toBeGreaterThan(20);
    expect(summary.stored + summary.dropped).toBe(summary.polls);
  });

  test('flags one random sensor in the share of polls asked for, and says that it did', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const dice = [0.1, 0.99, 0.7, 0.49, 0];
    const { cacher } = start({
      client: new ScriptedClient(),
      store,
      simulateAnomalies: 0.5,
      cycles: 3,
      random: () => dice.shift() ?? 0.9,
    });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await cacher.finished).toMatchObject({ stored: 3, anomalies: 2 });
    const { samples } = await read(store, 1);
    const flagged = samples.map((sample) => sample.sensors.filter((reading) => reading.anomaly));
    expect(flagged).toEqual([
      [{ id: 5, value: 105, anomaly: true, source: 'simulated' }],
      [],
      [{ id: 0, value: 100, anomaly: true, source: 'simulated' }],
    ]);
    expect((await store.readTimes(1)).anomalies).toHaveLength(2);
  });

  test('counts the anomalies of the API, and gives them no source', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const client = new ScriptedClient(() => answerBody({ anomaly: true }));
    const { cacher } = start({ client, store, cycles: 2, simulateAnomalies: 1 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await cacher.finished).toMatchObject({ stored: 2, anomalies: 2 });
    expect(JSON.stringify(store.writes)).not.toContain('source');
  });

  test('removes the old samples of its share alone, and of those it follows from then on', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const trim = vi.spyOn(store, 'trim');
    const { cacher } = start({
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
    await finish(cacher);
  });

  test('removes samples older than the retention, and never an anomaly', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const client = new ScriptedClient((_, poll) => answerBody({ anomaly: poll % 2 === 0 }));
    const { cacher } = start({ client, store, retentionMs: 2000, cleanupIntervalMs: 1000 });
    await vi.advanceTimersByTimeAsync(10_000);
    const { samples, anomalies } = await store.readTimes(1);
    expect((samples.at(-1) ?? 0) - (samples[0] ?? 0)).toBeLessThanOrEqual(3);
    const summary = await finish(cacher, 300);
    expect(anomalies).toHaveLength(Math.ceil(summary.polls / 2));
    expect(summary.trimmed).toBe(summary.stored - samples.length);
  });

  test('waits at the end for the poll that is under way, and stores what it brings', async () => {
    useFakeTime();
    const client = new ScriptedClient(() => ({ body: answerBody(), afterMs: 900 }));
    const store = new ScriptedStore();
    const { cacher } = start({ client, store });
    await vi.advanceTimersByTimeAsync(300);
    const summary = await finish(cacher, 1000);
    expect(summary).toMatchObject({ polls: 1, stored: 1 });
    expect((await store.readTimes(1)).samples).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('gives up after two seconds at the end a poll that hangs', async () => {
    useFakeTime();
    const client = new ScriptedClient(() => ({ body: answerBody(), afterMs: 3_600_000 }));
    const { cacher } = start({ client, store: new ScriptedStore() });
    await vi.advanceTimersByTimeAsync(1000);
    cacher.stop();
    await vi.advanceTimersByTimeAsync(2100);
    expect(await Promise.race([cacher.finished, null])).toMatchObject({ polls: 1, failed: 1 });
  });

  test('waits five seconds at the end for a store that is away, then counts what it drops', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    store.otherwise = 'down';
    const { cacher } = start({ client: new ScriptedClient(), store });
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

  test('leaves in the store, when it ends, what it knew last', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { cacher } = start({ client: new ScriptedClient(), store, cycles: 3 });
    await vi.advanceTimersByTimeAsync(2000);
    await cacher.finished;
    expect((await read(store, 1)).health).toMatchObject({ polls: 3, failures: 0 });
  });

  test('may be told to stop again', async () => {
    useFakeTime();
    const { cacher, bugs } = start({ client: new ScriptedClient(), store: new ScriptedStore() });
    await vi.advanceTimersByTimeAsync(1000);
    cacher.stop();
    expect(await finish(cacher)).toMatchObject({ polls: 3, stored: 3 });
    expect(bugs).toEqual([]);
  });

  test('goes on after a bug in a poll', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => {
      if (poll === 0) throw new TypeError('not a function');
      return answerBody();
    });
    const { cacher, bugs } = start({ client, store: new ScriptedStore(), cycles: 2 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await cacher.finished).toMatchObject({ polls: 2, stored: 2 });
    expect(bugs).toEqual([expect.any(TypeError)]);
  });

  test('names nobody in its log', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => (poll % 8 < 4 ? answerBody() : '{"firstname":"Janek"'));
    const { cacher, log } = start({ client, store: new ScriptedStore('down', { refused: 1 }) });
    await vi.advanceTimersByTimeAsync(6000);
    await finish(cacher);
    expect(log.lines.length).toBeGreaterThan(4);
    expect(log.lines.join()).not.toMatch(/Janek|Kos|1982/);
  });
});

describe('startCacher, over HTTP', () => {
  const clientOf = (baseUrl: string, timeoutMs = 5000) =>
    createGotClient({ baseUrl, timeoutMs, maxBodyBytes: MAX_BODY_BYTES, headers: {} });

  test('fills a store with the walks of the simulator', async () => {
    const { url } = await runSimulator();
    const client = clientOf(url);
    const store = new MemoryStore(Date.now);
    const patients = [1, 2, 3, 4, 5, 6];
    const { cacher, bugs } = start({
      client,
      store,
      patients,
      intervalMs: 40,
      cycles: 5,
      simulateAnomalies: 0.5,
    });
    const summary = await cacher.finished;
    client.close();
    expect(summary).toMatchObject({ polls: 30, stored: 30, failed: 0, dropped: 0, trimmed: 0 });
    expect(bugs).toEqual([]);
    let anomalies = 0;
    for (const patient of patients) {
      const { samples, unreadable, retained, profile, health, anomaliesStored } = await store.read(
        patient,
        100,
      );
      expect({ retained, unreadable }).toEqual({ retained: 5, unreadable: 0 });
      expect(samples.every(({ sensors }) => sensors.map(({ id }) => id).join() === SENSOR_IDS.join())).toBe(
        true,
      );
      expect(profile?.firstname).toMatch(/^\p{L}+$/u);
      expect(health).toMatchObject({ state: 'up', polls: 5 });
      anomalies += anomaliesStored;
    }
    expect(anomalies).toBe(summary.anomalies);
  });

  test.each<Fault['kind']>(['error', 'garbage', 'reset', 'huge'])(
    'takes nothing from an API that answers with the fault %s',
    async (kind) => {
      const { url } = await runSimulator({ faults: [{ kind, probability: 1 }] });
      const client = clientOf(url);
      const store = new MemoryStore(Date.now);
      const { cacher, log } = start({ client, store, patients: [1, 2], intervalMs: 20, cycles: 8 });
      const summary = await cacher.finished;
      client.close();
      expect(summary).toMatchObject({ polls: 16, stored: 0, failed: 16, dropped: 0 });
      expect(log.lines.filter((line) => line.startsWith('warn patient is down'))).toHaveLength(2);
      expect((await store.read(1, 1)).health).toMatchObject({ state: 'down', polls: 8, failures: 8 });
    },
  );

  test('does not hold the others up for a patient whose answer does not come', async () => {
    const { url } = await serve((request, response) => {
      if (request.url !== '/1') response.end(answerBody());
    });
    const client = clientOf(url, 400);
    const store = new MemoryStore(Date.now);
    const { cacher } = start({ client, store, patients: [1, 2], intervalMs: 20, cycles: 1 });
    const summary = await cacher.finished;
    client.close();
    expect(summary).toMatchObject({ polls: 2, stored: 1, failed: 1 });
    expect(cacher.lastFailure).toBe('no answer within 400 ms');
  });

  test('stores the answer of a poll that was under way when it was stopped', async () => {
    let stop = () => {};
    const { url } = await serve((_, response) => {
      stop();
      setTimeout(() => response.end(answerBody()), 50);
    });
    const client = clientOf(url);
    const store = new MemoryStore(Date.now);
    const { cacher } = start({ client, store, intervalMs: 20 });
    stop = () => cacher.stop();
    expect(await cacher.finished).toMatchObject({ polls: 1, stored: 1 });
    client.close();
    expect((await store.read(1, 1)).retained).toBe(1);
  });
});
