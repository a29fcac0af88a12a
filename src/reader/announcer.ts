import { computeFigures, type GaitFigures } from '../core/gait/gait-figures.ts';
import { describeReason } from '../core/gait/reason-words.ts';
import type { PatientId } from '../core/patient.ts';
import { hasAnomaly, type Sample } from '../core/sample.ts';
import { formatClockTime } from '../core/time/clock-time.ts';
import { assessPatient, describeClockError, type PatientStatus } from './patient-status.ts';
import { speakFlags, speakPatients, speakSpan } from './speech.ts';
import { storeNowSeconds, type TimedSnapshot } from './timed-snapshot.ts';

/** Where an announcer takes the time from, and whom it tells. */
export interface AnnouncerOptions {
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly zoneOffsetMinutes: () => number;
  /** Takes one sentence or more, without the end of the line. */
  readonly print: (line: string) => void;
}

/** How often `tick` is meant to be called: a change is told within that time. */
export const ANNOUNCE_INTERVAL_MS = 500;
/** While nothing changes, a line tells so after this time, twice a minute. */
const SILENCE_MS = 30_000;
/** So many patients' gait is told; of more it would never end. */
const MAX_GAIT_PATIENTS = 6;

interface SpokenPatient {
  snapshot: TimedSnapshot;
  /** What was told of it last; empty before the first time. */
  spokenState: string;
  spokenGait: string;
  openEvent: { flags: string; startSeconds: number; endSeconds: number; samples: number } | null;
}

/**
 * Tells in plain sentences what changes: which patients are live, stale or down, how they walk, and each anomaly. For screen
 * readers and braille displays, so lines are only ever added, and contain words instead of signs. Patients are named by their
 * numbers.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #patients = new Map<PatientId, SpokenPatient>();
  #saidAtMs: number;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#saidAtMs = options.nowMs();
  }

  /** Says something that is no news of a patient, such as the mode or an outage of the store. */
  say(sentence: string): void {
    this.#saidAtMs = this.#options.nowMs();
    this.#options.print(sentence);
  }

  /** Takes what was read of a patient; `newSamples` came since the snapshot before. Events are told at once. */
  take(snapshot: TimedSnapshot, newSamples: number): void {
    const { patient, samples } = snapshot;
    const known = this.#patients.get(patient);
    const spoken = known ?? { snapshot, spokenState: '', spokenGait: '', openEvent: null };
    spoken.snapshot = snapshot;
    this.#patients.set(patient, spoken);
    if (!known) return;
    for (const sample of samples.slice(samples.length - newSamples)) this.#followEvent(spoken, sample);
  }

  /** Tells what changed since the tick before, or, after half a minute of silence, that nothing did. */
  tick(): void {
    const nowMs = this.#options.nowMs();
    const statuses = new Map<PatientId, PatientStatus>();
    for (const [patient, { snapshot }] of this.#patients)
      statuses.set(patient, assessPatient(snapshot, nowMs));
    for (const [patient, spoken] of this.#patients) this.#endEvent(patient, spoken, statuses.get(patient));
    this.#tellStates(statuses);
    this.#tellGait(statuses);
    if (nowMs - this.#saidAtMs >= SILENCE_MS && this.#patients.size > 0) this.#tellNoChange(statuses);
  }

  #followEvent(spoken: SpokenPatient, sample: Sample): void {
    if (!hasAnomaly(sample.sensors)) return;
    const { patient } = spoken.snapshot;
    const flags = speakFlags(sample, spoken.snapshot.insole);
    const open = spoken.openEvent;
    const limitSeconds = assessPatient(spoken.snapshot, this.#options.nowMs()).limitSeconds;
    if (open && open.flags === flags && Math.abs(sample.atSeconds - open.endSeconds) <= limitSeconds) {
      open.endSeconds = sample.atSeconds;
      open.samples += 1;
      return;
    }
    spoken.openEvent = { flags, startSeconds: sample.atSeconds, endSeconds: sample.atSeconds, samples: 1 };
    this.say(`Patient ${patient}: anomaly, ${flags}, at ${this.#clockTime(sample.atSeconds)}.`);
  }

  /** The end is told of events that lasted: that of a single sample is no news. */
  #endEvent(patient: PatientId, spoken: SpokenPatient, status: PatientStatus | undefined): void {
    const { openEvent, snapshot } = spoken;
    const newestSeconds = snapshot.samples.at(-1)?.atSeconds;
    if (!openEvent || !status || newestSeconds === undefined) return;
    if (newestSeconds - openEvent.endSeconds <= status.limitSeconds) return;
    spoken.openEvent = null;
    const lastedSeconds = openEvent.endSeconds - openEvent.startSeconds;
    if (openEvent.samples > 1)
      this.say(`Patient ${patient}: anomaly ended after ${speakSpan(lastedSeconds)}.`);
  }

  /** Patients that changed alike are told in one sentence. */
  #tellStates(statuses: ReadonlyMap<PatientId, PatientStatus>): void {
    const changed = new Map<string, PatientId[]>();
    for (const [patient, status] of statuses) {
      const spoken = this.#patients.get(patient);
      const state = spoken ? describeState(status) : '';
      if (!spoken || state === spoken.spokenState) continue;
      spoken.spokenState = state;
      const sentence = describeChange(status, spoken.snapshot);
      changed.set(sentence, [...(changed.get(sentence) ?? []), patient]);
    }
    for (const [sentence, patients] of changed)
      this.say(`${speakPatients(patients.sort(ascending))}: ${sentence}.`);
  }

  #tellGait(statuses: ReadonlyMap<PatientId, PatientStatus>): void {
    if (this.#patients.size > MAX_GAIT_PATIENTS) return;
    for (const [patient, status] of statuses) {
      const spoken = this.#patients.get(patient);
      const figures =
        spoken && status.isLive ? computeFigures(spoken.snapshot.samples, spoken.snapshot.insole) : null;
      const gait = figures ? (figures.reason ?? figures.state) : '';
      if (!spoken || !figures || gait === spoken.spokenGait) continue;
      const isFirst = spoken.spokenGait === '';
      spoken.spokenGait = gait;
      // At the start it is never known yet.
      if (isFirst && figures.state === 'unknown') continue;
      this.say(`Patient ${patient}: ${describeGait(figures)}.`);
    }
  }

  #tellNoChange(statuses: ReadonlyMap<PatientId, PatientStatus>): void {
    const byState = new Map<string, PatientId[]>();
    for (const [patient, status] of statuses) {
      const spoken = this.#patients.get(patient);
      if (!spoken) continue;
      const isGaitTold = this.#patients.size <= MAX_GAIT_PATIENTS && status.isLive;
      const gait = isGaitTold
        ? `, ${describeGait(computeFigures(spoken.snapshot.samples, spoken.snapshot.insole))}`
        : '';
      const sentence = `${describeChange(status, spoken.snapshot)}${gait}`;
      byState.set(sentence, [...(byState.get(sentence) ?? []), patient]);
    }
    const [first] = this.#patients.values();
    const nowSeconds = first ? storeNowSeconds(first.snapshot, this.#options.nowMs()) : 0;
    const sentences = [...byState].map(
      ([sentence, patients]) => `${speakPatients(patients.sort(ascending))}: ${sentence}.`,
    );
    this.say(`No change at ${this.#clockTime(nowSeconds)}. ${sentences.join(' ')}`);
  }

  #clockTime(atSeconds: number): string {
    return formatClockTime(atSeconds, this.#options.zoneOffsetMinutes());
  }
}

const ascending = (a: PatientId, b: PatientId) => a - b;

/** What makes a state another one. Neither an age nor a reason does: they change all the time. */
function describeState(status: PatientStatus): string {
  return `${status.state === 'replay' ? 'replay' : status.state}${describeClockError(status) === null ? '' : ', clock'}`;
}

function describeChange(status: PatientStatus, { health }: TimedSnapshot): string {
  const clockError = describeClockError(status);
  const clock = clockError === null ? '' : `, ${clockError}`;
  const age = status.ageSeconds === null ? '' : `, last sample ${speakSpan(status.ageSeconds)} ago`;
  switch (status.state) {
    case 'live':
      return `live${clock}`;
    case 'replay':
      return 'a recording, not live';
    case 'down':
      return `down, the API fails${health?.lastError ? `, ${health.lastError}` : ''}${age}${clock}`;
    case 'stale':
      return `stale, no new samples${age}${clock}`;
    case 'unknown':
      return 'never seen, the store has no data';
    default:
      return status.state;
  }
}

function describeGait({ state, reason, cadence, load }: GaitFigures): string {
  const steps = cadence === null ? '' : `, ${Math.round(cadence)} steps a minute`;
  const share = load === null ? '' : `, ${Math.round(load.left * 100)} percent of the load on the left foot`;
  switch (state) {
    case 'walking':
      return `walking${steps}${share}`;
    case 'standing':
      return `standing${share}`;
    case 'unknown':
      return describeReason(reason).full;
  }
}
