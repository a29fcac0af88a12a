import type { PatientId } from '../../core/patient.ts';
import type { Settings } from '../../settings/registry.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { createLog } from '../create-log.ts';
import { DEFAULT_PATIENTS } from '../default-patients.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { composeCacher } from './cacher.ts';
import { openSimulator } from './simulate.ts';
import { watchStore } from './watch.ts';

/** A demonstration without any anomaly would not show what an anomaly looks like. */
const DEMO_ANOMALIES = 0.02;
const LOOPBACK = '127.0.0.1';
const STORE_NAME = 'memory';

/** Simulator, cacher and dashboard in one process, joined by HTTP on a free port and by a store in memory. */
export async function runDemo(given: Settings, origins: LoadedSettings['origins']): Promise<number> {
  const patients = given.patients ?? DEFAULT_PATIENTS;
  const settings: Settings = {
    ...given,
    patients,
    'cacher.shard': null,
    ...(origins['cacher.simulateAnomalies'] === 'default' && { 'cacher.simulateAnomalies': DEMO_ANOMALIES }),
    // The dashboard has the terminal to itself.
    'log.level': process.stderr.isTTY ? 'silent' : given['log.level'],
  };
  const simulator = await openSimulator(settings, LOOPBACK, 0);
  const store = new MemoryStore(Date.now);
  const cacher = composeCacher({ settings, baseUrl: simulator.url, store, log: createLog(settings) });
  const durationMs = settings['cacher.duration'];
  const limit = durationMs === null ? null : setTimeout(() => cacher.stop(), durationMs);
  try {
    if (settings['watch.once']) {
      const shown = settings['watch.patient'] ?? patients;
      await Promise.race([
        firstSamples(
          store,
          shown.filter((patient) => patients.includes(patient)),
        ),
        cacher.finished,
      ]);
    }
    return await watchStore(settings, store, { storeName: STORE_NAME, until: cacher.finished });
  } finally {
    if (limit) clearTimeout(limit);
    cacher.stop();
    await cacher.finished;
    await simulator.close();
  }
}

/** Resolves when each of the patients has a sample. */
async function firstSamples(store: MemoryStore, patients: readonly PatientId[]): Promise<void> {
  const missing = new Set(patients);
  if (missing.size === 0) return;
  await new Promise<void>((resolve) => {
    void store.wakeOn(patients, (patient) => {
      missing.delete(patient);
      if (missing.size === 0) resolve();
    });
  });
}
