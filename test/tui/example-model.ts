import { readFileSync } from 'node:fs';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import { NO_NOTES } from '../../src/core/kept-walk.ts';
import type { Health, PatientId, Profile } from '../../src/core/patient.ts';
import type { Sample } from '../../src/core/sample.ts';
import type { ReplayState } from '../../src/reader/replay-player.ts';
import type { TimedSnapshot } from '../../src/reader/timed-snapshot.ts';
import { NO_KEEPING } from '../../src/tui/model/keeping.ts';
import { NO_LIST } from '../../src/tui/model/kept-list.ts';
import type { Model, Ward, WardSummary } from '../../src/tui/model/model.ts';

/** 2026-11-23T13:03:22Z; the reader's zone is one hour ahead of UTC. */
export const NOW_SECONDS = 1_795_439_002;
export const NOW_MS = 5_000_000;
const INTERVAL_SECONDS = 0.3;
const CSV_ROWS_PER_POLL = 15;

const FIRSTNAMES = ['Janek', 'Elżbieta', 'Albert', 'Ewa', 'Piotr', 'Filemon'];
const LASTNAMES = ['Grzegorczyk', 'Nowak', 'Lisowski', 'Nosowska', 'Fokalski', 'Bielecki'];

export function exampleProfile(patient: PatientId): Profile {
  return {
    firstname: FIRSTNAMES[patient - 1] ?? `First${patient}`,
    lastname: LASTNAMES[patient - 1] ?? `Last${patient}`,
    birthdate: '1976',
    disabled: false,
    traceName: 'ela',
    traceId: '12242505062019',
  };
}

export function exampleHealth(changes: Partial<Health> = {}): Health {
  return {
    state: 'up',
    updatedAtSeconds: NOW_SECONDS - 0.2,
    lastOkAtSeconds: NOW_SECONDS - 0.2,
    lastError: null,
    latencyMs: 12,
    intervalMs: INTERVAL_SECONDS * 1000,
    clockOffsetMs: 0,
    polls: 900,
    failures: 0,
    ...changes,
  };
}

/** Samples of a recorded walk, one every 0.3 s, the newest 0.2 s old. */
export function walkSamples(walk: number, count: number): Sample[] {
  const file = new URL(`../../src/simulator/walks/gaco0${walk}_01.csv`, import.meta.url);
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return Array.from({ length: count }, (_, index) => {
    const [, ...values] = (rows[(index * CSV_ROWS_PER_POLL) % rows.length] ?? '').split(',').map(Number);
    return {
      atSeconds: Number((NOW_SECONDS - 0.2 - (count - 1 - index) * INTERVAL_SECONDS).toFixed(3)),
      sensors: values.map((value, id) => ({ id, value, anomaly: false })),
    };
  });
}

/** Flags some sensors of the samples from one position to another; positions count back from the newest, which is 0. */
export function flagSamples(
  samples: readonly Sample[],
  from: number,
  to: number,
  sensors: readonly number[],
  source?: string,
): Sample[] {
  return samples.map((sample, index) => {
    const back = samples.length - 1 - index;
    if (back < from || back > to) return sample;
    const readings = sample.sensors.map((reading) =>
      sensors.includes(reading.id)
        ? { ...reading, anomaly: true, ...(source === undefined ? {} : { source }) }
        : reading,
    );
    return { ...sample, sensors: readings };
  });
}

export function exampleSnapshot(patient: PatientId, changes: Partial<TimedSnapshot> = {}): TimedSnapshot {
  const samples = changes.samples ?? walkSamples(((patient - 1) % 5) + 1, 400);
  return {
    patient,
    known: true,
    nowSeconds: NOW_SECONDS,
    readAtMs: NOW_MS,
    samples,
    delaySeconds: 0.004,
    insole: SIX,
    unreadable: 0,
    retained: 1000,
    oldestAtSeconds: NOW_SECONDS - 300,
    anomaliesStored: 1207,
    profile: exampleProfile(patient),
    health: exampleHealth(),
    anomalies: samples.filter((sample) => sample.sensors.some((reading) => reading.anomaly)),
    ...changes,
  };
}

/** Elżbieta's walk: a gap of four polls, and three events, flagged by a simulation, by the API and by a rule. */
export function eventfulSnapshot(changes: Partial<TimedSnapshot> = {}): TimedSnapshot {
  const walk = walkSamples(2, 404).filter((_, index) => index < 330 || index > 333);
  const simulated = flagSamples(walk, 20, 20, [1], 'simulated');
  const flagged = flagSamples(simulated, 130, 190, [0, 1, 2, 3, 4, 5]);
  return exampleSnapshot(2, { samples: flagSamples(flagged, 300, 320, [5], 'rule:stuck-high'), ...changes });
}

/** How a recording is played, in its middle unless told otherwise. */
export function exampleReplay(
  motion: ReplayState['motion'] = 'playing',
  changes: Partial<ReplayState> = {},
): ReplayState {
  return { motion, speed: 1, hasEarlier: true, isStartLost: false, isSeeking: false, ...changes };
}

export function exampleWard(patients: readonly PatientId[], changes: Partial<Ward> = {}): Ward {
  return {
    cursor: patients[0] ?? null,
    isCursorPinned: false,
    top: 0,
    sort: 'attention',
    filter: '',
    isTyping: false,
    order: patients,
    summaries: new Map(patients.map((patient) => [patient, exampleSummary(patient)])),
    seenAnomalies: new Map(patients.map((patient) => [patient, 1207])),
    alarmed: new Set(),
    ...changes,
  };
}

export function exampleSummary(patient: PatientId, changes: Partial<WardSummary> = {}): WardSummary {
  return {
    patient,
    nowSeconds: NOW_SECONDS,
    readAtMs: NOW_MS,
    newestAtSeconds: NOW_SECONDS - 0.2,
    anomaliesStored: 1207,
    newestAnomaly: '!',
    profile: exampleProfile(patient),
    health: exampleHealth(),
    known: true,
    ...changes,
  };
}

export function exampleModel(columns: number, rows: number, changes: Partial<Model> = {}): Model {
  const patients = [1, 2, 3, 4, 5, 6];
  return {
    size: { columns, rows },
    nowMs: NOW_MS,
    zoneOffsetMinutes: 60,
    patients,
    selected: 2,
    mode: 'patient',
    startedMs: NOW_MS - 60_000,
    helpOver: 'patient',
    ward: exampleWard(patients),
    older: null,
    history: null,
    thawed: null,
    event: null,
    distribution: { list: 'samples', counted: null, isWhole: false },
    keeping: NO_KEEPING,
    kept: NO_LIST,
    focus: null,
    isEnlarged: false,
    pollsPerColumn: 1,
    anomalyCursor: 0,
    helpScroll: 0,
    snapshots: new Map(patients.map((id) => [id, id === 2 ? eventfulSnapshot() : exampleSnapshot(id)])),
    traces: 'scroll',
    feet: 'field',
    chosen: { traces: false, feet: false },
    terminal: null,
    spared: { isLight: false, sinceMs: null },
    link: { state: 'answering', latencyMs: 0.4, wakes: true },
    unicode: true,
    isPrivate: false,
    isUncovering: false,
    storeName: 'redis',
    replay: null,
    notes: NO_NOTES,
    isLeadingBack: false,
    ...changes,
  };
}

/** The example model with another snapshot, whose patient is selected. */
export function modelWithSnapshot(columns: number, rows: number, snapshot: TimedSnapshot): Model {
  const model = exampleModel(columns, rows);
  return {
    ...model,
    selected: snapshot.patient,
    snapshots: new Map([...model.snapshots, [snapshot.patient, snapshot]]),
  };
}

/** The same snapshot as if it had been read some seconds ago. */
export function readEarlier(snapshot: TimedSnapshot, seconds: number): TimedSnapshot {
  return { ...snapshot, readAtMs: NOW_MS - seconds * 1000 };
}

/** The snapshot of a patient of whom nothing is stored. */
export function unseenSnapshot(patient: PatientId): TimedSnapshot {
  return exampleSnapshot(patient, {
    known: false,
    samples: [],
    profile: null,
    health: null,
    ...NOTHING_KEPT,
  });
}

/** The snapshot of a patient whose health is known and of whom no sample is stored. */
export function sampleLessSnapshot(patient: PatientId): TimedSnapshot {
  return exampleSnapshot(patient, { samples: [], ...NOTHING_KEPT });
}

const NOTHING_KEPT = { retained: 0, oldestAtSeconds: null, anomaliesStored: 0, anomalies: [] };
