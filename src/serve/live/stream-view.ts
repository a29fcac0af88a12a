import { setTimeout as delay } from 'node:timers/promises';
import type { PatientId } from '../../core/patient.ts';
import type { StoreLink } from '../../reader/store-link.ts';
import { storeNowSeconds, type TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { LiveHub } from './live-hub.ts';
import { writePatientUpdate } from './patient-update.ts';
import type { StreamEvent, View } from './view.ts';
import { writeWardRow } from './ward-rows.ts';

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
  const next = view.kind === 'ward' ? followWard(hub, nowMs) : followPatient(hub, view.patient, nowMs);
  try {
    while (!signal.aborted) {
      const version = hub.versionOf(view);
      yield { event: view.kind, data: next() };
      if (view.kind === 'ward') await delay(WARD_PAUSE_MS, undefined, { signal }).catch(() => {});
      await waitForChange(hub, view, version, signal);
    }
  } finally {
    opened.close();
  }
}

/** Resolves when the view has changed since a version, and at the next heartbeat anyway. */
async function waitForChange(hub: LiveHub, view: View, version: number, signal: AbortSignal): Promise<void> {
  const heartbeat = AbortSignal.timeout(HEARTBEAT_MS);
  const ended = AbortSignal.any([signal, heartbeat]);
  while (!ended.aborted && hub.versionOf(view) === version) await hub.nextChange(ended);
}

/** One patient: each state has the samples since the one before. States of clients that are as far are written once. */
function followPatient(hub: LiveHub, patient: PatientId, nowMs: () => number): () => string {
  let sent: TimedSnapshot | null = null;
  return () => {
    const snapshot = hub.snapshotOf(patient);
    const update = snapshot === null ? 'null' : snapshot === sent ? '{}' : shareUpdate(snapshot, sent);
    sent = snapshot;
    const nowSeconds = snapshot && storeNowSeconds(snapshot, nowMs());
    return `{"nowSeconds":${formatSeconds(nowSeconds)},"link":${writeLink(hub.link)},"update":${update}}`;
  };
}

const shared = new WeakMap<TimedSnapshot, { readonly sent: TimedSnapshot | null; readonly text: string }>();

function shareUpdate(snapshot: TimedSnapshot, sent: TimedSnapshot | null): string {
  const known = shared.get(snapshot);
  if (known && known.sent === sent) return known.text;
  const text = writePatientUpdate(snapshot, sent);
  if (sent !== null) shared.set(snapshot, { sent, text });
  return text;
}

/** All patients: each state has the rows that changed since the one before. */
function followWard(hub: LiveHub, nowMs: () => number): () => string {
  const sent = new Map<PatientId, string>();
  return () => {
    const patients = hub.patients;
    const rows: string[] = [];
    let nowSeconds: number | null = null;
    for (const patient of patients ?? []) {
      const summary = hub.summaryOf(patient);
      const snapshot = hub.snapshotOf(patient);
      const source = summary ?? snapshot;
      if (source !== null) nowSeconds = Math.max(nowSeconds ?? 0, storeNowSeconds(source, nowMs()));
      const row = writeWardRow(patient, summary, snapshot);
      if (source === null || sent.get(patient) === row) continue;
      sent.set(patient, row);
      rows.push(row);
    }
    const known = new Set(patients);
    for (const patient of sent.keys()) if (!known.has(patient)) sent.delete(patient);
    return `{"nowSeconds":${formatSeconds(nowSeconds)},"link":${writeLink(hub.link)},"patients":${JSON.stringify(patients)},"rows":[${rows.join()}]}`;
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
