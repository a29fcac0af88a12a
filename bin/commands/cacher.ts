import { MAX_BODY_BYTES } from '../../src/cacher/api-client.ts';
import { type Cacher, startCacher } from '../../src/cacher/cacher.ts';
import { createGotClient } from '../../src/cacher/got-client.ts';
import type { Log } from '../../src/cacher/log.ts';
import { createUndiciClient } from '../../src/cacher/undici-client.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { StoreWriter } from '../../src/store/store.ts';
import { createLog } from '../create-log.ts';
import { DEFAULT_PATIENTS } from '../default-patients.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { openRedis } from '../open-redis.ts';
import { exitCodeOf, onSignals } from '../signals.ts';

export async function runCacher(settings: Settings): Promise<number> {
  const baseUrl = settings['api.baseUrl'];
  if (baseUrl === null) {
    throw new CommandFailure(
      EXIT.wrongUsage,
      'cacher needs the address of the API: --base-url URL, FOOTWATCH_BASE_URL, or api.baseUrl in a configuration file',
    );
  }
  const log = createLog(settings);
  const store = openRedis(settings);
  const cacher = composeCacher({ settings, baseUrl, store, log });
  const patients = settings.patients ?? DEFAULT_PATIENTS;

  let endedBy: number | null = null;
  const forgetSignals = onSignals((signal) => {
    // The second signal means it.
    if (endedBy !== null) process.exit(exitCodeOf(signal));
    endedBy = signal === 'SIGHUP' ? exitCodeOf(signal) : EXIT.done;
    log.info({ signal }, 'cacher is stopping');
    cacher.stop();
  });
  log.info({ patients: patients.length, intervalMs: settings['cacher.interval'] }, 'cacher started');
  const durationMs = settings['cacher.duration'];
  const limit = durationMs === null ? null : setTimeout(() => cacher.stop(), durationMs);

  const summary = await cacher.finished;
  if (limit) clearTimeout(limit);
  forgetSignals();
  await store.close();
  process.stdout.write(`${JSON.stringify(summary)}\n`);

  const isBounded = durationMs !== null || settings['cacher.cycles'] !== null;
  if (endedBy === null && isBounded && summary.polls > 0 && summary.stored === 0) {
    const why =
      summary.failed === summary.polls ? `the API: ${cacher.lastFailure}` : 'Redis could not be written';
    throw new CommandFailure(EXIT.unavailable, `nothing was stored of ${summary.polls} polls; ${why}`);
  }
  return endedBy ?? EXIT.done;
}

/** The cacher on any store, as the settings say. */
export function composeCacher(parts: {
  settings: Settings;
  baseUrl: string;
  store: StoreWriter;
  log: Log;
}): Cacher {
  const { settings, baseUrl, store, log } = parts;
  const createClient = settings['api.client'] === 'undici' ? createUndiciClient : createGotClient;
  const client = createClient({
    baseUrl,
    timeoutMs: settings['api.timeout'],
    maxBodyBytes: MAX_BODY_BYTES,
    headers: settings['api.headers'],
  });
  return startCacher({
    client,
    store,
    log,
    patients: settings.patients ?? DEFAULT_PATIENTS,
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
