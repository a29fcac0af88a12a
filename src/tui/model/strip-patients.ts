import type { PatientId } from '../../core/patient.ts';
import type { Model } from './model.ts';

/** `▸●1 – `, and a cell for a flag. */
const MIN_ITEM_COLUMNS = 7;

/**
 * The patients that the strip may have room for, ascending: those around the selected one. They depend on the screen's
 * width alone, so that a name that is read does not change whom the screen follows.
 */
export function selectStripPatients(model: Model): readonly PatientId[] {
  const patients = model.patients ?? [];
  const maxBeside = Math.ceil(model.size.columns / MIN_ITEM_COLUMNS);
  const at = Math.max(0, model.selected === null ? 0 : patients.indexOf(model.selected));
  return patients.slice(Math.max(0, at - maxBeside), at + maxBeside + 1);
}
