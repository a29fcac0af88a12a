import type { PatientId } from '../core/patient.ts';

/** What of the page is shown, as its address says. */
export type Route =
  | { readonly view: 'ward' }
  | { readonly view: 'patient'; readonly patient: PatientId; readonly atSeconds: number | null }
  | { readonly view: 'event'; readonly patient: PatientId; readonly atSeconds: number };

const PATIENT = /^patients\/(\d{1,16})(\/events)?\/?$/;

/** Reads an address below the page's own; what is not known is the ward. */
export function parseRoute(path: string, query: string): Route {
  const [, digits, isEvent] = PATIENT.exec(path.replace(/^\//, '')) ?? [];
  if (digits === undefined) return { view: 'ward' };
  const at = new URLSearchParams(query).get('at');
  const atMs = at === null ? Number.NaN : Date.parse(at);
  const atSeconds = Number.isNaN(atMs) ? null : atMs / 1000;
  const patient = Number(digits);
  return isEvent && atSeconds !== null
    ? { view: 'event', patient, atSeconds }
    : { view: 'patient', patient, atSeconds };
}

/** The address that `parseRoute` reads back. */
export function formatRoute(route: Route): string {
  if (route.view === 'ward') return '';
  const at = route.atSeconds === null ? '' : `?at=${new Date(route.atSeconds * 1000).toISOString()}`;
  return `patients/${route.patient}${route.view === 'event' ? '/events' : ''}${at}`;
}
