import type { PatientId } from './patient.ts';

const PATIENT = /^(0|[1-9]\d{0,15})$/;

/** Reads the number of a patient as paths, files and messages write it: a whole number without leading zeros; null for any other text. */
export function parsePatientId(text: string): PatientId | null {
  const patient = Number(text);
  return PATIENT.test(text) && Number.isSafeInteger(patient) ? patient : null;
}
