import { assessFreshness } from '../../core/freshness.ts';
import type { PatientId } from '../../core/patient.ts';
import { orderPatients, resolveWardSort, type WardSort } from '../../core/ward-order.ts';
import type { PatientStatus } from '../../reader/patient-status.ts';
import type { WardRow } from '../live/messages.ts';
import { countNew, type SeenAnomalies } from './new-anomalies.ts';

/** A patient of the ward as it is now. */
export interface AssessedRow {
  readonly patient: PatientId;
  /** Null until it is read. */
  readonly row: WardRow | null;
  readonly state: PatientStatus['state'];
  readonly ageSeconds: number | null;
  readonly anomalies: ReturnType<typeof countNew>;
}

/** What the ward is made of. */
export interface WardFacts {
  readonly patients: readonly PatientId[];
  readonly rows: ReadonlyMap<PatientId, WardRow>;
  readonly seen: SeenAnomalies;
  /** The store's clock, Unix seconds; null before it is known. */
  readonly nowSeconds: number | null;
  /** Whether the server is heard: otherwise nobody is live. */
  readonly isHeard: boolean;
  readonly sort: WardSort;
  readonly filter: string;
  readonly isPrivate: boolean;
}

/** Assesses all patients, and orders those whom the filter finds. */
export function orderRows(facts: WardFacts): {
  readonly all: readonly AssessedRow[];
  readonly found: readonly AssessedRow[];
} {
  const all = facts.patients.map((patient) => assess(facts, patient));
  const byPatient = new Map(all.map((each) => [each.patient, each]));
  const order = orderPatients(
    all.map(({ patient, row, state, anomalies }) => ({
      patient,
      profile: facts.isPrivate ? null : (row?.profile ?? null),
      state: state === 'live' || state === 'stale' || state === 'down' || state === 'unknown' ? state : null,
      hasNewAnomalies: anomalies.mark === '!',
    })),
    resolveWardSort(facts.sort, facts.isPrivate),
    facts.filter,
  );
  return { all, found: order.flatMap((patient) => byPatient.get(patient) ?? []) };
}

function assess({ rows, seen, nowSeconds, isHeard }: WardFacts, patient: PatientId): AssessedRow {
  const row = rows.get(patient) ?? null;
  if (row === null)
    return { patient, row, state: 'unread', ageSeconds: null, anomalies: { count: 0, mark: '' } };
  const { state, ageSeconds } = assessFreshness({ ...row, nowSeconds: nowSeconds ?? 0 });
  return {
    patient,
    row,
    state: state === 'live' && !isHeard ? 'stale' : state,
    ageSeconds,
    anomalies: countNew(seen, row),
  };
}
