import type { PatientId } from '../../core/patient.ts';
import type { Settings } from '../../settings/registry.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { createPlainAddress } from '../api-address.ts';
import { composeCacher } from '../compose-cacher.ts';
import { createLog } from '../create-log.ts';
import { DEFAULT_PATIENTS } from '../default-patients.ts';
import { loadInsoles } from '../load-insoles.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openApi } from '../open-api.ts';
import { openSimulator } from './simulate.ts';
import { watchStore } from './watch.ts';

/** Share of polls with a simulated anomaly: a demonstration has to show what one looks like. */
const DEMO_ANOMALY_SHARE = 0.02;
const LOOPBACK = '127.0.0.1';
const STORE_NAME = 'memory';

/** `footwatch demo`: simulator, cacher and dashboard in one process, joined by HTTP on a free port and a store in memory. */
export async function runDemo(loaded: LoadedSettings): Promise<number> {
  const { settings: given, origins } = loaded;
  const patients = given.patients ?? DEFAULT_PATIENTS;
  const settings: Settings = {
    ...given,
    patients,
    'cacher.shard': null,
    ...(origins['cacher.simulateAnomalies'].kind === 'default' && {
      'cacher.simulateAnomalies': DEMO_ANOMALY_SHARE,
    }),
    // Log lines would be written over the dashboard.
    'log.level': process.stderr.isTTY ? 'silent' : given['log.level'],
  };
  const insoles = await loadInsoles({ ...loaded, settings });
  const simulator = await openSimulator(settings, insoles, LOOPBACK, 0);
  const store = new MemoryStore(Date.now);
  const address = createPlainAddress(simulator.url);
  const client = openApi({ settings }, address, { headers: () => ({}) });
  const cacher = composeCacher({ settings, address, client, insoles, store, log: createLog(settings) });
  const durationMs = settings['cacher.duration'];
  const limit = durationMs === null ? null : setTimeout(() => cacher.stop(), durationMs);
  try {
    if (settings['watch.once']) {
      const shown = settings['watch.patient'] ?? patients;
      await Promise.race([
        waitForSamples(
          store,
          shown.filter((patient) => patients.includes(patient)),
        ),
        cacher.finished,
      ]);
    }
    return await watchStore({ ...loaded, settings }, store, {
      storeName: STORE_NAME,
      until: cacher.finished,
    });
  } finally {
    if (limit) clearTimeout(limit);
    cacher.stop();
    await cacher.finished;
    await simulator.close();
  }
}

/** Resolves once each of the patients has a sample. */
async function waitForSamples(store: MemoryStore, patients: readonly PatientId[]): Promise<void> {
  const missing = new Set(patients);
  if (missing.size === 0) return;
  await new Promise<void>((resolve) => {
    void store.wakeOn(patients, (patient) => {
      missing.delete(patient);
      if (missing.size === 0) resolve();
    });
  });
}
