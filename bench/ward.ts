import { setTimeout as sleep } from 'node:timers/promises';
import { RedisStore } from '../src/store/redis/redis-store.ts';
import { parseRedisTarget } from '../src/store/redis/target.ts';
import { RedisServer } from '../test/store/redis/redis-server.ts';
import { WatchedProgram } from './watched-program.ts';
import { writeTable } from './write-table.ts';

/**
 * What a ward of a thousand patients costs at 120x40 while each stores a sample a second. Arguments: seconds to measure, and how
 * many patients.
 */
const SECONDS = Number(process.argv[2] ?? 20);
const PATIENTS = Number(process.argv[3] ?? 1000);
const HISTORY_SAMPLES = 120;
const WARM_UP_MS = 10_000;
const AIMS = { cpuPercent: 5, peakMegabytes: 120, firstRowMs: 1000 };
const FOOTWATCH = 'dist/bin/footwatch.js';

const redis = await RedisServer.start();
const parsed = parseRedisTarget(redis.url);
if (parsed.kind !== 'target') throw new Error(redis.url);
const store = new RedisStore({ target: parsed.target });
const patients = Array.from({ length: PATIENTS }, (_, index) => index + 1);

function makeEntry(patient: number, atSeconds: number) {
  const phase = (atSeconds + patient / 7) * 2 * Math.PI * 0.9;
  const load = (shift: number) => Math.round(512 + 500 * Math.sin(phase + shift));
  const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({
    anomaly: false,
    id,
    value: load(id < 3 ? 0 : Math.PI),
  }));
  return { timestamp: atSeconds.toFixed(3), sensorsJson: JSON.stringify(sensors), anomalous: false };
}

async function storeSamples(entriesOf: (patient: number) => ReturnType<typeof makeEntry>[]): Promise<void> {
  const nowSeconds = Date.now() / 1000;
  const writes = patients.map((patient) => ({
    patient,
    entries: entriesOf(patient),
    profile: {
      firstname: `Albert${patient}`,
      lastname: 'Lisowski',
      birthdate: '1991',
      disabled: false,
      traceName: 'alek',
      traceId: '12242505062019',
    },
    health: {
      state: 'up' as const,
      updatedAtSeconds: nowSeconds,
      lastOkAtSeconds: nowSeconds,
      lastError: null,
      latencyMs: 5,
      intervalMs: 1000,
      clockOffsetMs: 0,
      polls: 1,
      failures: 0,
    },
  }));
  for (let start = 0; start < writes.length; start += 100)
    await store.write(writes.slice(start, start + 100));
}

let isFeeding = true;
async function feed(): Promise<void> {
  while (isFeeding) {
    const startedMs = performance.now();
    const nowSeconds = Date.now() / 1000;
    await storeSamples((patient) => [makeEntry(patient, nowSeconds)]);
    await sleep(Math.max(0, 1000 - (performance.now() - startedMs)));
  }
}

try {
  const startSeconds = Date.now() / 1000 - HISTORY_SAMPLES;
  await storeSamples((patient) =>
    Array.from({ length: HISTORY_SAMPLES }, (_, index) => makeEntry(patient, startSeconds + index)),
  );
  const feeding = feed();
  const program = new WatchedProgram({
    file: process.execPath,
    args: [FOOTWATCH, 'watch', '--redis', redis.url],
  });
  const isShown = (lines: readonly string[]) =>
    lines.some((line) => line.includes('● live') && line.includes('Lisowski'));
  const firstRowMs = await program.waitFor(isShown);
  await sleep(WARM_UP_MS);
  program.start();
  await sleep(SECONDS * 1000);
  const { bytes, seconds, cpuPercent, peakMegabytes } = program.measure();
  await program.stop();
  isFeeding = false;
  await feeding;
  const row = (what: string, aim: number, measured: number) => [
    what,
    `${aim}`,
    measured.toFixed(measured < 10 ? 1 : 0),
    measured <= aim ? 'met' : 'missed',
  ];
  writeTable(
    `A ward of ${PATIENTS} patients at 120x40, a sample a second each; ${SECONDS} s, ${(bytes / seconds).toFixed(0)} bytes/s`,
    ['what', 'aim', 'measured', ''],
    [
      row('CPU %', AIMS.cpuPercent, cpuPercent),
      row('peak MB', AIMS.peakMegabytes, peakMegabytes),
      row('first row live, ms', AIMS.firstRowMs, firstRowMs),
    ],
  );
} finally {
  await store.close();
  await redis.stop();
}
process.exit();
