import type { Insole } from '../core/insole/insole.ts';
import type { KeptWalk, WalkMark } from '../core/kept-walk.ts';
import type { PatientId } from '../core/patient.ts';
import type { StoredPair } from './stored-entry.ts';

/** A span of a patient's samples that is to be kept. */
export interface WalkToKeep {
  readonly patient: PatientId;
  /** Unix seconds, both limits included. */
  readonly sinceSeconds: number;
  readonly untilSeconds: number;
  /** One line; null without one. */
  readonly note: string | null;
  readonly marks: readonly WalkMark[];
  /** When it was asked for, Unix seconds of the store's clock: the id follows from it, and a repeated call repeats it. */
  readonly keptAtSeconds: number;
}

/** A kept walk and how much of it the store holds. */
export interface StoredWalk extends KeptWalk {
  readonly samples: number;
  /** Size of its samples as they are stored; of a long walk it is estimated from some of them. */
  readonly bytes: number;
}

/** The kept walks of a patient. */
export interface WalkList {
  /** The oldest first, by their ids. */
  readonly walks: readonly StoredWalk[];
  /** Fields of the patient's hash that are no kept walk. */
  readonly unreadable: number;
}

/** The result of keeping a walk. It is safe to repeat a call whose result is not known. */
export type KeepOutcome =
  /** It is kept, by this call, which knows `bytes` exactly, or by an earlier one whose reply was lost. */
  | { readonly kind: 'kept'; readonly id: string; readonly samples: number; readonly bytes: number }
  /** The store has no sample of that span. */
  | { readonly kind: 'empty' }
  /** With `neededBytes` more, the kept walks of the patient would be over the limit. */
  | { readonly kind: 'full'; readonly usedBytes: number; readonly neededBytes: number }
  /** The store cannot take it, and `reason` says why. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Walks that are kept for ever. Trimming leaves them alone, and a patient who has nothing else is not among the patients of the
 * store. Every method rejects with StoreUnavailable when the store is unreachable.
 */
export interface KeptWalks {
  /**
   * Copies a span of a patient's samples, with the profile as it is, in one atomic step.
   *
   * @param maxBytes how much all kept walks of the patient may hold
   */
  keep(walk: WalkToKeep, maxBytes: number): Promise<KeepOutcome>;
  /** The patients who have kept walks, ascending. */
  keptPatients(): Promise<readonly PatientId[]>;
  /** The kept walks of a patient. */
  kept(patient: PatientId): Promise<WalkList>;
  /** What the samples of a kept walk are of; one without a sensor where the store no longer knows it. */
  keptInsole(walk: KeptWalk): Promise<Insole>;
  /** Reads the samples of a kept walk exactly as they are stored, oldest first, page by page; none when there is no such walk. */
  keptPages(patient: PatientId, id: string): AsyncIterable<readonly StoredPair[]>;
  /** Removes a kept walk for ever; returns whether there was one. */
  removeKept(patient: PatientId, id: string): Promise<boolean>;
}
