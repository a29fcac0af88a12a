import type { PatientId } from '../core/patient.ts';
import { appendPatient, fillTemplate, PATIENT_PLACE, type RequestTarget } from '../core/request-target.ts';
import type { SourceKind } from '../settings/resolve-settings.ts';
import { DEFAULT_PATIENTS } from './default-patients.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import type { LoadedSettings } from './load-settings.ts';
import { refuseSetting } from './refuse-setting.ts';

/** Where the API is. */
export interface ApiAddress {
  /** The base URL, or the template: scheme, host, and maybe a user and a password. */
  readonly url: string;
  /** What it was set by, for messages. */
  readonly place: string;
  /** Gives the path of a patient's request. */
  readonly target: RequestTarget;
}

const STRENGTH: Readonly<Record<SourceKind, number>> = { flag: 3, environment: 2, file: 1, default: 0 };

/**
 * Finds the address of the API: of `api.url` and `api.baseUrl` the one from the stronger source. Null when neither is set.
 *
 * @throws CommandFailure when one source sets both, or when all patients would be asked for at the same address
 */
export function findApiAddress({
  settings,
  origins,
}: Pick<LoadedSettings, 'settings' | 'origins'>): ApiAddress | null {
  const { 'api.url': template, 'api.baseUrl': baseUrl, 'api.ids': names } = settings;
  const [templateOrigin, baseOrigin] = [origins['api.url'], origins['api.baseUrl']];
  if (template !== null && baseUrl !== null && templateOrigin.kind === baseOrigin.kind)
    throw refuseSetting(templateOrigin, `and ${baseOrigin.place} are both set: keep one of them`);
  const isTemplate =
    template !== null && (baseUrl === null || STRENGTH[templateOrigin.kind] > STRENGTH[baseOrigin.kind]);
  if (isTemplate) {
    const patients: readonly PatientId[] = settings.patients ?? DEFAULT_PATIENTS;
    const tellsPatients = settings['api.fields']?.patient != null;
    if (
      !template.includes(PATIENT_PLACE) &&
      !template.includes(encodeURI(PATIENT_PLACE)) &&
      patients.length > 1 &&
      !tellsPatients
    )
      throw refuseSetting(
        templateOrigin,
        `has no ${PATIENT_PLACE}, so that ${patients.length} patients would get the same answer: put it in, set patients to one, or api.fields.patient`,
      );
    return { url: template, place: templateOrigin.place, target: fillTemplate(template, names) };
  }
  return baseUrl === null
    ? null
    : { ...createPlainAddress(baseUrl, baseOrigin.place), target: appendPatient(baseUrl, names) };
}

/** The address of an API to whose URL the patient's number is appended. */
export function createPlainAddress(url: string, place = 'api.baseUrl'): ApiAddress {
  return { url, place, target: appendPatient(url) };
}

/** @throws CommandFailure when no address of the API is set, or as findApiAddress does */
export function requireApiAddress(loaded: Pick<LoadedSettings, 'settings' | 'origins'>): ApiAddress {
  const address = findApiAddress(loaded);
  if (address !== null) return address;
  throw new CommandFailure(
    EXIT.wrongUsage,
    'cacher needs the address of the API: --base-url URL, FOOTWATCH_BASE_URL, or api.baseUrl or api.url in a configuration file',
  );
}
