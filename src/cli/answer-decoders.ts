import { compileMapping } from '../core/decoding/compile-mapping.ts';
import type { FieldMapping } from '../core/decoding/field-mapping.ts';
import type { DecodeTarget, FrameDecoder } from '../core/decoding/frame.ts';
import { keepFramesOf } from '../core/decoding/frames-of-patient.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import { Refusal } from '../core/refusal.ts';
import { namePatient } from '../core/request-target.ts';
import type { ConfiguredInsoles } from './load-insoles.ts';
import type { LoadedSettings } from './load-settings.ts';
import { refuseSetting } from './refuse-setting.ts';

/** Returns the decoder of a patient's answers. */
export type AnswerDecoders = (patient: PatientId) => FrameDecoder;

/** What of an insole has to be in every frame: all of its sensors, unless `api.sensors` says which. */
export function selectTarget(insole: Insole, sensorIds: readonly number[] | null): DecodeTarget {
  if (sensorIds === null) return insole;
  const sensors = sensorIds.map(
    (id) =>
      insole.sensors.find((sensor) => sensor.id === id) ?? { id, label: `S${id}`, side: 'left' as const },
  );
  return { ...insole, sensors };
}

/**
 * Makes the decoders of the mapping `api.fields`; null without one, when answers are as the original's.
 *
 * @param patients those whose insoles are tried at once, so that a mapping that does not fit one is told at the start
 * @throws CommandFailure when the mapping does not fit the insole of a patient
 */
export function createAnswerDecoders(
  { settings, origins }: Pick<LoadedSettings, 'settings' | 'origins'>,
  insoles: ConfiguredInsoles,
  patients: readonly PatientId[],
): AnswerDecoders | null {
  const { 'api.fields': mapping, 'api.sensors': sensorIds, 'api.ids': names } = settings;
  if (mapping === null) return null;
  const byInsole = new Map<Insole, FrameDecoder>();
  const decoderOf = (insole: Insole): FrameDecoder => {
    const known = byInsole.get(insole);
    if (known) return known;
    const decoder = compile(mapping, selectTarget(insole, sensorIds));
    byInsole.set(insole, decoder);
    return decoder;
  };
  const compile = (fields: FieldMapping, target: DecodeTarget): FrameDecoder => {
    const decoder = compileMapping(fields, target);
    if (decoder instanceof Refusal)
      throw refuseSetting(origins['api.fields'], `does not fit the insole: ${decoder.reason}`);
    return decoder;
  };
  for (const patient of patients) decoderOf(insoles.of(patient));
  const byPatient = new Map<PatientId, FrameDecoder>();
  return (patient) => {
    const known = byPatient.get(patient);
    if (known) return known;
    const decoder = decoderOf(insoles.of(patient));
    const own =
      mapping.patient === null
        ? decoder
        : keepFramesOf([namePatient(names, patient), String(patient)], decoder);
    byPatient.set(patient, own);
    return own;
  };
}
