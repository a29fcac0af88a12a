import type { Log } from '../cacher/log.ts';
import type { CacherObserver } from '../cacher/observer.ts';
import { RecentSamples } from '../cacher/recent-samples.ts';
import type { PatientId } from '../core/patient.ts';
import type { PatientSource } from '../metrics/patient-metrics.ts';
import { isLoopback } from '../serve/access/reachable-names.ts';
import { MAX_GAUGE_PATIENTS } from '../settings/sections/metrics-settings.ts';
import { selectPolledPatients } from './compose-cacher.ts';
import type { ConfiguredInsoles } from './load-insoles.ts';
import type { LoadedSettings } from './load-settings.ts';

/** What the gauges of patients are made from, and what has to be told what is stored. */
export interface PatientGauges {
  readonly source: PatientSource;
  readonly onStoredOf: CacherObserver['onStoredOf'];
}

/**
 * Prepares the gauges of patients, where the settings want them: of the lowest numbers that are polled, as many as are allowed. That
 * others have none is logged once.
 *
 * @param inForce returns the configuration whose patients are polled
 * @returns null where they are not wanted, or nobody could ask for them
 */
export function openPatientGauges(
  inForce: () => LoadedSettings,
  insoles: ConfiguredInsoles,
  log: Log,
): PatientGauges | null {
  const { settings } = inForce();
  if (!settings['metrics.patients']) return null;
  if (settings['cacher.metrics'] === null) {
    log.warn({}, 'metrics.patients does nothing without cacher.metrics');
    return null;
  }
  if (!isLoopback(settings['cacher.metrics'].host))
    log.warn({}, 'who reaches cacher.metrics sees how patients walk: it asks nobody for a token');
  const recent = new RecentSamples();
  let chosenOf: LoadedSettings | null = null;
  let chosen: readonly PatientId[] = [];
  let others = 0;
  let isTold = false;
  const choose = () => {
    const now = inForce();
    if (now === chosenOf) return { chosen, others };
    chosenOf = now;
    const patients = selectPolledPatients(now.settings);
    chosen = patients.slice(0, MAX_GAUGE_PATIENTS);
    others = patients.length - chosen.length;
    recent.follow(new Set(chosen));
    if (others > 0 && !isTold) {
      isTold = true;
      log.warn({ most: MAX_GAUGE_PATIENTS, without: others }, 'not every patient gets gauges of its own');
    }
    return { chosen, others };
  };
  choose();
  return {
    source: {
      choose,
      newestAtSeconds: (patient) => recent.newestAtSeconds(patient),
      read: (patient) => recent.read(patient, insoles.of(patient)),
      insoleOf: (patient) => insoles.of(patient),
      intervalMs: settings['cacher.interval'],
      nowSeconds: () => Date.now() / 1000,
    },
    onStoredOf(patient, entries) {
      choose();
      recent.take(patient, entries);
    },
  };
}
