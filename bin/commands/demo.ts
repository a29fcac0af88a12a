import type { Settings } from '../../src/core/settings.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { createLog } from '../create-log.ts';
import { DEFAULT_PATIENTS } from '../default-patients.ts';
import { composeCacher } from './cacher.ts';
import { openSimulator } from './simulate.ts';
import { watchStore } from './watch.ts';

/** A demonstration without any anomaly would not show what an anomaly looks like. */
const DEMO_ANOMALIES = 0.02;
const LOOPBACK = '127.0.0.1';

/** Simulator, cacher and dashboard in one process, joined by HTTP on a free port and by a store in memory. */
export async function runDemo(given: Settings): Promise<number> {
  const settings: Settings = {
    ...given,
    patients: given.patients ?? DEFAULT_PATIENTS,
    'cacher.simulateAnomalies': given['cacher.simulateAnomalies'] || DEMO_ANOMALIES,
    // The dashboard has the terminal to itself.
    'log.level': process.stderr.isTTY ? 'silent' : given['log.level'],
  };
  const simulator = await openSimulator(settings, LOOPBACK, 0);
  const store = new MemoryStore(Date.now);
  const cacher = composeCacher({ settings, baseUrl: simulator.url, store, log: createLog(settings) });
  try {
    return await watchStore(settings, store);
  } finally {
    cacher.stop();
    await cacher.finished;
    await simulator.close();
  }
}
