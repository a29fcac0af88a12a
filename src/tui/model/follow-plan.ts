import { pollIntervalMs } from '../../core/freshness.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Followed } from '../../reader/follower.ts';
import { countFigureSamples } from '../../reader/read-snapshot.ts';
import { historyLength, layOut } from './layout.ts';
import type { Model } from './model.ts';
import { selectStripPatients } from './strip-patients.ts';
import { wardRows } from './ward-rows.ts';

/** Whom the screen needs, how much of each, and who is glanced at. */
export function planFollow(model: Model): {
  readonly patients: readonly Followed[];
  readonly summaries: readonly PatientId[];
} {
  const isWard = model.mode === 'ward' || (model.mode === 'help' && model.helpOver === 'ward');
  return isWard ? planWard(model) : { patients: planPatient(model), summaries: [] };
}

/** Every patient is glanced at; of those that a row is shown of, what its traces and figures need. */
function planWard(model: Model) {
  const layout = layOut(model.size);
  const rows = layout ? wardRows(model, layout) : [];
  return {
    patients: rows.map((patient) => {
      const snapshot = model.snapshots.get(patient);
      return {
        patient,
        newest: countFigureSamples(snapshot ? { ...snapshot, samples: [] } : null),
        isTrace: true,
      };
    }),
    summaries: model.patients ?? [],
  };
}

/** The selected patient as far back as the traces go, and one sample of the others on the screen. */
function planPatient(model: Model): Followed[] {
  const { selected, snapshots } = model;
  const others = selectStripPatients(model)
    .filter((patient) => patient !== selected)
    .map((patient) => ({ patient, newest: 1 }));
  if (selected === null) return others;
  const intervalMs = pollIntervalMs(snapshots.get(selected)?.health);
  return [{ patient: selected, newest: historyLength(model.size, intervalMs, model) }, ...others];
}
