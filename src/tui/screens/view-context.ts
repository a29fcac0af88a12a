import { memoize, memoizeLatest } from '../../core/memoize.ts';
import { type PatientId, withoutNames } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import { assessPatient, type PatientStatus } from '../../reader/patient-status.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import { type Glyphs, glyphsFor } from '../frame/glyphs.ts';
import { countHistorySamples } from '../model/layout.ts';
import type { Model } from '../model/model.ts';
import { findSampleIndex } from '../model/time-travel.ts';

/** What the panels of one frame share: the model, and what follows from it for the selected patient. */
export interface ViewContext {
  readonly model: Model;
  readonly unicode: boolean;
  readonly glyphs: Glyphs;
  readonly zoneOffsetMinutes: number;
  /** The selected patient, what is known of it, and what may be said of it now. */
  readonly patient: PatientId | null;
  readonly snapshot: TimedSnapshot | null;
  readonly status: PatientStatus;
}

/** Hides names: no view gets any while the model is private. (ward.ts neither finds nor sorts by them then.) */
export function makeContext(given: Model): ViewContext {
  const model = given.isPrivate
    ? { ...given, snapshots: namelessSnapshots(given.snapshots), ward: namelessWard(given.ward) }
    : given;
  const snapshot = model.selected === null ? null : (model.snapshots.get(model.selected) ?? null);
  const then = model.mode === 'patient' && snapshot !== null ? lookBack(model, snapshot) : null;
  return {
    model,
    unicode: model.unicode,
    glyphs: glyphsFor(model.unicode),
    zoneOffsetMinutes: model.zoneOffsetMinutes,
    patient: model.selected,
    snapshot: then?.snapshot ?? snapshot,
    status: then?.status ?? assessPatient(snapshot, model.nowMs, model.replay !== null),
  };
}

/** What was known at an instant of the history: the samples up to it. */
function lookBack(
  model: Model,
  snapshot: TimedSnapshot,
): (Pick<ViewContext, 'status'> & { readonly snapshot: TimedSnapshot }) | null {
  const { history, nowMs } = model;
  if (history?.patient !== snapshot.patient) return null;
  const life = assessPatient(snapshot, nowMs);
  const index = findSampleIndex(history.samples, history.atSeconds);
  const samples = sliceUntil(history.samples, index, countHistorySamples(model.size, life.intervalMs, model));
  const newest = samples.at(-1) ?? null;
  const isLive = newest !== null && history.atSeconds - newest.atSeconds <= life.limitSeconds;
  const ageSeconds =
    life.nowSeconds === null ? null : life.nowSeconds - history.atSeconds + life.clockOffsetSeconds;
  return {
    snapshot: { ...snapshot, samples, newestColumn: index + 1 },
    status: {
      ...life,
      state: 'historical',
      isLive,
      newest,
      ageSeconds: ageSeconds === null ? null : Math.max(0, ageSeconds),
    },
  };
}

/** At most `count` samples that end with the one at `index`. The same array while nothing changes: its gait figures are memoized. */
const sliceUntil = memoizeLatest(
  (samples: readonly Sample[], index: number, count: number): readonly Sample[] =>
    samples.slice(Math.max(0, index + 1 - count), index + 1),
);

function namelessWard(ward: Model['ward']): Model['ward'] {
  const summaries = new Map(
    [...ward.summaries].map(([patient, summary]) => [patient, withoutNames(summary)]),
  );
  return { ...ward, summaries };
}

const hideNames = memoize((snapshot: TimedSnapshot) => withoutNames(snapshot));

function namelessSnapshots(snapshots: Model['snapshots']): Model['snapshots'] {
  const nameless = new Map<PatientId, TimedSnapshot>();
  for (const [patient, snapshot] of snapshots) {
    nameless.set(patient, hideNames(snapshot));
  }
  return nameless;
}
