import { randomUUID } from 'node:crypto';
import { type Cacher, startCacher } from '../cacher/cacher.ts';
import { digestApi } from '../cacher/lease/api-digest.ts';
import type { Log } from '../cacher/log.ts';
import type { CacherObserver } from '../cacher/observer.ts';
import type { SampleSource } from '../cacher/source/sample-source.ts';
import type { PatientId } from '../core/patient.ts';
import { type Shard, selectShardPatients } from '../core/shard.ts';
import type { Settings } from '../settings/registry.ts';
import type { StoreWriter } from '../store/store.ts';
import type { AnswerDecoders } from './answer-decoders.ts';
import type { ApiAddress } from './api-address.ts';
import { DEFAULT_PATIENTS } from './default-patients.ts';
import type { ConfiguredInsoles } from './load-insoles.ts';

/** Starts a cacher on any store and API, with the patients and limits of the settings. */
export function composeCacher(parts: {
  settings: Settings;
  /** Reads the present shard, where it can change; the settings' otherwise. */
  shard?: () => Shard | null;
  /** The API that is polled; null where samples are pushed. */
  address: ApiAddress | null;
  client: SampleSource;
  /** What the patients wear (default: the six sensors of the original). */
  insoles?: ConfiguredInsoles;
  /** Reads answers of another shape than the original's (default: they are of none). */
  frames?: AnswerDecoders | null;
  store: StoreWriter;
  log: Log;
  observer?: CacherObserver;
}): Cacher {
  const {
    settings,
    shard = () => settings['cacher.shard'],
    address,
    client,
    insoles,
    frames,
    store,
    log,
    observer,
  } = parts;
  return startCacher({
    holder: randomUUID(),
    ...(address && { apiDigest: digestApi(address.url) }),
    client,
    store,
    log,
    paceAdvice: advisePace(settings),
    ...(observer && { observer }),
    patients: selectPolledPatients(settings),
    sensorIds: settings['api.sensors'],
    ...(insoles && { insoleOf: (patient: PatientId) => insoles.of(patient) }),
    ...(frames && { frames }),
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

/** What helps where the interval is not held. */
export function advisePace(settings: Settings): string {
  return settings['api.client'] === 'got'
    ? 'set api.client to undici, which needs a fraction of the CPU'
    : 'give each process fewer patients, with cacher.shard';
}

/** Selects the patients to poll: those of the settings that belong to the shard. */
export function selectPolledPatients(settings: Settings): readonly PatientId[] {
  return selectShardPatients(settings.patients ?? DEFAULT_PATIENTS, settings['cacher.shard']);
}
