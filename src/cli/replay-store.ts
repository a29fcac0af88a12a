import type { PatientId, Profile } from '../core/patient.ts';
import type { RecordedRow, RecordedTape } from '../reader/recorded-tape.ts';
import type { ReplayClock } from '../reader/replay-clock.ts';
import { ReplayPlayer } from '../reader/replay-player.ts';
import { MemoryStore } from '../store/memory-store.ts';

/** A recording that is played into a store in memory. */
export interface PlayedRecording {
  readonly store: MemoryStore;
  readonly player: ReplayPlayer;
}

/** What is played into a store. */
interface StoredRecording {
  readonly patient: PatientId;
  /** Who the patient was, where that is known. */
  readonly profile: Profile | null;
  readonly tape: RecordedTape;
  readonly clock: ReplayClock;
}

/** Makes a store in memory that holds what a store held at the instant of the recording, and what plays the recording. */
export function playIntoStore({ patient, profile, tape, clock }: StoredRecording): PlayedRecording {
  const store = new MemoryStore(() => clock.nowMs());
  const write = (rows: readonly RecordedRow[], isFirst: boolean) =>
    store.write([
      { patient, entries: rows.map(({ entry }) => entry), ...(isFirst && profile && { profile }) },
    ]);
  const player = new ReplayPlayer({
    clock,
    tape,
    deliver: async (row) => {
      await write([row], tape.position === 1);
    },
    trim: async (beforeSeconds) => {
      await store.trim(beforeSeconds);
    },
    restore: async ({ flaggedBefore, kept }) => {
      const keptFrom = kept[0]?.sample.atSeconds ?? Number.NEGATIVE_INFINITY;
      // A store in memory does all of this within this turn: nobody reads it half restored.
      await Promise.all([
        store.erase(patient),
        write([...flaggedBefore, ...kept], true),
        ...(flaggedBefore.length === 0 ? [] : [store.trim(keptFrom)]),
      ]);
    },
  });
  return { store, player };
}
