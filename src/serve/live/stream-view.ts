import type { PatientId } from '../../core/patient.ts';
import type { StoreLink } from '../../reader/store-link.ts';
import { storeNowSeconds, type TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { LiveHub } from './live-hub.ts';
import type { StreamEvent, View } from './view.ts';
import { waitForWake } from './wait-for-wake.ts';

/** A page that hears nothing for 2 s says so: twice as often there is something to hear. */
const HEARTBEAT_MS = 1000;
/** The ward changes with every patient, and is looked at as a whole. */
const WARD_PAUSE_MS = 500;

/**
 * The states of a view, each written when the client can take it: one that reads slowly gets fewer, and always the newest.
 * Ends when the signal is aborted.
 *
 * @param nowMs monotonic clock
 */
export async function* streamView(
  hub: LiveHub,
  view: View,
  nowMs: () => number,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const opened = hub.open(view);
  const next = view.kind === 'ward' ? followWard(hub, view, nowMs) : followPatient(hub, view.patient, nowMs);
  try {
    while (!signal.aborted) {
      const version = hub.versionOf(view);
      const { data, isRead } = next();
      yield { event: view.kind, data };
      // What was not read yet is shown as soon as it is.
      if (view.kind === 'ward' && isRead) await waitForWake(WARD_PAUSE_MS, signal);
      await hub.waitForChange(view, version, HEARTBEAT_MS, signal);
    }
  } finally {
    opened.close();
  }
}

/** What is to be sent, and whether all of the view was read yet. */
interface State {
  readonly data: string;
  readonly isRead: boolean;
}

/** One patient: each state has the samples since the one before. */
function followPatient(hub: LiveHub, patient: PatientId, nowMs: () => number): () => State {
  let sent: TimedSnapshot | null = null;
  return () => {
    const snapshot = hub.snapshotOf(patient);
    const update = snapshot !== null && snapshot === sent ? '{}' : hub.updateOf(patient, sent);
    sent = snapshot;
    const nowSeconds = snapshot && storeNowSeconds(snapshot, nowMs());
    const data = `{"nowSeconds":${formatSeconds(nowSeconds)},"link":${writeLink(hub.link)},"update":${update}}`;
    return { data, isRead: snapshot !== null };
  };
}

/** All patients: each state has the rows that changed since the one before. */
function followWard(hub: LiveHub, view: Extract<View, { kind: 'ward' }>, nowMs: () => number): () => State {
  let sent = 0;
  return () => {
    const { patients } = hub;
    let nowSeconds: number | null = null;
    for (const patient of patients ?? []) {
      const source = hub.summaryOf(patient) ?? hub.snapshotOf(patient);
      if (source !== null) nowSeconds = Math.max(nowSeconds ?? 0, storeNowSeconds(source, nowMs()));
    }
    const { version, text } = hub.rowsSince(sent);
    sent = version;
    const data = `{"nowSeconds":${formatSeconds(nowSeconds)},"link":${writeLink(hub.link)},"patients":${JSON.stringify(patients)},"rows":[${text}]}`;
    const isTraced = hub.tracedBy(view).every((patient) => hub.snapshotOf(patient) !== null);
    return { data, isRead: nowSeconds !== null && isTraced };
  };
}

function writeLink(link: StoreLink): string {
  return JSON.stringify(
    link.state === 'down' ? { state: link.state, reason: link.reason } : { state: link.state },
  );
}

function formatSeconds(seconds: number | null): string {
  return seconds === null ? 'null' : seconds.toFixed(3);
}
