import type { Redis } from 'ioredis';
import { SIX } from '../src/core/insole/built-in-insoles.ts';
import { RedisStore } from '../src/store/redis/redis-store.ts';
import type { NewEntry } from '../src/store/store.ts';
import { RedisServer } from '../test/store/redis/redis-server.ts';
import { writeTable } from './write-table.ts';

/**
 * Measures what it costs Redis to append to a patient's history and to trim it, as the history grows, and what it costs to read
 * it whole, as the original program does to trim. Time is Redis's own, from INFO commandstats.
 */
const HISTORIES = (process.argv[2] ?? '100,1000,10000,100000').split(',').map(Number);
const PATIENTS = [1, 2, 3, 4, 5];
const APPENDS = 400;
const TRIMS = 100;
const FIRST_SECONDS = 1_795_465_522;
const SAMPLES_PER_PUSH = 5000;

function entryAt(index: number): NewEntry {
  const sensors = SIX.sensors.map(({ id }) => ({ anomaly: false, id, value: (index * (id + 7)) % 1024 }));
  return {
    timestamp: (FIRST_SECONDS + index * 0.3).toFixed(3),
    sensorsJson: JSON.stringify(sensors),
    anomalous: false,
  };
}

async function fill(client: Redis, length: number): Promise<void> {
  for (let from = 0; from < length; from += SAMPLES_PER_PUSH) {
    const entries = Array.from({ length: Math.min(SAMPLES_PER_PUSH, length - from) }, (_, index) =>
      entryAt(from + index),
    );
    for (const patient of PATIENTS) {
      await client.rpush(`${patient}_data`, ...entries.map(({ sensorsJson }) => sensorsJson));
      await client.rpush(`${patient}_timestamp`, ...entries.map(({ timestamp }) => timestamp));
    }
  }
}

/** Measures the mean time of a call in Redis, microseconds. */
async function measureCall(client: Redis, command: string, work: () => Promise<void>): Promise<number> {
  await client.config('RESETSTAT');
  await work();
  const stats = await client.info('commandstats');
  return Number(new RegExp(`cmdstat_${command}:.*usec_per_call=([\\d.]+)`).exec(stats)?.[1]);
}

async function measure(length: number) {
  const redis = await RedisServer.start();
  const store = new RedisStore({ target: redis.target(), commandTimeoutMs: 15_000 });
  try {
    const client = redis.client();
    await fill(client, length);
    const lease = { holder: 'bench', ttlMs: 2400 };
    const append = (index: number) =>
      store.write(
        PATIENTS.map((patient) => ({ patient, entries: [entryAt(length + index)] })),
        lease,
      );
    // The first calls load the scripts.
    await append(0);
    await store.trim(FIRST_SECONDS);
    const writeMicroseconds = await measureCall(client, 'evalsha', async () => {
      for (let index = 1; index <= APPENDS; index++) await append(index);
    });
    const trimMicroseconds = await measureCall(client, 'evalsha', async () => {
      // One sample of each patient at a time, as with a short cleanup interval.
      for (let index = 1; index <= TRIMS; index++) await store.trim(FIRST_SECONDS + index * 0.3);
    });
    const readMicroseconds = await measureCall(client, 'lrange', async () => {
      for (let index = 0; index < 10; index++) await client.lrange('1_timestamp', 0, -1);
    });
    const appendMicroseconds = writeMicroseconds / PATIENTS.length;
    return { appendMicroseconds, trimMicroseconds, readMicroseconds };
  } finally {
    await store.close();
    await redis.stop();
  }
}

const rows: string[][] = [];
for (const length of HISTORIES) {
  const { appendMicroseconds, trimMicroseconds, readMicroseconds } = await measure(length);
  rows.push([
    length.toLocaleString('en'),
    appendMicroseconds.toFixed(1),
    trimMicroseconds.toFixed(1),
    readMicroseconds.toFixed(1),
    (readMicroseconds / trimMicroseconds).toFixed(1),
  ]);
}
writeTable(
  'µs of Redis a call',
  ['samples of a patient', 'append one', 'trim one', 'LRANGE of the timestamps', 'LRANGE : trim'],
  rows,
);
