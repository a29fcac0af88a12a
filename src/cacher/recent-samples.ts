import { WINDOW_SECONDS } from '../core/gait/sample-window.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';
import type { NewEntry } from '../store/store.ts';
import { readPairs, type StoredPair } from '../store/stored-entry.ts';

/** Samples that follow another by less tell nothing more about a stride, and would take memory. */
const SPACING_SECONDS = 0.075;

interface Kept {
  readonly atSeconds: number;
  readonly pair: StoredPair;
}

/** What the cacher stored of some patients in the last 30 s, as the text that it stored: it is read only when it is asked for. */
export class RecentSamples {
  readonly #kept = new Map<PatientId, Kept[]>();
  #followed: ReadonlySet<PatientId> = new Set();

  /** Keeps samples of these patients from now on, and forgets those of all others. */
  follow(patients: ReadonlySet<PatientId>): void {
    this.#followed = patients;
    for (const patient of [...this.#kept.keys()]) if (!patients.has(patient)) this.#kept.delete(patient);
  }

  /** Takes what was stored of a patient, oldest first. */
  take(patient: PatientId, entries: readonly NewEntry[]): void {
    if (!this.#followed.has(patient)) return;
    let kept = this.#kept.get(patient) ?? [];
    for (const { sensorsJson, timestamp } of entries) {
      const atSeconds = Number(timestamp);
      const sinceSeconds = atSeconds - (kept.at(-1)?.atSeconds ?? Number.NEGATIVE_INFINITY);
      if (sinceSeconds >= 0 && sinceSeconds < SPACING_SECONDS) continue;
      // Where the clock steps back, what came before has no place on the new one.
      if (sinceSeconds < 0) kept = [];
      kept.push({ atSeconds, pair: [sensorsJson, timestamp] });
    }
    const fromSeconds = (kept.at(-1)?.atSeconds ?? 0) - WINDOW_SECONDS;
    const firstKept = kept.findIndex(({ atSeconds }) => atSeconds >= fromSeconds);
    this.#kept.set(patient, firstKept > 0 ? kept.slice(firstKept) : kept);
  }

  /** When the newest sample of a patient was taken, Unix seconds; null where none is kept. */
  newestAtSeconds(patient: PatientId): number | null {
    return this.#kept.get(patient)?.at(-1)?.atSeconds ?? null;
  }

  /** Reads what is kept of a patient, oldest first. */
  read(patient: PatientId, insole: Insole): readonly Sample[] {
    const pairs = (this.#kept.get(patient) ?? []).map(({ pair }) => pair);
    return readPairs(pairs, { current: insole, before: [] }).samples;
  }
}
