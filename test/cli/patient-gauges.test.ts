import { get } from 'node:http';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadInsoles } from '../../src/cli/load-insoles.ts';
import type { LoadedSettings } from '../../src/cli/load-settings.ts';
import { openPatientGauges } from '../../src/cli/patient-gauges.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';
import { createRecordingLog } from '../cacher/recording-log.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { launchSimulator, startFootwatch } from './start-footwatch.ts';

function load(flags: Record<string, string>): LoadedSettings {
  const resolved = resolveSettings({ flags, environment: {}, file: null });
  if (resolved.kind === 'refused') throw new Error(resolved.message);
  return { ...resolved, file: null, isFileEmpty: false };
}

/** The status of an answer to who names the server otherwise, as a page does that points its own name at it. */
function askAs(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/metrics', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

const WANTED = { metrics: '127.0.0.1:0', 'metrics-patients': 'true' };
const ENTRY = {
  timestamp: (Date.now() / 1000).toFixed(3),
  sensorsJson: '[{"anomaly":false,"id":0,"value":1}]',
  anomalous: false,
};

describe('who gets gauges', () => {
  let log: ReturnType<typeof createRecordingLog>;
  let inForce: LoadedSettings;
  beforeEach(() => {
    log = createRecordingLog();
  });
  const open = async (flags: Record<string, string>) => {
    inForce = load(flags);
    return openPatientGauges(() => inForce, await loadInsoles(inForce), log);
  };

  test('are the hundred lowest numbers at most, which is said once', async () => {
    const gauges = await open({ ...WANTED, patients: '201-330,7' });
    for (let index = 0; index < 3; index++) gauges?.source.choose();
    const { chosen = [], others } = gauges?.source.choose() ?? {};
    expect([chosen[0], chosen[1], chosen.length, others]).toEqual([7, 201, 100, 31]);
    expect(log.lines).toEqual(['warn not every patient gets gauges of its own {"most":100,"without":31}']);
    gauges?.onStoredOf(330, [ENTRY]);
    gauges?.onStoredOf(7, [ENTRY]);
    expect(gauges?.source.newestAtSeconds(330)).toBeNull();
    expect(gauges?.source.newestAtSeconds(7)).toBe(Number(ENTRY.timestamp));
  });

  test('are those of the configuration that is in force', async () => {
    const gauges = await open({ ...WANTED, patients: '1-2' });
    gauges?.onStoredOf(2, [ENTRY]);
    inForce = load({ ...WANTED, patients: '2-3' });
    expect(gauges?.source.choose()).toEqual({ chosen: [2, 3], others: 0 });
    inForce = load({ ...WANTED, patients: '3' });
    expect(gauges?.source.choose().chosen).toEqual([3]);
    expect(gauges?.source.newestAtSeconds(2)).toBeNull();
  });

  test('is nobody unless it is asked for, and where nobody could read them it is said', async () => {
    expect(await open({ metrics: '127.0.0.1:0' })).toBeNull();
    expect(log.lines).toEqual([]);
    expect(await open({ 'metrics-patients': 'true' })).toBeNull();
    expect(log.lines).toEqual(['warn metrics.patients does nothing without cacher.metrics {}']);
  });
});

test('that anybody sees how patients walk who reaches the metrics from another machine is said', async () => {
  const log = createRecordingLog();
  const loaded = load({ ...WANTED, metrics: '0.0.0.0:9464' });
  expect(openPatientGauges(() => loaded, await loadInsoles(loaded), log)).not.toBeNull();
  expect(log.lines).toEqual([
    'warn who reaches cacher.metrics sees how patients walk: it asks nobody for a token {}',
  ]);
});

test('a cacher tells who is live by number, and nothing any more once the API is away', async () => {
  const [redis, simulator] = await Promise.all([RedisServer.start(), launchSimulator()]);
  try {
    const cacher = startFootwatch([
      ...['cacher', '--base-url', simulator.url, '--redis', redis.url, '--interval', '50ms'],
      ...['--metrics', '127.0.0.1:0', '--metrics-patients'],
    ]);
    await cacher.until((run) => run.stderr.includes('metrics are served'));
    const port = /"port":(\d+)/.exec(cacher.stderr)?.[1];
    const text = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const listLive = async () =>
      Array.from((await text()).matchAll(/^footwatch_patient_live\{patient="(\d)"\} 1$/gm), ([, id]) => id);
    await expect.poll(listLive, { timeout: 10_000 }).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(await text()).not.toMatch(/Lisowski|Albert/);
    expect(await askAs(Number(port), 'evil.example')).toBe(403);
    expect(await askAs(Number(port), 'localhost')).toBe(200);
    await simulator.end();
    await expect.poll(listLive, { timeout: 10_000 }).toEqual([]);
    expect(await text()).not.toContain('patient="');
    expect(await text()).toContain('footwatch_patients{state="down"} 6');
  } finally {
    await redis.stop();
  }
});
