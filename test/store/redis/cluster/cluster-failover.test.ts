import { describe, expect, test, vi } from 'vitest';
import { inspectRedis } from '../../../../src/store/redis/inspection.ts';
import { RedisStore } from '../../../../src/store/redis/redis-store.ts';
import { type PatientWrite, StoreUnavailable } from '../../../../src/store/store.ts';
import { AT, makeEntry } from '../../fixtures.ts';
import type { RedisServer } from '../redis-server.ts';
import { RedisClusterServers } from './cluster-servers.ts';

const PATIENTS = Array.from({ length: 12 }, (_, index) => index + 1);
const NODE_TIMEOUT_MS = 1000;

// Concurrent: each test has a cluster of its own, and mostly waits for its servers to notice what happened.
describe.concurrent('When a master of a cluster', () => {
  test.each([
    ['is killed', (server: RedisServer) => server.kill(), /^down: connection/],
    ['hangs', async (server: RedisServer) => server.pause(), /^down: no answer in time/],
  ])(
    '%s, the other patients are served, its own after the failover, and every sample is stored once',
    async (_, strike, downState) => {
      const cluster = await RedisClusterServers.start([
        ...['--cluster-node-timeout', `${NODE_TIMEOUT_MS}`, '--cluster-require-full-coverage', 'no'],
        ...['--cluster-replica-no-failover', 'yes', '--cluster-replica-validity-factor', '0'],
      ]);
      const changes: string[] = [];
      const store = new RedisStore({
        target: cluster.target,
        commandTimeoutMs: 1000,
        onStateChange: (state, reason) => changes.push(`${state}: ${reason}`),
      });
      try {
        const [victim] = cluster.masters;
        if (victim === undefined) throw new Error('no master');
        const wakes = new Set<number>();
        await store.wakeOn(PATIENTS, (patient) => wakes.add(patient));
        const send = (second: number, to: readonly number[] = PATIENTS) =>
          store.write(
            to.map(
              (patient): PatientWrite => ({ patient, entries: [makeEntry(second, { anomalous: true })] }),
            ),
          );
        await send(0);
        await send(1);
        const raw = victim.client();
        const [, keys] = await raw.scan('0', 'MATCH', '*_data', 'COUNT', 1000);
        const down = keys.map((key) => Number(/\d+/.exec(key)?.[0]));
        const served = PATIENTS.filter((patient) => !down.includes(patient));
        expect(down.length).toBeGreaterThan(0);
        // WAIT waits for the writes of its own client, and so for all before them.
        await raw.set(`{${down[0]}}_marker`, '');
        expect(await raw.wait(1, 5000)).toBe(1);

        const walk = { sinceSeconds: AT, untilSeconds: AT + 1, note: 'x', marks: [], keptAtSeconds: AT };
        const keep = (patient: number) => store.keep({ ...walk, patient }, 1_000_000);
        const keeping = PATIENTS.map((patient) => keep(patient).catch(() => {}));
        const pending = send(2).catch(() => []);
        await strike(victim);
        const outcomes = await pending;
        for (const { patient, kind } of outcomes) if (served.includes(patient)) expect(kind).toBe('stored');

        // Also when none of its patients can be written: the others are not blocked.
        expect(await send(2, down.slice(0, 1))).toMatchObject([{ kind: 'unreachable' }]);
        const repeated = await send(2);
        for (const { patient, kind } of repeated) if (served.includes(patient)) expect(kind).toBe('stored');
        await expect(store.patients()).rejects.toThrow(StoreUnavailable);
        expect([...(await store.holders(PATIENTS)).keys()]).toEqual(served);
        expect(await store.acquire(PATIENTS, { holder: 'one', ttlMs: 1 })).toEqual(served);
        const [downPatient = 0] = down;
        await expect(store.append(downPatient, 'samples', 2, [['[]', '1.000']])).rejects.toThrow(
          StoreUnavailable,
        );
        expect(await store.trim(AT - 1)).toEqual({ trimmed: 0, refused: [] });
        await Promise.all(keeping);
        await expect(keep(downPatient)).rejects.toThrow(StoreUnavailable);
        for (const patient of served) expect(await keep(patient)).toMatchObject({ kind: 'kept', samples: 2 });
        expect((await inspectRedis(cluster.target, {}, Date.now)).cluster?.unreachable).toBe(1);

        wakes.clear();
        await cluster.replica.client().config('SET', 'cluster-replica-no-failover', 'no');
        // As the cacher does: the same write again, until it is stored.
        await vi.waitFor(
          async () => expect((await send(2)).map(({ kind }) => kind)).toEqual(PATIENTS.map(() => 'stored')),
          { timeout: 30_000, interval: 50 },
        );
        await vi.waitFor(() => expect([...wakes]).toEqual(expect.arrayContaining(down)), 10_000);
        await send(3);
        for (const patient of PATIENTS) {
          // The same call again, whether the first one was carried out or not.
          expect(await keep(patient)).toMatchObject({ kind: 'kept', samples: 2 });
          expect((await store.kept(patient)).walks).toMatchObject([{ note: 'x', samples: 2 }]);
          const seconds = (await store.read(patient, 100)).samples.map(({ atSeconds }) => atSeconds - AT);
          expect([patient, seconds]).toEqual([patient, [0, 1, 2, 3]]);
          expect((await store.readAnomalies(patient, 0)).length).toBe(4);
        }
        expect(await store.patients()).toEqual(PATIENTS);
        expect(changes).toEqual(['up: connected', expect.stringMatching(downState), 'up: connected']);
      } finally {
        await store.close();
        await cluster.stop();
      }
    },
    60_000,
  );
});
