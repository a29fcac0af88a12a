import { describe, expect, test, vi } from 'vitest';
import { CacherLog } from '../../src/cacher/cacher-log.ts';
import { answerBody } from './api/http-server.ts';
import { useFakeTime } from './fake-time.ts';
import { createRecordingLog } from './recording-log.ts';
import { ScriptedClient } from './scripted-client.ts';
import { ScriptedStore } from './scripted-store.ts';
import { finishCacher, readPatient, startTestCacher } from './start-test-cacher.ts';

describe('the log of the cacher', () => {
  test('logs once that a patient is down, after three failures in a row, and once that it is up again', async () => {
    useFakeTime();
    const client = new ScriptedClient((patient, poll) =>
      patient === 1 && poll >= 2 && poll < 9 ? { failed: 'HTTP 500' } : answerBody(),
    );
    const store = new ScriptedStore();
    const { cacher, log } = startTestCacher({ client, store, patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(4 * 300);
    const listLines = () => log.lines.filter((line) => !line.startsWith('debug'));
    expect(listLines()).toEqual([]);
    expect((await readPatient(store, 1)).health).toMatchObject({ state: 'failing', lastError: 'HTTP 500' });
    await vi.advanceTimersByTimeAsync(4 * 300);
    expect((await readPatient(store, 1)).health).toMatchObject({ state: 'down', lastError: 'HTTP 500' });
    expect((await readPatient(store, 2)).health).toMatchObject({ state: 'up', lastError: null });
    await vi.advanceTimersByTimeAsync(10 * 300);
    expect(listLines()).toEqual([
      'warn patient is down {"patient":1,"error":"HTTP 500"}',
      'info patient is up again {"patient":1}',
    ]);
    expect((await readPatient(store, 1)).health).toMatchObject({ state: 'up', lastError: null });
    await finishCacher(cacher);
  });

  test('counts in one line the patients beyond five that go down, or come back, within a second', async () => {
    useFakeTime();
    let isDown = false;
    const client = new ScriptedClient(() => (isDown ? { failed: 'connection refused' } : answerBody()));
    const patients = Array.from({ length: 200 }, (_, index) => index + 1);
    const { cacher, log } = startTestCacher({ client, store: new ScriptedStore(), patients });
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
    await finishCacher(cacher);
  });

  test('names the sixth patient that goes down when there is no seventh', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => (poll < 2 ? answerBody() : { failed: 'HTTP 500' }));
    const { cacher, log } = startTestCacher({
      client,
      store: new ScriptedStore(),
      patients: [1, 2, 3, 4, 5, 6],
    });
    await vi.advanceTimersByTimeAsync(4000);
    expect(log.lines.filter((line) => line.startsWith('warn patient is down'))).toHaveLength(6);
    await finishCacher(cacher);
  });

  test('logs once that the store is down and once that it answers again, and no sample is lost', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const { cacher, log } = startTestCacher({ client: new ScriptedClient(), store, patients: [1, 2] });
    await vi.advanceTimersByTimeAsync(1000);
    store.otherwise = 'down';
    await vi.advanceTimersByTimeAsync(30_000);
    expect(log.lines).toEqual(['warn store is down, samples wait {"reason":"connection refused"}']);
    store.fates.push('lost', 'half');
    store.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(2000);
    expect(log.lines).toHaveLength(2);
    expect(log.lines[1]).toMatch(/^info store answers again/);
    const summary = await finishCacher(cacher);
    expect(summary).toMatchObject({ stored: summary.polls, failed: 0, dropped: 0 });
    const stored = await Promise.all([1, 2].map((patient) => store.readTimes(patient)));
    expect(stored.flatMap(({ samples }) => samples)).toHaveLength(summary.polls);
  });

  test('logs once that a store at its brim is full, however often it takes a write between, and once that it no longer is', async () => {
    useFakeTime();
    const log = createRecordingLog();
    const cacherLog = new CacherLog(log, () => 7);
    for (let time = 0; time < 200; time++) {
      cacherLog.logStoreState(time % 3 === 0 ? 'degraded' : 'down', 'out of memory');
      await vi.advanceTimersByTimeAsync(700);
      cacherLog.logStoreState('answers', null);
      await vi.advanceTimersByTimeAsync(time % 10 === 0 ? 50_000 : 2000);
    }
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toMatch(/^warn part of the store is down.*out of memory/);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log.lines.slice(1)).toEqual(['info store answers again {"waiting":7}']);
    cacherLog.logStoreState('down', 'out of memory');
    expect(log.lines).toHaveLength(3);
    // Another reason is news, and so is its end.
    cacherLog.logStoreState('down', 'connection refused');
    cacherLog.logStoreState('answers', null);
    expect(log.lines.slice(3)).toEqual([
      'warn store is down, samples wait {"reason":"connection refused"}',
      'info store answers again {"waiting":7}',
    ]);
    cacherLog.logStoreState('down', 'too few replicas');
    cacherLog.logStoreState('answers', null);
    cacherLog.flush();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('logs one line when a server of a cluster goes down, and one when it is back', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const patients = [1, 2, 3, 4, 5, 6];
    const { cacher, log } = startTestCacher({ client: new ScriptedClient(), store, patients });
    await vi.advanceTimersByTimeAsync(1000);
    store.otherwise = { unreachableFor: [2, 4, 5] };
    await vi.advanceTimersByTimeAsync(30_000);
    expect(cacher.status).toMatchObject({ storeDownReason: null, blockedPatients: 3 });
    store.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(2000);
    expect(log.lines).toEqual([
      'warn part of the store is down, samples of its patients wait {"reason":"connection refused"}',
      expect.stringMatching(/^info store answers again/),
    ]);
    const summary = await finishCacher(cacher);
    expect(summary).toMatchObject({ stored: summary.polls, dropped: 0 });
  });

  test('keeps as many samples as the retention holds while the store is down, and logs once that it drops the oldest', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    store.otherwise = 'down';
    const { cacher, log } = startTestCacher({ client: new ScriptedClient(), store, retentionMs: 3000 });
    const listDropLines = () => log.lines.filter((line) => line.includes('the oldest samples are dropped'));
    await vi.advanceTimersByTimeAsync(2900);
    expect(listDropLines()).toEqual([]);
    await vi.advanceTimersByTimeAsync(9100);
    expect(listDropLines()).toEqual([
      'error the queue is full, the oldest samples are dropped {"waiting":11}',
    ]);
    expect(cacher.status.storeDownReason).toBe('connection refused');
    store.otherwise = 'answered';
    await vi.advanceTimersByTimeAsync(300);
    const summary = await finishCacher(cacher);
    expect(summary.dropped).toBeGreaterThan(20);
    expect(summary.stored + summary.dropped).toBe(summary.polls);
  });

  test('says once that the interval is not held, and what helps', async () => {
    useFakeTime();
    // Each poll takes the thread for as long as two intervals have for each of so many patients.
    let busyMs = 0;
    const client = new ScriptedClient(() => {
      busyMs += 20;
      return answerBody();
    });
    const { cacher, log } = startTestCacher({
      client,
      store: new ScriptedStore(),
      patients: Array.from({ length: 30 }, (_, index) => index + 1),
      nowMs: () => performance.now() + busyMs,
      paceAdvice: 'rest',
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(cacher.status.isBehind).toBe(true);
    await finishCacher(cacher);
    expect(log.lines.filter((line) => line.includes('interval'))).toEqual([
      'warn the interval is not held, turns begin late {"intervalMs":300,"advice":"rest"}',
    ]);
  });

  test('never logs the name of a patient', async () => {
    useFakeTime();
    const client = new ScriptedClient((_, poll) => (poll % 8 < 4 ? answerBody() : '{"firstname":"Janek"'));
    const { cacher, log } = startTestCacher({ client, store: new ScriptedStore('down', { refused: 1 }) });
    await vi.advanceTimersByTimeAsync(6000);
    await finishCacher(cacher);
    expect(log.lines.length).toBeGreaterThan(4);
    expect(log.lines.join()).not.toMatch(/Janek|Kos|1982/);
  });
});
