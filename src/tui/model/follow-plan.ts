import { pollIntervalMs } from '../../core/freshness.ts';
import { memoize } from '../../core/memoize.ts';
import type { PatientId } from '../../core/patient.ts';
import { countSamples, type FollowedPatient } from '../../reader/followed-patient.ts';
import { countFigureSamples } from '../../reader/read-snapshot.ts';
import type { Effect } from './effect.ts';
import { countHistorySamples, layOut } from './layout.ts';
import type { Model, TracedSnapshot } from './model.ts';
import { selectStripPatients } from './strip-patients.ts';
import { listWardRows } from './ward-rows.ts';

/** The patients that the screen needs samples of, and those of whom a summary is enough. */
export interface FollowPlan {
  readonly patients: readonly FollowedPatient[];
  readonly summaries: readonly PatientId[];
}

/** Works out what the screen needs to be kept up to date of. */
export const planFollow = memoize((model: Model): FollowPlan => {
  const shown = model.mode === 'help' ? model.helpOver : model.mode;
  const isWard = shown === 'ward' || (shown === 'kept' && model.kept.patient === null);
  return isWard ? planWard(model) : { patients: planPatient(model), summaries: [] };
});

/** Follows other patients, or more samples of one, when the screen needs others than before. */
export function requestFollowing(before: Model, after: Model): readonly Effect[] {
  const plan = planFollow(after);
  return isSamePlan(plan, planFollow(before)) ? [] : [{ kind: 'follow', ...plan }];
}

/** Compares plans without writing them out: this runs for each message, and a ward has a thousand patients. */
function isSamePlan(a: FollowPlan, b: FollowPlan): boolean {
  return (
    isSameList(a.summaries, b.summaries, (one, other) => one === other) &&
    isSameList(a.patients, b.patients, isSameFollow)
  );
}

function isSameFollow(one: FollowedPatient, other: FollowedPatient): boolean {
  return (
    one.patient === other.patient && one.depth === other.depth && countSamples(one) === countSamples(other)
  );
}

function isSameList<Item>(
  a: readonly Item[],
  b: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): boolean {
  if (a === b) return true;
  return (
    a.length === b.length && a.every((item, index) => item === b[index] || isSame(item, b[index] as Item))
  );
}

/** Summaries of every patient; of those with a row on the screen, the samples for its trace and figures. */
function planWard(model: Model): FollowPlan {
  const layout = layOut(model.size);
  const rows = layout ? listWardRows(model, layout) : [];
  return {
    patients: rows.map((patient) => {
      const snapshot = model.snapshots.get(patient);
      const samples = snapshot ? countRowSamples(snapshot) : countFigureSamples(null);
      return { patient, depth: 'trace' as const, samples };
    }),
    summaries: model.patients ?? [],
  };
}

/** By the interval alone, which changes seldom; and more of a patient with a faulty sensor. */
const countRowSamples = memoize(({ samples, health }: TracedSnapshot) =>
  countFigureSamples({ samples: samples.slice(-1), health }),
);

/** As many samples of the selected patient as its traces show, and one of each other patient in the strip. */
function planPatient(model: Model): FollowedPatient[] {
  const { selected, snapshots } = model;
  const others = selectStripPatients(model)
    .filter((patient) => patient !== selected)
    .map((patient) => ({ patient, depth: 'newest' as const }));
  if (selected === null) return others;
  const intervalMs = pollIntervalMs(snapshots.get(selected)?.health);
  const samples = countHistorySamples(model.size, intervalMs, model);
  return [{ patient: selected, depth: 'history', samples, countNeeded: countFigureSamples }, ...others];
}
