import { pollIntervalMs } from '../core/freshness.ts';
import type { PatientId } from '../core/patient.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';
import {
  type PatientSummary,
  type StoreReader,
  StoreUnavailable,
  type Subscription,
} from '../store/store.ts';
import { type CaughtUp, catchUp, readSnapshot } from './read-snapshot.ts';
import type { StoreLink } from './store-link.ts';
import type { TimedSnapshot } from './timed-snapshot.ts';

/** A patient to follow. One sample is a peek: no history, no anomalies, no wake-ups. */
export interface Followed {
  readonly patient: PatientId;
  readonly newest: number;
  /** For a row of the ward: a few times a second, no anomalies, no wake-ups. */
  readonly isTrace?: boolean;
  /** How many more it may take, by what was read: samples may be closer to each other than was assumed. */
  readonly enough?: (snapshot: PatientSnapshot) => number;
  /** No sample may be missed, however many came meanwhile: for who tells of each. */
  readonly everySample?: boolean;
}

export interface Follower {
  /** From now on follows exactly these. */
  follow(patients: readonly Followed[], summaries?: readonly PatientId[]): void;
  close(): void;
}

export interface FollowerOptions {
  readonly store: StoreReader;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** `fresh` is how many of the samples came since the last snapshot; null when that is not known, as with the first. */
  readonly onSnapshot: (snapshot: TimedSnapshot, fresh: number | null) => void;
  readonly onLink: (link: StoreLink) => void;
  /** Told how the patients are that it was to summary at, again and again. */
  readonly onSummaries?: (summaries: readonly PatientSummary[], readAtMs: number) => void;
  /** Told which patients the store holds, at the start and when that changes. */
  readonly onPatients?: (patients: readonly PatientId[]) => void;
  /** A bug, never a store that is away. */
  readonly onBug: (error: unknown) => void;
}

/** How often a patient is read when nothing wakes: without wake-ups, and beside them in case one was lost. */
const POLL_MS = 250;
const POLL_BESIDE_WAKES_MS = 1000;
const NEWEST_MS = 500;
const PATIENTS_MS = 5000;
const SUMMARIES_MS = 1000;
/** Until wake-ups are asked for again after they failed; the patients are polled meanwhile. */
const RESUBSCRIBE_MS = 5000;
/** Pause after a failed read. */
const AWAY_PAUSE_MS = 500;
/** Samples read beyond those that the elapsed time explains. */
const OVERLAP_SAMPLES = 4;
/** How many times more is read when that was too little. */
const WIDEN = 4;

interface Follow extends Followed {
  dueAtMs: number;
  snapshot: TimedSnapshot | null;
}

/**
 * Follows patients in the store: reads a patient when it was woken for it, or when it is due anyway; one read at a
 * time, so that a slow store is never asked faster than it answers. While the store is away it goes on trying.
 */
export function startFollower(options: FollowerOptions): Follower {
  return new StoreFollower(options);
}

class StoreFollower implements Follower {
  readonly #options: FollowerOptions;
  #follows = new Map<PatientId, Follow>();
  #subscription: Subscription | null = null;
  #subscribedTo = '';
  #subscribeDueAtMs = 0;
  #summaries: readonly PatientId[] = [];
  #summariesDueAtMs = Number.POSITIVE_INFINITY;
  #patientsDueAtMs = 0;
  #patientsFound = '';
  #down: { sinceMs: number; reason: string } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #closed = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
    options.onLink({ state: 'connecting' });
    this.#schedule(0);
  }

  follow(patients: readonly Followed[], summaries: readonly PatientId[] = []): void {
    const now = this.#options.nowMs();
    if (summaries.join() !== this.#summaries.join()) {
      this.#summaries = summaries;
      this.#summariesDueAtMs = summaries.length === 0 ? Number.POSITIVE_INFINITY : now;
    }
    this.#follows = new Map(
      patients.map((followed) => {
        const { patient, newest } = followed;
        const before = this.#follows.get(patient);
        // A longer history has to be read afresh; a shorter one is cut when the next sample comes.
        const keeps = before !== undefined && before.newest >= newest && isSameDepth(before, followed);
        return [patient, { ...followed, dueAtMs: now, snapshot: keeps ? before.snapshot : null }];
      }),
    );
    this.#schedule(0);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#subscription?.close();
  }

  #schedule(delayMs: number): void {
    if (this.#closed || this.#busy) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), delayMs);
  }

  async #run(): Promise<void> {
    this.#busy = true;
    let pauseMs: number | null = null;
    try {
      await this.#readWhatIsDue();
    } catch (error) {
      if (error instanceof StoreUnavailable) this.#goDown(error.message);
      else this.#options.onBug(error);
      pauseMs = AWAY_PAUSE_MS;
    }
    this.#busy = false;
    this.#schedule(pauseMs ?? Math.max(0, this.#nextDueAtMs() - this.#options.nowMs()));
  }

  async #readWhatIsDue(): Promise<void> {
    await this.#findPatients();
    await this.#subscribe();
    await this.#summary();
    for (const follow of [...this.#follows.values()]) {
      if (this.#closed) return;
      if (follow.dueAtMs > this.#options.nowMs()) continue;
      follow.dueAtMs = this.#options.nowMs() + this.#pollMs(follow);
      const startedMs = this.#options.nowMs();
      const { snapshot, fresh } = await this.#read(follow);
      const readAtMs = this.#options.nowMs();
      this.#comeBack(readAtMs - startedMs);
      if (this.#follows.get(follow.patient) !== follow || this.#closed) continue;
      follow.snapshot = { ...snapshot, readAtMs };
      this.#options.onSnapshot(follow.snapshot, fresh);
    }
  }

  async #read(follow: Follow): Promise<{ snapshot: PatientSnapshot; fresh: number | null }> {
    const { store } = this.#options;
    const { patient, newest } = follow;
    if (newest <= 1) return { snapshot: await store.read(patient, newest), fresh: null };
    if (follow.isTrace) return { snapshot: await this.#trace(follow), fresh: null };
    const caughtUp = follow.snapshot && (await this.#catchUp(follow, follow.snapshot));
    if (caughtUp) return caughtUp;
    const snapshot = await readSnapshot(store, patient, newest);
    const wanted = wantedOf(follow, snapshot);
    const isEnough = wanted <= newest || snapshot.retained <= newest;
    return { snapshot: isEnough ? snapshot : await readSnapshot(store, patient, wanted), fresh: null };
  }

  /** What came since, as long as that tells; no anomalies beside it. */
  async #trace({ patient, newest, snapshot }: Follow): Promise<PatientSnapshot> {
    const { store, nowMs } = this.#options;
    if (snapshot !== null && snapshot.samples.length > 0) {
      const elapsedMs = nowMs() - snapshot.readAtMs;
      const count = Math.ceil(elapsedMs / pollIntervalMs(snapshot.health)) + OVERLAP_SAMPLES;
      if (count < newest) {
        const caughtUp = await catchUp(store, snapshot, await store.read(patient, count), newest);
        if (caughtUp) return caughtUp.snapshot;
      }
    }
    return store.read(patient, newest);
  }

  async #summary(): Promise<void> {
    const { onSummaries, store, nowMs } = this.#options;
    if (!onSummaries || this.#summariesDueAtMs > nowMs()) return;
    const asked = this.#summaries;
    const startedMs = nowMs();
    const summaries = await store.readSummaries(asked);
    const readAtMs = nowMs();
    this.#comeBack(readAtMs - startedMs);
    // A millisecond a patient at most: of many thousands not each second.
    if (asked === this.#summaries) this.#summariesDueAtMs = readAtMs + Math.max(SUMMARIES_MS, asked.length);
    if (!this.#closed && summaries.length > 0) onSummaries(summaries, readAtMs);
  }

  /** Reads what came since, and more where that was too little; null when all has to be read afresh. */
  async #catchUp(follow: Follow, known: TimedSnapshot): Promise<CaughtUp | null> {
    if (known.samples.length === 0) return null;
    const { store, nowMs } = this.#options;
    const wanted = wantedOf(follow, known);
    const elapsedMs = nowMs() - known.readAtMs;
    let count = Math.ceil(elapsedMs / pollIntervalMs(known.health)) + OVERLAP_SAMPLES;
    while (follow.everySample || count < wanted) {
      const reading = await store.read(follow.patient, count);
      const caughtUp = await catchUp(store, known, reading, wanted);
      if (caughtUp) return caughtUp;
      if (count >= reading.retained) return null;
      count *= WIDEN;
    }
    return null;
  }

  async #findPatients(): Promise<void> {
    const { onPatients, store, nowMs } = this.#options;
    if (!onPatients || this.#patientsDueAtMs > nowMs()) return;
    const patients = await store.patients();
    this.#patientsDueAtMs = nowMs() + (patients.length === 0 ? NEWEST_MS : PATIENTS_MS);
    if (this.#down || this.#patientsFound === '') this.#comeBack(0);
    const found = `found ${patients.join()}`;
    if (found === this.#patientsFound) return;
    this.#patientsFound = found;
    onPatients(patients);
  }

  async #subscribe(): Promise<void> {
    const patients = [...this.#follows.values()].flatMap(({ patient, newest, isTrace }) =>
      newest > 1 && !isTrace ? [patient] : [],
    );
    if (patients.join() === this.#subscribedTo && this.#options.nowMs() < this.#subscribeDueAtMs) return;
    this.#subscription?.close();
    this.#subscription = null;
    this.#subscribedTo = patients.join();
    this.#subscribeDueAtMs = Number.POSITIVE_INFINITY;
    if (patients.length === 0) return;
    const subscription = await this.#askForWakes(patients);
    if (this.#closed) return subscription?.close();
    this.#subscription = subscription;
  }

  /** Null when the store cannot be asked now: reading goes on without. */
  async #askForWakes(patients: readonly PatientId[]): Promise<Subscription | null> {
    try {
      return await this.#options.store.wakeOn(patients, (patient) => this.#wake(patient));
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.#subscribeDueAtMs = this.#options.nowMs() + RESUBSCRIBE_MS;
      return null;
    }
  }

  #wake(patient: PatientId): void {
    const follow = this.#follows.get(patient);
    if (!follow) return;
    follow.dueAtMs = this.#options.nowMs();
    if (!this.#down) this.#schedule(0);
  }

  #pollMs(follow: Follow): number {
    if (follow.newest <= 1 || follow.isTrace) return NEWEST_MS;
    return this.#subscription?.wakes ? POLL_BESIDE_WAKES_MS : POLL_MS;
  }

  #nextDueAtMs(): number {
    const due = [...this.#follows.values()].map((follow) => follow.dueAtMs);
    if (this.#options.onPatients) due.push(this.#patientsDueAtMs);
    if (this.#options.onSummaries) due.push(this.#summariesDueAtMs);
    return due.length === 0 ? this.#options.nowMs() + PATIENTS_MS : Math.min(...due);
  }

  #goDown(reason: string): void {
    if (this.#down?.reason === reason) return;
    this.#down = { reason, sinceMs: this.#down?.sinceMs ?? this.#options.nowMs() };
    this.#options.onLink({ state: 'down', ...this.#down });
    for (const follow of this.#follows.values()) follow.dueAtMs = this.#options.nowMs();
  }

  #comeBack(latencyMs: number): void {
    this.#down = null;
    this.#options.onLink({ state: 'answering', latencyMs, wakes: this.#subscription?.wakes ?? false });
  }
}

/** What was read of one serves the other. */
function isSameDepth(one: Followed, other: Followed): boolean {
  return one.newest > 1 === other.newest > 1 && (one.isTrace ?? false) === (other.isTrace ?? false);
}

function wantedOf({ newest, enough }: Followed, snapshot: PatientSnapshot): number {
  return Math.max(newest, enough?.(snapshot) ?? 0);
}
