import type { ReceivedSensor } from '../core/decode.ts';
import type { Profile } from '../core/patient.ts';
import { flagSensors } from '../core/rules/detector.ts';
import type { NewEntry } from '../store/store.ts';
import type { CacherOptions } from './cacher-options.ts';
import type { PatientPolling } from './patient-polling.ts';
import { simulateAnomaly } from './simulate-anomaly.ts';

/** Makes the entry of a sample, with what the rules and the simulation of anomalies flag. */
export function makeEntry(
  polling: PatientPolling,
  sample: {
    readonly profile: Profile;
    readonly sensors: readonly ReceivedSensor[];
    /** What `JSON.stringify(sensors)` gives, where it is known without. */
    readonly sensorsJson?: string | undefined;
    /** When it was taken, monotonic seconds. */
    readonly atSeconds: number;
    readonly timestamp: string;
  },
  { simulateAnomalies, random }: Pick<CacherOptions, 'simulateAnomalies' | 'random'>,
): NewEntry {
  const { profile, sensors: received, sensorsJson, atSeconds, timestamp } = sample;
  const detection = polling
    .selectDetector(profile.traceName)
    .detect({ atSeconds, traceId: profile.traceId, sensors: received });
  const sensors = simulateAnomaly(flagSensors(received, detection), simulateAnomalies, random);
  return {
    timestamp,
    sensorsJson: sensors === received && sensorsJson !== undefined ? sensorsJson : JSON.stringify(sensors),
    anomalous: sensors.some((sensor) => sensor.anomaly),
  };
}
