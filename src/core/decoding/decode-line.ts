import type { PatientId } from '../patient.ts';
import { Refusal } from '../refusal.ts';
import type { FieldMapping } from './field-mapping.ts';
import { readFieldMapping } from './field-mapping.ts';
import { type DecodedFrames, type DecodeRefusal, type FrameDecoder, refuse } from './frame.ts';
import { parseBody } from './parse-body.ts';
import { countFrames, lookUp, type PointerPattern, parsePattern } from './pointer-pattern.ts';

/** What lines are read by. */
export interface LineFormat {
  readonly mapping: FieldMapping;
  /** The patient who goes by a name; null for nobody of whom frames are taken. */
  readonly findPatient: (name: string) => PatientId | null;
  /** Whether somebody of that name is stored by another cacher, which gets the same lines. */
  readonly isElsewhere: (name: string) => boolean;
  /** The patient whose all frames are, where lines do not say it; null when they have to. */
  readonly onlyPatient: PatientId | null;
  readonly decoderOf: (patient: PatientId) => FrameDecoder;
}

/** What a line is: frames of some patients, each with its decoder; or why it is none. */
export type DecodedLine =
  | {
      readonly kind: 'line';
      readonly answers: readonly { readonly patient: PatientId; readonly decoded: DecodedFrames }[];
    }
  | DecodeRefusal;

/** How many patients a line may have frames of. */
const MAX_PATIENTS = 1000;

/** The mapping of lines as `footwatch export` writes them. The time of a sample is when it was received there. */
export const EXPORT_MAPPING: FieldMapping = createExportMapping();

/** Reads a line of JSON. Never throws. */
export function decodeLine(line: Uint8Array, format: LineFormat): DecodedLine {
  const { mapping, findPatient, isElsewhere, onlyPatient, decoderOf } = format;
  const parsed = parseBody(line);
  if (parsed.kind === 'refused') return parsed;
  const { root } = parsed;
  const names = mapping.patient === null ? [] : listNames(root, mapping.patient);
  if ('kind' in names) return names;
  const patients =
    mapping.patient === null ? [onlyPatient] : [...new Set(names)].map((name) => findPatient(name));
  const known = patients.filter((patient) => patient !== null);
  if (known.length === 0 && names.some((name) => isElsewhere(name))) return { kind: 'line', answers: [] };
  if (known.length === 0)
    return refuse('unknown-patient', 'it is of no patient whose samples are stored here');
  return {
    kind: 'line',
    answers: known.map((patient) => ({ patient, decoded: decoderOf(patient).read(root) })),
  };
}

/** The names of all patients in a line. */
function listNames(root: unknown, pattern: PointerPattern): string[] | DecodeRefusal {
  const count = pattern.hasFrames ? countFrames(root, pattern) : 1;
  if (count instanceof Refusal) return refuse('wrong-shape', count.reason);
  const names = new Set<string>();
  for (let frame = 0; frame < count && names.size < MAX_PATIENTS; frame++) {
    const found = lookUp(root, pattern, frame);
    const name = found instanceof Refusal ? undefined : found[0]?.value;
    if (typeof name === 'string' || typeof name === 'number') names.add(String(name));
  }
  return names.size > 0
    ? [...names]
    : refuse('unknown-patient', `${pattern.text || 'it'} says of no patient, must be a number or a name`);
}

function createExportMapping(): FieldMapping {
  const mapping = readFieldMapping({
    value: '/sensors/*/value',
    id: '/sensors/*/id',
    anomaly: '/sensors/*/anomaly',
    time: '/timestamp',
    timeUnit: 's',
    patient: '/patient',
  });
  const source = parsePattern('/sensors/*/source');
  if (mapping instanceof Refusal || source instanceof Refusal)
    throw new Error('the mapping of exports is wrong');
  return { ...mapping, origin: new Map([['all', source]]) };
}
