import { randomUUID } from 'node:crypto';
import { MAX_BODY_BYTES } from '../../cacher/api/api-client.ts';
import { createGotClient } from '../../cacher/api/got-client.ts';
import { createUndiciClient } from '../../cacher/api/undici-client.ts';
import { type Cacher, type CacherStatus, startCacher } from '../../cacher/cacher.ts';
import type { Log } from '../../cacher/log.ts';
import type { CacherObserver } from '../../cacher/observer.ts';
import type { PatientId } from '../../core/patient.ts';
import { type Shard, selectShardPatients } from '../../core/shard.ts';
import { SETTING_KEYS, type SettingKey, type Settings } from '../../settings/registry.ts';
import type { StoreWriter } from '../../store/store.ts';
import { createLog } from '../create-log.ts';
import { DEFAULT_PATIENTS } from '../default-patients.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { type LoadedSettings, loadSettings } from '../load-settings.ts';
import { openRedis, redisTarget } from '../open-redis.ts';
import { openRecording, recordWrites } from '../recording.ts';
import { hasControllingTerminal, onSignals, signalExitCode } from '../signals.ts';

export async function runCacher(
  settings: Settings,
  origins: LoadedSettings['origins'],
  { flags, file }: Invocation,
): Promise<number> {
  const baseUrl = requireBaseUrl(settings);
  const log = createLog(settings);
  const store = openRedis(settings);
  // Before the first poll: whoever asked for metrics and cannot have them shall know at once.
  const metrics = await openMetrics(settings['cacher.metrics'], () => cacher.status);
  const path = settings['output.record'];
  const recording = path === null ? null : await openRecording(path, (reason) => log.error({}, reason));
  const written = recording === null ? store : recordWrites(store, recording);
  let inForce: InForce = { settings, origins, file };
  const shard = () => inForce.settings['cacher.shard'];
  const cacher = composeCacher({ settings, shard, baseUrl, store: written, log, ...metrics });
  const patients = patientsToPoll(settings);

  let endedBy: number | null = null;
  const rereads = !hasControllingTerminal();
  let rereading: Promise<void> = Promise.resolve();
  const reread = async () => {
    inForce = await reconfigure(settings, inForce, () => loadSettings(flags), cacher, log);
  };
  const forgetSignals = onSignals((signal) => {
    if (signal === 'SIGHUP' && rereads) {
      // One after the other: the last that was written is the last that is taken over.
      rereading = rereading.then(reread);
      return;
    }
    // The second signal means it.
    if (endedBy !== null) process.exit(signalExitCode(signal));
    endedBy = signal === 'SIGHUP' ? signalExitCode(signal) : EXIT.done;
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
  return selectShardPatients(settings.patients ?? DEFAULT_PATIENTS, settings['cacher.shard']);
}

/** The configuration whose patients are polled, and where it came from. */
type InForce = Pick<LoadedSettings, 'settings' | 'origins' | 'file'>;

/**
 * A wrong configuration changes nothing; of a right one the patients are taken over.
 *
 * @param atStart what everything but the patients goes by until a restart
 * @returns what is in force from now on
 */
async function reconfigure(
  atStart: Settings,
  inForce: InForce,
  reload: () => Promise<LoadedSettings>,
  cacher: Cacher,
  log: Log,
): Promise<InForce> {
  try {
    const loaded = await reload();
    refuseLoss(inForce, loaded);
    const { settings } = loaded;
    // What a start would refuse.
    requireBaseUrl(settings);
    redisTarget(settings);
    const patients = patientsToPoll(settings);
    cacher.follow(patients);
    log.info({ patients: patients.length }, 'configuration read again');
    const others = SETTING_KEYS.filter(
      (key) => !REREAD.includes(key) && JSON.stringify(settings[key]) !== JSON.stringify(atStart[key]),
    );
    if (others.length > 0) log.warn({ settings: others.join(', ') }, 'these settings take a restart');
    return loaded;
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    log.error({ error: error.message }, 'configuration refused, the old one stays');
    return inForce;
  }
}

/**
 * A file that is just being written, or was lost, would be taken for the wish to poll the patients of the default.
 *
 * @throws CommandFailure when what was said before is not said otherwise, but not at all
 */
function refuseLoss(before: InForce, after: LoadedSettings): void {
  const refuse = (message: string): never => {
    throw new CommandFailure(EXIT.wrongConfiguration, message);
  };
  if (before.file !== null && after.file !== before.file)
    refuse(
      `${before.file} is gone or empty${after.file === null ? '' : `, and ${after.file} takes a restart`}`,
    );
  if (after.isFileEmpty) refuse(`${after.file} is empty`);
  if (before.origins.patients === 'file' && after.origins.patients === 'default')
    refuse(`${after.file}: patients is gone, allowed are numbers and ranges such as 1-6,9`);
}

function requireBaseUrl(settings: Settings): string {
  const baseUrl = settings['api.baseUrl'];
  if (baseUrl !== null) return baseUrl;
  throw new CommandFailure(
    EXIT.wrongUsage,
    'cacher needs the address of the API: --base-url URL, FOOTWATCH_BASE_URL, or api.baseUrl in a configuration file',
  );
}

async function openMetrics(listening: Settings['cacher.metrics'], statusOf: () => CacherStatus) {
  if (listening === null) return null;
  const { createCacherMetrics } = await import('../../metrics/cacher-metrics.ts');
  const { startMetricsServer } = await import('../../metrics/metrics-server.ts');
  const metrics = createCacherMetrics(statusOf);
  const getNotReadyReason = () => {
    const { storeDownReason } = statusOf();
    return storeDownReason === null ? null : `the store is down: ${storeDownReason}`;
  };
  const start = await startMetricsServer({ ...listening, metrics, getNotReadyReason });
  if (start.kind === 'failed') throw new CommandFailure(EXIT.failed, `--metrics: ${start.reason}`);
  return { observer: metrics.observer, server: start.server };
}

/** The cacher on any store, as the settings say. */
export function composeCacher(parts: {
  settings: Settings;
  /** The shard just now, where it may change. */
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
