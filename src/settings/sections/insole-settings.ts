import type { PatientId } from '../../core/patient.ts';
import { Refusal } from '../../core/refusal.ts';
import { parsePatientList } from '../patient-list.ts';
import type { FileSchema, SettingDefinition } from '../setting-definition.ts';
import { listEntries, text } from '../setting-kinds.ts';

/** Which patients wear which insole: file or name, and the patients. */
export type InsolesByPatient = Readonly<Record<string, readonly PatientId[]>>;

const NUMBERS = '\\s*\\d{1,9}(-\\d{1,9})?\\s*';
const PATIENTS: FileSchema = {
  anyOf: [
    { type: 'string', pattern: `^${NUMBERS}(,${NUMBERS})*$` },
    { type: 'integer', minimum: 0 },
  ],
};

const INSOLES: SettingDefinition<InsolesByPatient> = {
  describe: 'Insoles of patients who wear another than the rest: files or names, each with its patients',
  allowed: 'a mapping of files or names to patients, such as {small.yaml: [1-6, 9]}',
  fileSchema: {
    type: 'object',
    additionalProperties: { anyOf: [PATIENTS, { type: 'array', items: PATIENTS, minItems: 1 }] },
  },
  completion: { kind: 'none' },
  default: {},
  read: readInsoles,
  show: (insoles) => insoles,
};

/** The settings `insole` and `insoles`, which stand in no section as they say what all else is about. */
export const INSOLE_SETTINGS = {
  insole: text<string>('six, eight, sixteen, or the name of a file that describes an insole', {
    flag: 'insole',
    argument: 'FILE|NAME',
    describe:
      'What the patients wear: six, eight, sixteen, or a file (docs/insoles.md). What is stored says itself what it is of',
    default: 'six',
    completion: { kind: 'files' },
  }),
  insoles: INSOLES,
};

function readInsoles(raw: unknown): InsolesByPatient | Refusal | null {
  const entries = listEntries(raw);
  if (entries === null) return null;
  const insoleOf = new Map<PatientId, string>();
  const insoles: [string, readonly PatientId[]][] = [];
  for (const [insole, value] of entries) {
    const patients = parsePatientList((Array.isArray(value) ? value : [value]).join());
    if (patients instanceof Refusal) return new Refusal(`of the patients of ${insole}: ${patients.reason}`);
    for (const patient of patients) {
      const other = insoleOf.get(patient);
      if (other !== undefined) return new Refusal(`patient ${patient} has two, ${other} and ${insole}`);
      insoleOf.set(patient, insole);
    }
    insoles.push([insole, patients]);
  }
  return Object.fromEntries(insoles);
}
