import { WriteQueue } from '../../../src/cacher/write/write-queue.ts';
import type { Health } from '../../../src/core/patient.ts';
import type { NewEntry } from '../../../src/store/store.ts';
import type { ScriptedStore } from '../scripted-store.ts';

/** A write queue on a scripted store, with everything that it reports: as lines of text, counts and bugs. */
export function createTestQueue(
  store: ScriptedStore,
  { maxEntriesPerPatient = 1000, nowMs = () => performance.now() } = {},
) {
  const events: string[] = [];
  const counts = { stored: 0, dropped: 0 };
  const bugs: unknown[] = [];
  const queue = new WriteQueue({
    store,
    maxEntriesPerPatient,
    sameWithinMs: 600,
    nowMs,
    onAnswered: () => {},
    onStored: (_, entries) => {
      counts.stored += entries.length;
    },
    onDropped: (_, entries) => {
      counts.dropped += entries;
    },
    onStoreChange: (state, reason) => events.push(reason === null ? 'back' : `${state}: ${reason}`),
    onRefusal: (patient, reason) =>
      events.push(reason === null ? `${patient} accepted` : `${patient} refused: ${reason}`),
    onNotHolder: (patient) => events.push(`${patient} is another's`),
    onBug: (error) => bugs.push(error),
  });
  return { queue, events, counts, bugs };
}

/** The entry of a sample that was received at an instant, Unix seconds. */
export function createEntry(atSeconds: number, anomalous = false): NewEntry {
  const sensorsJson = JSON.stringify([{ anomaly: anomalous, id: 0, value: 7 }]);
  return { timestamp: atSeconds.toFixed(3), sensorsJson, anomalous };
}

/** A health record. */
export const HEALTH: Health = {
  state: 'up',
  updatedAtSeconds: 1,
  lastOkAtSeconds: 1,
  lastError: null,
  latencyMs: 3,
  intervalMs: 300,
  clockOffsetMs: null,
  polls: 1,
  failures: 0,
};
