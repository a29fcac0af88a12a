import { randomUUID } from 'node:crypto';
import { MAX_BODY_BYTES } from '../../src/cacher/api-client.ts';
import { type Cacher, type CacherStatus, startCacher } from '../../src/cacher/cacher.ts';
import { createGotClient } from '../../src/cacher/got-client.ts';
import type { Log } from '../../src/cacher/log.ts';
import type { CacherObserver } from '../../src/cacher/observer.ts';
import { createUndiciClient } from '../../src/cacher/undici-client.ts';
import type { PatientId } from '../../src/core/patient.ts';
import { SETTING_KEYS, type SettingKey, type Settings } from '../../src/core/settings.ts';
import { patientsOfShard } from '../../src/core/shard.ts';
import type { StoreWriter } from '../../src/store/store.ts';
import { createLog } from '../create-log.ts';
import { DEFAULT_PATIENTS } from '../default-patients.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { type LoadedSettings, loadSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { openRecording, recordWrites } from '../recording.ts';
import { exitCodeOf, hasControllingTerminal, onSignals } from '../signals.ts';

export async function runCacher(
  settings: Settings,
  _origins: LoadedSettings['origins'],
  { flags }: Invocation,
): Promise<number> {
  const baseUrl = settings['api.baseUrl'];
  if (baseUrl === null) {
    throw new CommandFailure(
      EXIT.wrongUsage,
      'cacher needs the address of the API: --base-url URL, FOOTWATCH_BASE_URL, or api.baseUrl in a configuration file',
    );
  }
  const log = createLog(settings);
  const store = openRedis(settings);
  // Before the first poll: whoever asked for metrics and cannot have them shall know at once.
  const metrics = await openMetrics(settings['cacher.metrics'], () => cacher.status);
  const path = settings['output.record'];
  const recording = path === null ? null : await openRecording(path, (reason) => log.error({}, reason));
  const written = recording === null ? store : recordWrites(store, recording);
  const cacher = composeCacher({ settings, baseUrl, store: written, log, ...metrics });
  const patients = patientsToPoll(settings);

  let endedBy: number | null = null;
  const rereads = !hasControllingTerminal();
  const forgetSignals = onSignals((signal) => {
    if (signal === 'SIGHUP' && rereads)
      return void reconfigure(settings, () => loadSettings(flags), cacher, log);
    // The second signal means it.
    if (endedBy !== null) process.exit(exitCodeOf(signal));
    endedBy = signal === 'SIGHUP' ? exitCodeOf(signal) : EXIT.done;
    log.info({ signal }, 'cacher is stopping');
    cacher.stop();
  });
  if (patients.length === 0) log.warn({}, 'no patient falls to this shard, the cacher waits');
  log.info({ patients: patients.length, intervalMs: settings['cacher.interval'] }, 'cacher started');
  if (metrics) log.info({ port: metrics.server.port }, 'metrics are served');
  const durationMs = settings['cacher.duration'];
  const limit = durationMs === null ? null : setTimeout(() => cacher.stop(), durationMs);

  const summary = await cacher.finished;
  if (limit) clearTimeout(limit);
  forgetSignals();
  await metrics?.server.close();
  await store.close();
  await recording?.close();
  process.stdout.write(`${JSON.stringify(summary)}\n`);

  const { standby } = cacher.status.patients;
  if (endedBy === null && summary.polls === 0 && standby > 0) {
    throw new CommandFailure(
      EXIT.unavailable,
      `nothing was polled: another cacher polls the ${standby} patients`,
    );
  }
  const isBounded = durationMs !== null || settings['cacher.cycles'] !== null;
  if (endedBy === null && isBounded && summary.polls > 0 && summary.stored === 0) {
    const why =
      summary.failed === summary.polls ? `the API: ${cacher.lastFailure}` : 'Redis could not be written';
    throw new CommandFailure(EXIT.unavailable, `nothing was stored of ${summary.polls} polls; ${why}`);
  }
  return endedBy ?? EXIT.done;
}

/** What a cacher takes over from a configuration that is read again. */
const REREAD: readonly SettingKey[] = ['patients', 'cacher.shard'];

function patientsToPoll(settings: Settings): readonly PatientId[] {
  return patientsOfShard(settings.patients ?? DEFAULT_PATIENTS, settings['cacher.shard']);
}

/** A wrong configuration changes nothing; of a right one the patients are taken over. */
async function reconfigure(
  before: Settings,
  reload: () => Promise<LoadedSettings>,
  cacher: Cacher,
  log: Log,
): Promise<void> {
  try {
    const { settings } = await reload();
    const patients = patientsToPoll(settings);
    cacher.follow(patients);
    log.info({ patients: patients.length }, 'configuration read again');
    const others = SETTING_KEYS.filter(
      (key) => !REREAD.includes(key) && JSON.stringify(settings[key]) !== JSON.stringify(before[key]),
    );
    if (others.length > 0) log.warn({ settings: others.join(', ') }, 'these settings take a restart');
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    log.error({ error: error.message }, 'configuration refused, the old one stays');
  }
}

async function openMetrics(listening: Settings['cacher.metrics'], statusOf: () => CacherStatus) {
  if (listening === null) return null;
  const { createCacherMetrics } = await import('../../src/metrics/cacher-metrics.ts');
  const { startMetricsServer } = await import('../../src/metrics/metrics-server.ts');
  const metrics = createCacherMetrics(statusOf);
  const notReadyBecause = () => {
    const { storeAwayBecause } = statusOf();
    return storeAwayBecause === null ? null : `the store is away: ${storeAwayBecause}`;
  };
  const start = await startMetricsServer({ ...listening, metrics, notReadyBecause });
  if (start.kind === 'failed') throw new CommandFailure(EXIT.failed, `--metrics: ${start.reason}`);
  return { observer: metrics.observer, server: start.server };
}

/** The cacher on any store, as the settings say. */
export function composeCacher(parts: {
  settings: Settings;
  baseUrl: string;
  store: StoreWriter;
  log: Log;
  observer?: CacherObserver;
}): Cacher {
  const { settings, baseUrl, store, log, observer } = parts;
  const createClient = settings['api.client'] === 'undici' ? createUndiciClient : createGotClient;
  const client = createClient({
    baseUrl,
    timeoutMs: settings['api.timeout'],
    maxBodyBytes: MAX_BODY_BYTES,
    headers: settings['api.headers'],
  });
  return startCacher({
    holder: randomUUID(),
    client,
    store,
    log,
    ...(observer && { observer }),
    patients: patientsToPoll(settings),
    sensorIds: settings['api.sensors'],
    intervalMs: settings['cacher.interval'],
    maxBackoffMs: settings['cacher.maxBackoff'],
    retentionMs: settings['cacher.retention'],
    cleanupIntervalMs: settings['cacher.cleanupInterval'],
    simulateAnomalies: settings['cacher.simulateAnomalies'],
    rules: settings['cacher.rules'],
    cycles: settings['cacher.cycles'],
    random: Math.random,
    nowMs: () => performance.now(),
    wallMs: Date.now,
    onBug: (error) =>
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'a bug in footwatch'),
  });
}
