import { pollIntervalMs } from '../../core/freshness.ts';
import type { PatientId } from '../../core/patient.ts';
import { type TimedSnapshot, withDelay } from '../../reader/timed-snapshot.ts';
import { numberNewestColumn } from '../frame/trace-columns.ts';
import { listKnownEvents } from './events.ts';
import { planFollow } from './follow-plan.ts';
import type { Model } from './model.ts';
import { keepExpiringAnomalies } from './older-anomalies.ts';
import { extendHistory } from './time-travel.ts';
import { markSeen, orderWard } from './ward.ts';

/** How many snapshots are kept, those of patients who are no longer followed included. */
const MAX_SNAPSHOTS = 200;

/** Adds a patient to an ascending list that may lack it. */
export function includePatient(
  patients: readonly PatientId[],
  patient: PatientId | null,
): readonly PatientId[] {
  if (patient === null || patients.includes(patient)) return patients;
  return [...patients, patient].sort((a, b) => a - b);
}

/** Replaces the patients to choose from. The selected one stays, even when the store holds nothing of it any longer. */
export function receivePatients(model: Model, found: readonly PatientId[]): Model {
  const patients = includePatient(found, model.selected);
  return orderWard({ ...model, patients, selected: model.selected ?? patients[0] ?? null });
}

/**
 * Replaces what is known of a patient. The cursor of the anomaly log stays on its event when newer ones begin; on the
 * newest row it stays on that row.
 */
export function receiveSnapshot(model: Model, read: TimedSnapshot): Model {
  const before = model.snapshots.get(read.patient);
  const intervalMs = pollIntervalMs(read.health);
  const newestColumn = numberNewestColumn(before, read.samples, intervalMs);
  const snapshot = { ...withDelay(read, before), newestColumn };
  // A recording that was taken back has again what was older than its samples before.
  const isTakenBack = model.replay !== null && before !== undefined && read.nowSeconds < before.nowSeconds;
  const next = {
    ...model,
    snapshots: new Map(model.snapshots).set(snapshot.patient, snapshot),
    ...(isTakenBack && { older: null }),
  };
  if (snapshot.patient !== model.selected) return next;
  const seen = model.mode === 'ward' ? next : markSeen(next, snapshot.patient, snapshot.anomaliesStored);
  const kept = keepExpiringAnomalies(extendHistory(seen, snapshot), before, snapshot);
  if (model.anomalyCursor === 0 && model.event === null) return kept;
  const newestSeconds = listKnownEvents(model)[0]?.startSeconds ?? Number.NEGATIVE_INFINITY;
  const begun = listKnownEvents(kept).filter((event) => event.startSeconds > newestSeconds).length;
  return { ...kept, anomalyCursor: model.anomalyCursor + begun };
}

/** Drops the snapshots of patients who are not followed as soon as more than `MAX_SNAPSHOTS` are kept. */
export function forgetSnapshots(model: Model): Model {
  if (model.snapshots.size <= MAX_SNAPSHOTS) return model;
  const followed = new Set(planFollow(model).patients.map(({ patient }) => patient));
  return { ...model, snapshots: new Map([...model.snapshots].filter(([patient]) => followed.has(patient))) };
}
