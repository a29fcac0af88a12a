import { SIX } from '../../core/insole/built-in-insoles.ts';
import { createScaler } from '../../core/insole/full-scale.ts';
import type { Insole } from '../../core/insole/insole.ts';
import { withoutNotes, withoutWords } from '../../core/kept-walk.ts';
import { memoize, memoizeLatest } from '../../core/memoize.ts';
import { type PatientId, withoutNames } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import { assessPatient, type PatientStatus } from '../../reader/patient-status.ts';
import { countFigureSamples } from '../../reader/read-snapshot.ts';
import { chooseGlyphs, type Glyphs } from '../frame/glyphs.ts';
import { countHistorySamples } from '../model/layout.ts';
import type { Model, TracedSnapshot } from '../model/model.ts';
import { chooseFeet, chooseTraces } from '../model/slow-link.ts';
import { findSampleIndex } from '../model/time-travel.ts';

/** What all parts of a frame share: the model, and what follows from it for the selected patient. */
export interface ViewContext {
  readonly model: Model;
  readonly unicode: boolean;
  readonly glyphs: Glyphs;
  readonly zoneOffsetMinutes: number;
  /** The selected patient, or null when there is none. */
  readonly patient: PatientId | null;
  /** What is known of the patient at the instant shown; null when it was not read yet. */
  readonly snapshot: TracedSnapshot | null;
  /** What the patient wears, or the original's as long as it is not known. */
  readonly insole: Insole;
  /** Brings a reading to 0 for the lowest and 1023 for the highest, as bars, traces and colours have it. */
  readonly scale: (reading: number) => number;
  /** What may be said of the patient at the instant shown. */
  readonly status: PatientStatus;
  /** Whether the words of state are left out, because the frame takes so long to arrive that they would be old. */
  readonly isStatePending: boolean;
}

/** Makes the context of a frame. In private mode names are removed here, so that no screen can show any. */
export function makeContext(chosen: Model, isStatePending = false): ViewContext {
  const given = { ...chosen, traces: chooseTraces(chosen), feet: chooseFeet(chosen) };
  const model = given.isPrivate
    ? {
        ...given,
        snapshots: removeNames(given.snapshots),
        ward: removeWardNames(given.ward),
        notes: withoutWords(given.notes),
        kept: { ...given.kept, walks: given.kept.walks?.map(withoutNotes) ?? null },
      }
    : given;
  const snapshot = model.selected === null ? null : (model.snapshots.get(model.selected) ?? null);
  const historical = model.mode === 'patient' && snapshot !== null ? lookBack(model, snapshot) : null;
  const insole = snapshot?.insole ?? SIX;
  return {
    model,
    isStatePending,
    unicode: model.unicode,
    glyphs: chooseGlyphs(model.unicode),
    zoneOffsetMinutes: model.zoneOffsetMinutes,
    patient: model.selected,
    snapshot: historical?.snapshot ?? snapshot,
    insole,
    scale: createScaler(insole),
    status: historical?.status ?? assessPatient(snapshot, model.nowMs, model.replay !== null),
  };
}

/** What was known at the instant of the history that is shown; null when now is shown. */
function lookBack(
  model: Model,
  snapshot: TracedSnapshot,
): (Pick<ViewContext, 'status'> & { readonly snapshot: TracedSnapshot }) | null {
  const { history, nowMs } = model;
  if (history?.patient !== snapshot.patient) return null;
  const live = assessPatient(snapshot, nowMs);
  const index = findSampleIndex(history.samples, history.atSeconds);
  const shown = countHistorySamples(model.size, live.intervalMs, model);
  const forFigures = countFigureSamples({
    samples: history.samples.slice(Math.max(0, index), index + 1),
    health: snapshot.health,
  });
  const samples = sliceUntil(history.samples, index, Math.max(shown, forFigures));
  const newest = samples.at(-1) ?? null;
  const isLive = newest !== null && history.atSeconds - newest.atSeconds <= live.limitSeconds;
  const ageSeconds =
    live.nowSeconds === null ? null : live.nowSeconds - history.atSeconds + live.clockOffsetSeconds;
  return {
    snapshot: { ...snapshot, samples, newestColumn: index + 1 },
    status: {
      ...live,
      state: 'historical',
      isLive,
      newest,
      ageSeconds: ageSeconds === null ? null : Math.max(0, ageSeconds),
    },
  };
}

/**
 * At most `count` samples, the last of them the one at `index`. It returns the same array while nothing changes,
 * because the gait figures are computed once for each array.
 */
const sliceUntil = memoizeLatest(
  (samples: readonly Sample[], index: number, count: number): readonly Sample[] =>
    samples.slice(Math.max(0, index + 1 - count), index + 1),
);

function removeWardNames(ward: Model['ward']): Model['ward'] {
  const summaries = new Map(
    [...ward.summaries].map(([patient, summary]) => [patient, withoutNames(summary)]),
  );
  return { ...ward, summaries };
}

const removeName = memoize((snapshot: TracedSnapshot) => withoutNames(snapshot));

function removeNames(snapshots: Model['snapshots']): Model['snapshots'] {
  const nameless = new Map<PatientId, TracedSnapshot>();
  for (const [patient, snapshot] of snapshots) {
    nameless.set(patient, removeName(snapshot));
  }
  return nameless;
}
