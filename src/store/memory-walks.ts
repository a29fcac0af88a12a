import { SIX } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import { findInsoleAt, type InsoleTimeline } from '../core/insole/insole-timeline.ts';
import type { KeptWalk } from '../core/kept-walk.ts';
import type { PatientId, Profile } from '../core/patient.ts';
import { encodeInsoleField } from './insole-record.ts';
import { decodeWalk, encodeWalk, joinWalkJson, listWalkIds } from './kept-record.ts';
import type { KeepOutcome, StoredWalk, WalkList, WalkToKeep } from './kept-walks.ts';
import { parseTimestamp, type StoredPair } from './stored-entry.ts';

interface WalkRecord {
  readonly request: string;
  readonly json: string;
  readonly pairs: readonly StoredPair[];
  readonly insole: Insole;
}

/** What a walk is kept of. */
interface PatientAsItIs {
  readonly samples: readonly StoredPair[];
  readonly profile: Profile | null;
  readonly insoles: InsoleTimeline;
}

/** The kept walks of a store in memory, by the rules of KeptWalks. */
export class MemoryWalks {
  readonly #walks = new Map<PatientId, Map<string, WalkRecord>>();

  /** Keeps a walk of some samples, which are all that the patient has. */
  keep(walk: WalkToKeep, maxBytes: number, { samples, profile, insoles }: PatientAsItIs): KeepOutcome {
    const { patient, sinceSeconds, untilSeconds } = walk;
    const walks = this.#walks.get(patient) ?? new Map<string, WalkRecord>();
    const insole = findInsoleAt(insoles, untilSeconds);
    const json = encodeWalk(walk, { insole: encodeInsoleField(insole), profile });
    const ids = [...listWalkIds(walk.keptAtSeconds)];
    const id = ids.find((each) => (walks.get(each)?.request ?? json.request) === json.request);
    if (id === undefined) return { kind: 'refused', reason: 'too many walks were kept in these seconds' };
    const known = walks.get(id);
    if (known) return { kind: 'kept', id, samples: known.pairs.length, bytes: measure(known.pairs) };
    const isWithin = ([, timestamp]: StoredPair) => {
      const at = parseTimestamp(timestamp);
      return at !== null && at >= sinceSeconds && at <= untilSeconds;
    };
    const pairs = samples.filter(isWithin);
    const [first] = pairs;
    if (first === undefined) return { kind: 'empty' };
    const usedBytes = [...walks.values()].reduce((sum, each) => sum + measure(each.pairs), 0);
    const neededBytes = measure(pairs);
    if (usedBytes + neededBytes > maxBytes) return { kind: 'full', usedBytes, neededBytes };
    // Where samples from before were trimmed already, the span begins with the first one that is left.
    const since = first === samples[0] ? (parseTimestamp(first[1]) ?? sinceSeconds).toFixed(3) : json.since;
    this.#walks.set(patient, walks);
    walks.set(id, { request: json.request, json: joinWalkJson({ ...json, since }), pairs, insole });
    return { kind: 'kept', id, samples: pairs.length, bytes: neededBytes };
  }

  /** The patients who have kept walks, ascending. */
  patients(): readonly PatientId[] {
    return [...this.#walks.keys()].sort((a, b) => a - b);
  }

  /** The kept walks of a patient. */
  list(patient: PatientId): WalkList {
    const found = [...(this.#walks.get(patient) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    const walks = found.flatMap(([id, { json, pairs }]): StoredWalk[] => {
      const walk = decodeWalk(patient, id, json);
      return walk === null ? [] : [{ ...walk, samples: pairs.length, bytes: measure(pairs) }];
    });
    return { walks, unreadable: found.length - walks.length };
  }

  /** What the samples of a kept walk are of. */
  insole({ patient, id }: KeptWalk): Insole {
    return this.#walks.get(patient)?.get(id)?.insole ?? SIX;
  }

  /** The entries of a kept walk. */
  pairs(patient: PatientId, id: string): readonly StoredPair[] {
    return this.#walks.get(patient)?.get(id)?.pairs ?? [];
  }

  /** Removes a kept walk; returns whether there was one. */
  remove(patient: PatientId, id: string): boolean {
    const walks = this.#walks.get(patient);
    const isRemoved = walks?.delete(id) === true;
    if (walks?.size === 0) this.#walks.delete(patient);
    return isRemoved;
  }

  /** Removes all kept walks of a patient. */
  erase(patient: PatientId): boolean {
    return this.#walks.delete(patient);
  }
}

function measure(pairs: readonly StoredPair[]): number {
  return pairs.reduce((sum, [data, timestamp]) => sum + Buffer.byteLength(data) + timestamp.length, 0);
}
