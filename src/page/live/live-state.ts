import type { PatientId } from '../../core/patient.ts';
import { CURVE_SECONDS } from '../../core/stride-curve/stride-curves.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import { type PatientUpdate, pickToldFields } from '../../reader/told-fields.ts';
import type { EventJson, Link, PatientMessage, WardMessage, WardRow } from './messages.ts';
import type { ServerClock } from './server-clock.ts';

/** What the page knows. */
export interface LiveState {
  readonly link: Link;
  /** The newest state of the patient that is shown. */
  readonly snapshot: TimedSnapshot | null;
  readonly events: readonly EventJson[] | null;
  readonly eventCount: number | null;
  readonly patients: readonly PatientId[] | null;
  readonly rows: ReadonlyMap<PatientId, WardRow>;
  /** An instant of the store's clock, and when it was on this page's. */
  readonly clock: { readonly nowSeconds: number; readonly readAtMs: number } | null;
}

/** Before anything came. */
export const NOTHING: LiveState = {
  link: { state: 'connecting' },
  snapshot: null,
  events: null,
  eventCount: null,
  patients: null,
  rows: new Map(),
  clock: null,
};

/** Takes an event of one patient. */
export function takePatient(
  state: LiveState,
  { nowSeconds, link, update }: PatientMessage,
  clock: ServerClock,
): LiveState {
  const told = { ...state, link, clock: readClock(nowSeconds, clock) ?? state.clock };
  if (update === null || nowSeconds === null || told.clock === null) return told;
  if (!isUpdate(update)) return told;
  const before = update.isComplete || state.snapshot?.patient !== update.patient ? null : state.snapshot;
  const insole = update.insole ?? before?.insole;
  if (insole === undefined) return told;
  const { delaySeconds } = update;
  const samples = [...(before?.samples ?? []), ...update.samples];
  const since = (samples.at(-1)?.atSeconds ?? 0) - CURVE_SECONDS;
  const first = Math.max(
    0,
    samples.findIndex(({ atSeconds }) => atSeconds >= since),
  );
  const snapshot: TimedSnapshot = {
    ...pickToldFields(update),
    insole,
    anomalies: null,
    samples: first === 0 ? samples : samples.slice(first),
    ...told.clock,
    ...(delaySeconds !== null && { delaySeconds }),
  };
  const { events = state.events, eventCount = state.eventCount } = update;
  return { ...told, snapshot, events, eventCount };
}

/** Takes an event of the ward. */
export function takeWard(
  state: LiveState,
  { nowSeconds, link, patients, rows }: WardMessage,
  clock: ServerClock,
): LiveState {
  const known = new Map(state.rows);
  for (const row of rows) known.set(row.patient, row);
  return { ...state, link, patients, rows: known, clock: readClock(nowSeconds, clock) ?? state.clock };
}

function isUpdate(
  update: PatientUpdate<EventJson> | Record<string, never>,
): update is PatientUpdate<EventJson> {
  return 'samples' in update;
}

function readClock(nowSeconds: number | null, clock: ServerClock): LiveState['clock'] {
  if (nowSeconds === null) return null;
  const readAtMs = clock.toPageMs(nowSeconds);
  return readAtMs === null ? null : { nowSeconds, readAtMs };
}
