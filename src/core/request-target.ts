import type { PatientId } from './patient.ts';

/** Where a template of an address has what names the patient. */
export const PATIENT_PLACE = '{patient}';

/** What an API calls patients whom it does not know by their numbers, by those. */
export type PatientNames = Readonly<Record<PatientId, string>>;

/** Returns the path of a patient's request, with its query. */
export type RequestTarget = (patient: PatientId) => string;

/** The name by which an API knows a patient: the number, unless it is called otherwise. */
export function namePatient(names: PatientNames, patient: PatientId): string {
  return names[patient] ?? String(patient);
}

/** Appends the patient's name to the address of an API. */
export function appendPatient(baseUrl: string, names: PatientNames = {}): RequestTarget {
  const { pathname, search } = new URL(baseUrl);
  const prefix = pathname + search;
  return (patient) => prefix + encodeURIComponent(namePatient(names, patient));
}

/** Puts the patient's name into each `{patient}` of a template. */
export function fillTemplate(template: string, names: PatientNames = {}): RequestTarget {
  const { pathname, search } = new URL(template);
  // The braces of a path are encoded in a URL, those of a query are not.
  const parts = (pathname.replaceAll(encodeURI(PATIENT_PLACE), PATIENT_PLACE) + search).split(PATIENT_PLACE);
  return (patient) => parts.join(encodeURIComponent(namePatient(names, patient)));
}
