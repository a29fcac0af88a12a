import { describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../src/cacher/api/api-client.ts';
import { createGotClient } from '../../src/cacher/api/got-client.ts';
import type { Fault } from '../../src/simulator/injected-fault.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { runSimulator } from '../simulator/running-simulator.ts';
import { answerBody, serve } from './api/http-server.ts';
import { startTestCacher } from './start-test-cacher.ts';

const SENSOR_IDS = [0, 1, 2, 3, 4, 5];

function createClient(baseUrl: string, timeoutMs = 5000) {
  return createGotClient({ baseUrl, timeoutMs, maxBodyBytes: MAX_BODY_BYTES, headers: () => ({}) });
}

describe('the cacher over HTTP', () => {
  test('stores the walks of the simulator', async () => {
    const { url } = await runSimulator();
    const client = createClient(url);
    const store = new MemoryStore(Date.now);
    const patients = [1, 2, 3, 4, 5, 6];
    const { cacher, bugs } = startTestCacher({
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
    'stores nothing from an API with the fault %s, and reports it as down',
    async (kind) => {
      const { url } = await runSimulator({ faults: [{ kind, probability: 1 }] });
      const client = createClient(url);
      const store = new MemoryStore(Date.now);
      const { cacher, log } = startTestCacher({ client, store, patients: [1, 2], intervalMs: 20, cycles: 8 });
      const summary = await cacher.finished;
      client.close();
      expect(summary).toMatchObject({ polls: 16, stored: 0, failed: 16, dropped: 0 });
      expect(log.lines.filter((line) => line.startsWith('warn patient is down'))).toHaveLength(2);
      expect((await store.read(1, 1)).health).toMatchObject({ state: 'down', polls: 8, failures: 8 });
    },
  );

  test('polls the others on time while one patient gets no answer', async () => {
    const { url } = await serve((request, response) => {
      if (request.url !== '/1') response.end(answerBody());
    });
    const client = createClient(url, 400);
    const store = new MemoryStore(Date.now);
    const { cacher } = startTestCacher({ client, store, patients: [1, 2], intervalMs: 20, cycles: 1 });
    const summary = await cacher.finished;
    client.close();
    expect(summary).toMatchObject({ polls: 2, stored: 1, failed: 1 });
    expect(cacher.lastFailure).toBe('no answer within 400 ms');
  });

  test('stores the answer of a poll that was running when it was stopped', async () => {
    let stop = () => {};
    const { url } = await serve((_, response) => {
      stop();
      setTimeout(() => response.end(answerBody()), 50);
    });
    const client = createClient(url);
    const store = new MemoryStore(Date.now);
    const { cacher } = startTestCacher({ client, store, intervalMs: 20 });
    stop = () => cacher.stop();
    expect(await cacher.finished).toMatchObject({ polls: 1, stored: 1 });
    client.close();
    expect((await store.read(1, 1)).retained).toBe(1);
  });
});
