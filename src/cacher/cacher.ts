import { RECORD_INTERVAL_MS } from '../core/freshness.ts';
import type { PatientId } from '../core/patient.ts';
import { RULE_NAMES } from '../core/rules/rule.ts';
import type { Lease } from '../store/store.ts';
import { CacherLog } from './cacher-log.ts';
import type { CacherOptions } from './cacher-options.ts';
import type { CacherStatus } from './cacher-status.ts';
import { type Cleanup, startCleanup } from './cleanup.ts';
import { ClockOffset } from './clock-offset.ts';
import { countBytes } from './count-bytes.ts';
import { FrameIntake } from './frames/frame-intake.ts';
import { createLease } from './lease/create-lease.ts';
import { Departures } from './lease/departures.ts';
import { Standby } from './lease/standby.ts';
import { NO_OBSERVER } from './observer.ts';
import { Pace } from './pace.ts';
import { PatientPolling } from './patient-polling.ts';
import { type PollTimers, startPollTimers } from './poll-timers.ts';
import { Poller } from './poller.ts';
import { type CacherSummary, RunTotals } from './run-totals.ts';
import { WriteQueue } from './write/write-queue.ts';

/** A running cacher. */
export interface Cacher {
  readonly status: CacherStatus;
  /** Takes a turn of a patient at once, as something of it has come. */
  wake(patient: PatientId): void;
  /** Whether another cacher stores the patient. */
  isLeft(patient: PatientId): boolean;
  /** Polls exactly these patients from now on, without disturbing those that were polled before. */
  follow(patients: readonly PatientId[]): void;
  /** Stops polling, waits two seconds at most for running polls and five for writes, and closes the client. */
  stop(): void;
  /** Resolves when the cacher has stopped, by `stop` or because every patient had its cycles. */
  readonly finished: Promise<CacherSummary>;
  /** Why the last failed poll failed; null while none has. */
  readonly lastFailure: string | null;
}

const LAST_POLLS_MS = 2000;
const LAST_WRITES_MS = 5000;

/** How often heartbeats are sent to patients that need one: several times in the interval of the health record. */
const HEARTBEAT_INTERVAL_MS = RECORD_INTERVAL_MS / 4;

/** Frames of a patient are taken to come a hundred times a second at most, when it is said how many may wait for the store. */
const MIN_FRAME_MS = 10;

/** Starts a cacher: it polls every patient at a fixed rate, and stores the samples. */
export function startCacher(options: CacherOptions): Cacher {
  return new PollingCacher(options);
}

class PollingCacher implements Cacher {
  readonly finished: Promise<CacherSummary>;
  readonly #options: CacherOptions;
  /** Every patient that was ever followed: one that leaves and comes back may still have its old poll under way. */
  readonly #known = new Map<PatientId, PatientPolling>();
  #followed: ReadonlyMap<PatientId, PatientPolling>;
  readonly #totals: RunTotals;
  readonly #log: CacherLog;
  /** Both null when no leases are taken. */
  readonly #standby: Standby | null;
  readonly #departures: Departures | null;
  readonly #queue: WriteQueue;
  /** Null where answers bring no frames of their own. */
  readonly #intake: FrameIntake | null;
  readonly #poller: Poller;
  readonly #timers: PollTimers;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #clockOffset: ClockOffset;
  readonly #pace: Pace;
  readonly #cleanup: Cleanup;
  /** How many patients have cycles to go. */
  #unfinished: number;
  #isStopping = false;
  #storeDownReason: string | null = null;
  #repeatedFrames = 0;
  #finish: (summary: CacherSummary) => void = () => {};

  constructor(options: CacherOptions) {
    this.#options = options;
    this.#followed = this.#selectPatients(options.patients);
    this.#unfinished = this.#followed.size;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#totals = new RunTotals(options.observer ?? NO_OBSERVER);
    this.#log = new CacherLog(options.log, () => this.#queue.size);
    const lease = createLease(options);
    this.#standby = lease && this.#createStandby(lease);
    this.#departures = lease && this.#createDepartures(lease);
    this.#queue = this.#createQueue(lease);
    const windowMs = options.retentionMs + options.cleanupIntervalMs;
    this.#clockOffset = new ClockOffset({ ...options, windowMs });
    this.#intake = options.frames ? this.#createIntake() : null;
    this.#poller = new Poller({
      ...options,
      intake: this.#intake,
      queue: this.#queue,
      standby: this.#standby,
      clockOffset: this.#clockOffset,
      log: this.#log,
      observer: this.#totals,
      onTurnEnd: (polling) => this.#endTurn(polling),
    });
    this.#heartbeat = setInterval(() => this.#sendHeartbeats(), HEARTBEAT_INTERVAL_MS);
    this.#cleanup = startCleanup({
      ...options,
      clockOffset: this.#clockOffset,
      patients: () => [...this.#followed.keys()],
      onTrimmed: (samples) => this.#totals.onTrimmed(samples),
    });
    this.#pace = this.#createPace();
    this.#timers = startPollTimers({
      ...options,
      onTurn: (patient, lateMs) => this.#takeTurn(patient, lateMs),
    });
    this.#stopWhenDone();
  }

  get status(): CacherStatus {
    const patients = { up: 0, failing: 0, down: 0, standby: 0 };
    for (const { state, patient } of this.#followed.values()) {
      patients[this.#standby?.has(patient) ? 'standby' : state]++;
    }
    return {
      waitingSamples: this.#queue.size + (this.#intake?.size ?? 0),
      blockedSamples: this.#queue.blockedSize,
      aheadMs: this.#intake?.aheadMs ?? 0,
      repeatedFrames: this.#repeatedFrames,
      blockedPatients: this.#queue.blockedPatients,
      storeDownReason: this.#storeDownReason,
      isBehind: this.#pace.isBehind,
      patients,
      otherApiPatients: this.#standby?.ofOtherApi ?? 0,
    };
  }

  get lastFailure(): string | null {
    return this.#poller.lastFailure;
  }

  wake(patient: PatientId): void {
    this.#takeTurn(patient, 0);
  }

  isLeft(patient: PatientId): boolean {
    return this.#standby?.has(patient) ?? false;
  }

  follow(patients: readonly PatientId[]): void {
    if (this.#isStopping) return;
    const before = this.#followed;
    this.#followed = this.#selectPatients(patients);
    for (const patient of before.keys()) {
      if (!this.#followed.has(patient) && !this.#standby?.has(patient)) this.#departures?.add(patient);
    }
    for (const patient of patients) this.#departures?.cancel(patient);
    void this.#standby?.claim(
      patients.filter((patient) => !before.has(patient)),
      this.#options.intervalMs,
    );
    this.#unfinished = [...this.#followed.values()].filter((polling) => !this.#isDone(polling)).length;
    this.#timers.follow(patients);
    this.#standby?.follow(patients);
    this.#departures?.releaseIdle();
    this.#stopWhenDone();
  }

  stop(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#timers.stop();
    this.#standby?.stop();
    void this.#end().catch(this.#options.onBug);
  }

  async #end(): Promise<void> {
    const cancelPolls = setTimeout(() => this.#options.client.close(), LAST_POLLS_MS);
    await this.#poller.waitUntilIdle();
    clearTimeout(cancelPolls);
    this.#options.client.close();
    for (const polling of this.#followed.values()) this.#poller.queueHealth(polling, { force: true });
    const untilMs = this.#options.nowMs() + LAST_WRITES_MS;
    await this.#intake?.close(LAST_WRITES_MS);
    await this.#queue.close(Math.max(0, untilMs - this.#options.nowMs()));
    this.#log.flush();
    const polledHere = [...this.#followed.keys()].filter((patient) => !this.#standby?.has(patient));
    await this.#departures?.releaseAll(polledHere);
    clearInterval(this.#heartbeat);
    this.#clockOffset.stop();
    await this.#cleanup.stop();
    this.#finish(this.#totals.summary);
  }

  #takeTurn(patient: PatientId, lateMs: number): void {
    this.#pace.noteTurn(lateMs);
    const polling = this.#followed.get(patient);
    if (!polling || this.#isStopping || this.#isDone(polling)) return;
    this.#poller.takeTurn(polling, lateMs);
  }

  #endTurn(polling: PatientPolling): void {
    if (this.#followed.get(polling.patient) !== polling || !this.#isDone(polling)) return;
    this.#unfinished--;
    this.#stopWhenDone();
  }

  #isDone(polling: PatientPolling): boolean {
    const { cycles } = this.#options;
    return cycles !== null && polling.polls + polling.skippedTurns >= cycles;
  }

  /** A cacher without a limit of cycles goes on also without patients: it may get some. */
  #stopWhenDone(): void {
    if (this.#options.cycles !== null && this.#unfinished === 0) this.stop();
  }

  #sendHeartbeats(): void {
    for (const polling of this.#followed.values()) this.#poller.sendHeartbeat(polling);
    this.#departures?.releaseIdle();
  }

  #selectPatients(patients: readonly PatientId[]): ReadonlyMap<PatientId, PatientPolling> {
    const { rules = RULE_NAMES, insoleOf } = this.#options;
    for (const patient of patients) {
      if (!this.#known.has(patient))
        this.#known.set(patient, new PatientPolling(patient, rules, insoleOf?.(patient)));
    }
    const wanted = new Set(patients);
    return new Map([...this.#known].filter(([patient]) => wanted.has(patient)));
  }

  #createPace(): Pace {
    const { intervalMs, nowMs, paceAdvice } = this.#options;
    const onBehind = () => this.#log.logBehind(intervalMs, paceAdvice ?? '');
    return new Pace({ intervalMs, nowMs, onBehind });
  }

  #createStandby(lease: Lease): Standby {
    const onTakeover = (patient: PatientId) => this.#takeTurn(patient, 0);
    const standby = new Standby({ ...this.#options, lease, onTakeover });
    void standby.claim([...this.#followed.keys()], this.#options.intervalMs);
    return standby;
  }

  #createDepartures({ holder }: Lease): Departures {
    return new Departures({
      ...this.#options,
      holder,
      isStoreDown: () => this.#storeDownReason !== null,
      isBusy: (patient) => this.#known.get(patient)?.isPolling || this.#queue.isPending(patient),
    });
  }

  #createIntake(): FrameIntake {
    return new FrameIntake({
      ...this.#options,
      queue: this.#queue,
      onRepeated: (frames) => {
        this.#repeatedFrames += frames;
      },
      onDropped: (frames) => this.#totals.onDropped(frames),
    });
  }

  #createQueue(lease: Lease | null): WriteQueue {
    const { store, frames, retentionMs, intervalMs, nowMs, onBug } = this.#options;
    return new WriteQueue({
      store,
      ...(lease && { lease }),
      nowMs,
      onBug,
      sameWithinMs: 2 * intervalMs,
      maxEntriesPerPatient: Math.max(1, Math.ceil(retentionMs / (frames ? MIN_FRAME_MS : intervalMs))),
      onNotHolder: (patient) => {
        this.#intake?.forget(patient);
        this.#standby?.yieldTo(patient);
      },
      onStored: (patient, entries) => {
        const anomalies = entries.filter((entry) => entry.anomalous);
        this.#totals.onStored(entries.length, anomalies.length, countBytes(anomalies));
        this.#totals.onStoredOf(patient, entries);
      },
      onAnswered: (latencyMs) => this.#totals.onWriteAnswered(latencyMs / 1000),
      onDropped: (_, entries, reason) => {
        this.#totals.onDropped(entries);
        this.#log.logDropped(reason);
      },
      onStoreChange: (state, reason) => {
        this.#storeDownReason = state === 'down' ? reason : null;
        this.#log.logStoreState(state, reason);
      },
      onRefusal: (patient, reason) => this.#log.logRefusal(patient, reason),
    });
  }
}
