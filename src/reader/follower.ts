import type { PatientId } from '../core/patient.ts';
import { getTimerDelayMs } from '../core/time/timer-delay.ts';
import { type PatientSummary, type StoreReader, StoreUnavailable } from '../store/store.ts';
import {
  countSamples,
  type FollowedHistory,
  type FollowedNewest,
  type FollowedPatient,
} from './followed-patient.ts';
import { type FollowedRead, readHistory, readNewestOfEach } from './read-followed.ts';
import type { StoreLink } from './store-link.ts';
import type { TimedSnapshot } from './timed-snapshot.ts';
import { WakeSubscription } from './wake-subscription.ts';

/** Follows patients in the store until it is closed. */
export interface Follower {
  /** Follows exactly these patients from here on, and reads summaries of exactly those. */
  follow(patients: readonly FollowedPatient[], summaries?: readonly PatientId[]): void;
  close(): void;
}

/** What a follower reads from, and whom it tells. */
export interface FollowerOptions {
  readonly store: StoreReader;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** Called after each read. `newSamples` came since the snapshot before; null when that is not known, as at first. */
  readonly onSnapshot: (snapshot: TimedSnapshot, newSamples: number | null) => void;
  /** Called when the store answers, and once for each reason why it does not. */
  readonly onLink: (link: StoreLink) => void;
  /** Called about once a second with the summaries asked for. Without it none are read. */
  readonly onSummaries?: (summaries: readonly PatientSummary[], readAtMs: number) => void;
  /** Called with the patients that the store holds, at first and when they change. Without it they are not looked up. */
  readonly onPatients?: (patients: readonly PatientId[]) => void;
  /** Called with an error that is a bug, never because the store does not answer. */
  readonly onBug: (error: unknown) => void;
}

/** How often a history is read when the store wakes nobody, and when it does, in case a wake-up was lost. */
const POLL_MS = 250;
const POLL_BESIDE_WAKES_MS = 1000;
/** How often the newest sample is read. */
const POLL_SHALLOW_MS = 500;
/** The ward draws twice a second, and a trace is there to be glanced at: its rows are read once a second. */
const POLL_TRACE_MS = 1000;
const SUMMARIES_MS = 1000;
/** How often the patients of the store are looked up, and while it holds none. */
const PATIENTS_MS = 5000;
const NO_PATIENTS_MS = 500;
/** Pause after a failed read. */
const FAILURE_PAUSE_MS = 500;

interface Follow<Followed = FollowedPatient> {
  followed: Followed;
  dueAtMs: number;
  snapshot: TimedSnapshot | null;
}

/**
 * Starts to follow patients in the store: reads each when the store wakes it, or when it is due anyway. Reads one thing at
 * a time, so that a slow store is never asked faster than it answers, and goes on trying while it does not.
 */
export function startFollower(options: FollowerOptions): Follower {
  return new StoreFollower(options);
}

class StoreFollower implements Follower {
  readonly #options: FollowerOptions;
  readonly #wakeUps: WakeSubscription;
  #follows = new Map<PatientId, Follow>();
  #summaries: readonly PatientId[] = [];
  /** The newest summary of each of them. */
  #knownSummaries: ReadonlyMap<PatientId, PatientSummary> = new Map();
  #summariesDueAtMs = Number.POSITIVE_INFINITY;
  #patients: readonly PatientId[] | null = null;
  #patientsDueAtMs: number;
  #down: { sinceMs: number; reason: string } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isReading = false;
  #isClosed = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#patientsDueAtMs = options.onPatients ? 0 : Number.POSITIVE_INFINITY;
    this.#wakeUps = new WakeSubscription(options.store, options.nowMs, (patient) => this.#wake(patient));
    options.onLink({ state: 'connecting' });
    this.#schedule(0);
  }

  follow(patients: readonly FollowedPatient[], summaries: readonly PatientId[] = []): void {
    const now = this.#options.nowMs();
    if (summaries.join() !== this.#summaries.join()) {
      this.#summaries = summaries;
      this.#summariesDueAtMs = summaries.length === 0 ? Number.POSITIVE_INFINITY : now;
    }
    this.#follows = new Map(
      patients.map((followed) => {
        const before = this.#follows.get(followed.patient);
        if (!before || !canGoOn(before.followed, followed))
          return [followed.patient, { followed, dueAtMs: now, snapshot: null }];
        before.followed = followed;
        // Rows of a ward change places all the time: those that stay are not read before their time.
        if (followed.depth === 'history') before.dueAtMs = now;
        return [followed.patient, before];
      }),
    );
    this.#schedule(0);
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#wakeUps.close();
  }

  #schedule(delayMs: number): void {
    if (this.#isClosed || this.#isReading) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), delayMs);
  }

  async #run(): Promise<void> {
    this.#isReading = true;
    let pauseMs: number | null = null;
    try {
      await this.#findPatients();
      await this.#wakeUps.subscribe(this.#listHistories());
      await this.#readSummaries();
      await this.#readHistories();
      await this.#readNewest();
    } catch (error) {
      if (error instanceof StoreUnavailable) this.#reportDown(error.message);
      else this.#options.onBug(error);
      pauseMs = FAILURE_PAUSE_MS;
    }
    this.#isReading = false;
    this.#schedule(pauseMs ?? getTimerDelayMs(this.#nextDueAtMs(), this.#options.nowMs()));
  }

  async #findPatients(): Promise<void> {
    const { onPatients, store, nowMs } = this.#options;
    if (!onPatients || this.#patientsDueAtMs > nowMs()) return;
    const patients = await store.patients();
    this.#patientsDueAtMs = nowMs() + (patients.length === 0 ? NO_PATIENTS_MS : PATIENTS_MS);
    if (this.#down || this.#patients === null) this.#reportAnswering(0);
    if (patients.join() === this.#patients?.join()) return;
    this.#patients = patients;
    onPatients(patients);
  }

  async #readSummaries(): Promise<void> {
    const { onSummaries, store, nowMs } = this.#options;
    if (!onSummaries || this.#summariesDueAtMs > nowMs()) return;
    const patients = this.#summaries;
    const startedMs = nowMs();
    const summaries = await store.readSummaries(patients, this.#knownSummaries);
    const readAtMs = nowMs();
    this.#knownSummaries = new Map(summaries.map((summary) => [summary.patient, summary]));
    this.#reportAnswering(readAtMs - startedMs);
    // At most one patient a millisecond: many thousands are read less than once a second.
    if (patients === this.#summaries)
      this.#summariesDueAtMs = readAtMs + Math.max(SUMMARIES_MS, patients.length);
    if (!this.#isClosed && summaries.length > 0) onSummaries(summaries, readAtMs);
  }

  async #readHistories(): Promise<void> {
    const { store, nowMs } = this.#options;
    for (const follow of [...this.#follows.values()].filter(isOfHistory)) {
      if (this.#isClosed) return;
      const startedMs = nowMs();
      if (follow.dueAtMs > startedMs) continue;
      follow.dueAtMs = startedMs + this.#choosePollMs(follow.followed);
      const read = await readHistory(store, follow.followed, follow.snapshot, startedMs);
      const readAtMs = nowMs();
      this.#reportAnswering(readAtMs - startedMs);
      this.#take(follow, read, readAtMs);
    }
  }

  /** Reads those together of whom the newest samples are enough: a ward has a screen full of them. */
  async #readNewest(): Promise<void> {
    const { store, nowMs } = this.#options;
    const startedMs = nowMs();
    const due = [...this.#follows.values()].filter(isOfNewest).filter(({ dueAtMs }) => dueAtMs <= startedMs);
    if (due.length === 0 || this.#isClosed) return;
    for (const follow of due) follow.dueAtMs = startedMs + this.#choosePollMs(follow.followed);
    const reads = await readNewestOfEach(store, due, startedMs);
    const readAtMs = nowMs();
    const failure = reads.find((read) => read instanceof StoreUnavailable);
    if (!failure) this.#reportAnswering(readAtMs - startedMs);
    for (const [index, follow] of due.entries()) {
      const snapshot = reads[index];
      if (snapshot && !(snapshot instanceof StoreUnavailable))
        this.#take(follow, { snapshot, newSamples: null }, readAtMs);
    }
    if (failure) throw failure;
  }

  #take(follow: Follow, { snapshot, newSamples }: FollowedRead, readAtMs: number): void {
    if (this.#follows.get(follow.followed.patient) !== follow || this.#isClosed) return;
    follow.snapshot = { ...snapshot, readAtMs };
    this.#options.onSnapshot(follow.snapshot, newSamples);
  }

  #listHistories(): readonly PatientId[] {
    return [...this.#follows.values()].flatMap(({ followed }) =>
      followed.depth === 'history' ? [followed.patient] : [],
    );
  }

  #wake(patient: PatientId): void {
    const follow = this.#follows.get(patient);
    if (!follow) return;
    follow.dueAtMs = this.#options.nowMs();
    if (!this.#down) this.#schedule(0);
  }

  #choosePollMs({ depth }: FollowedPatient): number {
    if (depth === 'trace') return POLL_TRACE_MS;
    if (depth === 'newest') return POLL_SHALLOW_MS;
    return this.#wakeUps.wakes ? POLL_BESIDE_WAKES_MS : POLL_MS;
  }

  #nextDueAtMs(): number {
    const due = [...this.#follows.values()].map(({ dueAtMs }) => dueAtMs);
    if (this.#options.onSummaries) due.push(this.#summariesDueAtMs);
    const idleAtMs = this.#options.nowMs() + PATIENTS_MS;
    return Math.min(idleAtMs, this.#patientsDueAtMs, ...due);
  }

  #reportDown(reason: string): void {
    if (this.#down?.reason === reason) return;
    this.#down = { reason, sinceMs: this.#down?.sinceMs ?? this.#options.nowMs() };
    this.#options.onLink({ state: 'down', ...this.#down });
    for (const follow of this.#follows.values()) follow.dueAtMs = this.#options.nowMs();
  }

  #reportAnswering(latencyMs: number): void {
    this.#down = null;
    this.#options.onLink({ state: 'answering', latencyMs, wakes: this.#wakeUps.wakes });
  }
}

/** Whether a snapshot read for one is a beginning for the other: of the same depth, and with as many samples. */
function canGoOn(before: FollowedPatient, after: FollowedPatient): boolean {
  return before.depth === after.depth && countSamples(before) >= countSamples(after);
}

function isOfHistory(follow: Follow): follow is Follow<FollowedHistory> {
  return follow.followed.depth === 'history';
}

function isOfNewest(follow: Follow): follow is Follow<FollowedNewest> {
  return follow.followed.depth !== 'history';
}
