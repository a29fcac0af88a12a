import { useMemo } from 'preact/hooks';
import { eventToJson, groupEvents } from '../../core/events/anomaly-events.ts';
import { freshLimitSeconds } from '../../core/freshness.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { EventJson } from '../live/messages.ts';
import type { Route } from '../route.ts';
import type { Past } from './past.ts';

/** The anomaly events of a kept walk, the oldest first, as its report has them: a walk does not say how often it was polled. */
export function listWalkEvents(patient: PatientId, samples: readonly Sample[]): readonly EventJson[] {
  return groupEvents(patient, samples, freshLimitSeconds(null)).map(eventToJson);
}

/** The events of the kept walk that is played; null where none is, and while it is read. */
export function useWalkEvents(route: Route, past: Past | null): readonly EventJson[] | null {
  const patient = route.view === 'walk' ? route.patient : null;
  const samples = past?.samples ?? null;
  return useMemo(
    () => (patient === null || samples === null ? null : listWalkEvents(patient, samples)),
    [patient, samples],
  );
}
