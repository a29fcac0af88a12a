import type { PatientId } from '../core/patient.ts';

/** The most patients that a list may hold, so that a typing slip does not start a million polls. */
export const MAX_PATIENTS = 100_000;
const RANGE = /^(\d{1,9})(?:-(\d{1,9}))?$/;

/** Reads `1-6,9` as patients in ascending order, each once; null for anything but numbers and ranges. */
export function parsePatientList(text: string): PatientId[] | null {
  const patients = new Set<PatientId>();
  for (const part of text.split(',')) {
    const [, from, to = from] = RANGE.exec(part.trim()) ?? [];
    if (from === undefined || to === undefined) return null;
    if (Number(to) < Number(from) || Number(to) - Number(from) >= MAX_PATIENTS) return null;
    for (let patient = Number(from); patient <= Number(to); patient++) patients.add(patient);
    if (patients.size > MAX_PATIENTS) return null;
  }
  return [...patients].sort((a, b) => a - b);
}
