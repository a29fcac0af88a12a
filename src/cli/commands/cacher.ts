import { randomUUID } from 'node:crypto';
import { MAX_BODY_BYTES } from '../../cacher/api/api-client.ts';
import { createGotClient } from '../../cacher/api/got-client.ts';
import { createUndiciClient } from '../../cacher/api/undici-client.ts';
import { type Cacher, type CacherStatus, startCacher } from '../../cacher/cacher.ts';
import type { Log } from '../../cacher/log.ts';
import type { CacherObserver } from '../../cacher/observer.ts';
import type { PatientId } from '../../core/patient.ts';
import { type Shard, selectShardPatients } from '../../core/shard.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey, type Settings } from '../../settings/registry.ts';
import type { StoreWriter } from '../../store/store.ts';
import { createLog } from '../create-log.ts';
import { DEFAULT_PATIENTS } from '../default-patients.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { type LoadedSettings, loadSettings } from '../load-settings.ts';
import { openRedis, resolveRedisTarget } from '../open-redis.ts';
import { openRecording, recordWrites } from '../recording.ts';
import { getSignalExitCode, hasControllingTerminal, onSignals } from '../signals.ts';

/** `footwatch cacher`: polls the API and stores the samples until a signal or a limit ends it, then prints a summary. */
export async function runCacher(loaded: LoadedSettings, { flags }: Invocation): Promise<number> {
  const { settings } = loaded;
  const baseUrl = requireBaseUrl(settings);
  const log = createLog(settings);
  const store = openRedis(loaded);
  // Opened before the first poll, so that an address that is taken ends the cacher at once.
  const metrics = await openMetrics(loaded, () => cacher.status);
  const path = settings['output.record'];
  const recording = path === null ? null : await openRecording(path, (reason) => log.error({}, reason));
  const written = recording === null ? store : recordWrites(store, recording);
  let inForce = loaded;
  const shard = () => inForce.settings['cacher.shard'];
  const cacher = composeCacher({ settings, shard, baseUrl, store: written, log, ...metrics });
  const patients = patientsToPoll(settings);

  let endedBy: number | null = null;
  const reloadsOnHup = !hasControllingTerminal();
  let reloading: Promise<void> = Promise.resolve();
  const reload = async () => {
    inForce = await reconfigure(settings, inForce, () => loadSettings(flags), cacher, log);
  };
  const forgetSignals = onSignals((signal) => {
    if (signal === 'SIGHUP' && reloadsOnHup) {
      // One after the other, so that the configuration written last is the one in force.
      reloading = reloading.then(reload);
      return;
    }
    // A second signal ends the process without waiting.
    if (endedBy !== null) process.exit(getSignalExitCode(signal));
    endedBy = signal === 'SIGHUP' ? getSignalExitCode(signal) : EXIT.done;
    log.info({ signal }, 'cacher is stopping');
    cacher.stop();
  });
  if (patients.length === 0) log.warn({}, 'no patient belongs to this shard, the cacher waits');
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

/** The settings that take effect when the configuration is read again. */
const RELOADED: readonly SettingKey[] = ['patients', 'cacher.shard'];

function patientsToPoll(settings: Settings): readonly PatientId[] {
  return selectShardPatients(settings.patients ?? DEFAULT_PATIENTS, settings['cacher.shard']);
}

/**
 * Reads the configuration again and polls its patients. A wrong configuration changes nothing.
 *
 * @param atStart the settings that stay in force until a restart, but for the patients
 * @param inForce the configuration whose patients are polled
 * @returns the configuration whose patients are polled from then on
 */
async function reconfigure(
  atStart: Settings,
  inForce: LoadedSettings,
  reload: () => Promise<LoadedSettings>,
  cacher: Cacher,
  log: Log,
): Promise<LoadedSettings> {
  try {
    const loaded = await reload();
    refuseLoss(inForce, loaded);
    const { settings } = loaded;
    // A start with these settings has to succeed.
    requireBaseUrl(settings);
    resolveRedisTarget(loaded);
    const patients = patientsToPoll(settings);
    cacher.follow(patients);
    log.info({ patients: patients.length }, 'configuration read again');
    const others = SETTING_KEYS.filter(
      (key) => !RELOADED.includes(key) && JSON.stringify(settings[key]) !== JSON.stringify(atStart[key]),
    );
    if (others.length > 0) log.warn({ settings: others.join(', ') }, 'these settings need a restart');
    return loaded;
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    log.error({ error: error.message }, 'configuration refused, the old one stays in force');
    return inForce;
  }
}

/**
 * Refuses a configuration that was lost: a file that is just being written would otherwise start the default patients.
 *
 * @throws CommandFailure when the file, or its patients, are gone rather than changed
 */
function refuseLoss(before: LoadedSettings, after: LoadedSettings): void {
  const refuse = (message: string): never => {
    throw new CommandFailure(EXIT.wrongConfiguration, message);
  };
  if (before.file !== null && after.file !== before.file)
    refuse(
      `${before.file} is gone or empty${after.file === null ? '' : `, and ${after.file} needs a restart`}`,
    );
  if (after.isFileEmpty) refuse(`${after.file} is empty`);
  if (before.origins.patients.kind === 'file' && after.origins.patients.kind === 'default')
    refuse(`${after.file}: patients is gone; must be ${SETTINGS.patients.allowed}`);
}

function requireBaseUrl(settings: Settings): string {
  const baseUrl = settings['api.baseUrl'];
  if (baseUrl !== null) return baseUrl;
  throw new CommandFailure(
    EXIT.wrongUsage,
    'cacher needs the address of the API: --base-url URL, FOOTWATCH_BASE_URL, or api.baseUrl in a configuration file',
  );
}

async function openMetrics({ settings, origins }: LoadedSettings, readStatus: () => CacherStatus) {
  const address = settings['cacher.metrics'];
  if (address === null) return null;
  const { createCacherMetrics } = await import('../../metrics/cacher-metrics.ts');
  const { startMetricsServer } = await import('../../metrics/metrics-server.ts');
  const metrics = createCacherMetrics(readStatus);
  const getNotReadyReason = () => {
    const { storeDownReason } = readStatus();
    return storeDownReason === null ? null : `the store is down: ${storeDownReason}`;
  };
  const start = await startMetricsServer({ ...address, metrics, getNotReadyReason });
  if (start.kind === 'failed')
    throw new CommandFailure(EXIT.failed, `${origins['cacher.metrics'].place}: ${start.reason}`);
  return { observer: metrics.observer, server: start.server };
}

/** Starts a cacher on any store, with the client, patients and limits of the settings. */
export function composeCacher(parts: {
  settings: Settings;
  /** Reads the present shard, where it can change; the settings' otherwise. */
  shard?: () => Shard | null;
  baseUrl: string;
  store: StoreWriter;
  log: Log;
  observer?: CacherObserver;
}): Cacher {
  const { settings, shard = () => settings['cacher.shard'], baseUrl, store, log, observer } = parts;
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
    shard,
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
