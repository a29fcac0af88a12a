import { isWalkId } from '../core/kept-walk.ts';
import type { PatientId } from '../core/patient.ts';
import { WARD_SORTS, type WardSort } from '../core/ward-order.ts';

/** Which of a patient's two lists a distribution is of. */
export type ListName = 'samples' | 'anomalies';

/** All patients, sorted, and of them those whom a filter finds. */
export interface WardRoute {
  readonly view: 'ward';
  readonly sort: WardSort;
  readonly filter: string;
}

/** The ward as it is at first. */
export const WARD: WardRoute = { view: 'ward', sort: 'attention', filter: '' };

/** What of the page is shown, as its address says. Instants are Unix seconds; null is now, or the beginning of a kept walk. */
export type Route =
  | WardRoute
  | { readonly view: 'patient'; readonly patient: PatientId; readonly atSeconds: number | null }
  | { readonly view: 'event'; readonly patient: PatientId; readonly atSeconds: number }
  | { readonly view: 'distribution'; readonly patient: PatientId; readonly list: ListName }
  /** The kept walks of a patient, or of all. */
  | { readonly view: 'kept'; readonly patient: PatientId | null }
  /** A kept walk that is played. */
  | {
      readonly view: 'walk';
      readonly patient: PatientId;
      readonly id: string;
      readonly atSeconds: number | null;
    };

const PATIENT = /^patients\/(\d{1,15})(?:\/(events|distribution|kept)(?:\/([^/]+))?)?\/?$/;

/**
 * Reads an address below the page's own; what is not known is the ward.
 *
 * @param query with its question mark
 * @param fragment with its number sign
 */
export function parseRoute(path: string, query: string, fragment: string): Route {
  const below = path.replace(/^\//, '');
  if (/^kept\/?$/.test(below)) return { view: 'kept', patient: null };
  const [, digits, part, id] = PATIENT.exec(below) ?? [];
  const asked = new URLSearchParams(query);
  if (digits === undefined)
    return {
      view: 'ward',
      sort: WARD_SORTS.find((sort) => sort === asked.get('sort')) ?? WARD.sort,
      filter: new URLSearchParams(fragment.slice(1)).get('find') ?? WARD.filter,
    };
  const at = asked.get('at');
  const atMs = at === null ? Number.NaN : Date.parse(at);
  const atSeconds = Number.isNaN(atMs) ? null : atMs / 1000;
  const patient = Number(digits);
  if (part === 'kept')
    return id !== undefined && isWalkId(id)
      ? { view: 'walk', patient, id, atSeconds }
      : { view: 'kept', patient };
  if (part === 'distribution')
    return {
      view: 'distribution',
      patient,
      list: asked.get('list') === 'anomalies' ? 'anomalies' : 'samples',
    };
  return part === 'events' && atSeconds !== null
    ? { view: 'event', patient, atSeconds }
    : { view: 'patient', patient, atSeconds };
}

/** The address that `parseRoute` reads back. */
export function formatRoute(route: Route): string {
  switch (route.view) {
    case 'ward':
      return formatWard(route);
    case 'kept':
      return route.patient === null ? 'kept' : `patients/${route.patient}/kept`;
    case 'distribution':
      return `patients/${route.patient}/distribution${route.list === 'anomalies' ? '?list=anomalies' : ''}`;
    case 'event':
      return `patients/${route.patient}/events${formatInstant(route.atSeconds)}`;
    case 'walk':
      return `patients/${route.patient}/kept/${route.id}${formatInstant(route.atSeconds)}`;
    case 'patient':
      return `patients/${route.patient}${formatInstant(route.atSeconds)}`;
  }
}

/** What is found by may be a name: it stands in the fragment, which browsers send to nobody, so that no log has it. */
function formatWard({ sort, filter }: WardRoute): string {
  const query = sort === WARD.sort ? '' : `?${new URLSearchParams({ sort })}`;
  return filter === WARD.filter ? query : `${query}#${new URLSearchParams({ find: filter })}`;
}

function formatInstant(atSeconds: number | null): string {
  return atSeconds === null ? '' : `?at=${new Date(atSeconds * 1000).toISOString()}`;
}

/** Whom a route shows; null where it shows all. */
export function patientOf(route: Route): PatientId | null {
  return route.view === 'ward' ? null : route.patient;
}

/**
 * Where going back from a route leads.
 *
 * @param ward as it was looked at last
 */
export function parentOf(route: Route, ward: WardRoute): Route {
  switch (route.view) {
    case 'ward':
    case 'patient':
      return ward;
    case 'walk':
      return { view: 'kept', patient: route.patient };
    case 'kept':
      return route.patient === null ? ward : { view: 'patient', patient: route.patient, atSeconds: null };
    case 'event':
    case 'distribution':
      return { view: 'patient', patient: route.patient, atSeconds: null };
  }
}
