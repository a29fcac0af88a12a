import { decodeBody } from '../core/decode.ts';
import { RECORD_INTERVAL_MS } from '../core/freshness.ts';
import type { PatientId, PollState } from '../core/patient.ts';
import { flagSensors } from '../core/rules/detector.ts';
import { RULE_NAMES, type RuleName } from '../core/rules/rule.ts';
import type { Shard } from '../core/shard.ts';
import { type Lease, type NewEntry, StoreUnavailable, type StoreWriter } from '../store/store.ts';
import type { ApiClient } from './api/api-client.ts';
import { BurstLog } from './burst-log.ts';
import { startHousekeeping } from './housekeeping.ts';
import { Standby } from './lease/standby.ts';
import type { Log } from './log.ts';
import { type CacherObserver, NO_OBSERVER } from './observer.ts';
import { PatientPolling } from './patient-polling.ts';
import { backoffMs } from './poll-schedule.ts';
import { type PollTimers, startPollTimers } from './poll-timers.ts';
import { simulateAnomaly } from './simulate-anomaly.ts';
import type { QueueAddition } from './write/backlog.ts';
import { WriteQueue } from './write/write-queue.ts';

export interface CacherOptions {
  readonly client: ApiClient;
  readonly store: StoreWriter;
  /** The name of this cacher among others, of no other process; without one it polls whoever else does. */
  readonly holder?: string;
  readonly patients: readonly PatientId[];
  /** Ids that every answer has to carry. */
  readonly sensorIds: readonly number[];
  readonly intervalMs: number;
  /** The longest that a patient whose polls keep failing is left alone. */
  readonly maxBackoffMs: number;
  readonly retentionMs: number;
  readonly cleanupIntervalMs: number;
  /** Which share `patients` are just now of several cachers' that share a store; null, as when it is left out, for all. */
  readonly shard?: () => Shard | null;
  /** Share of polls in which one random sensor is flagged, 0 to 1. */
  readonly simulateAnomalies: number;
  /** The rules for anomalies that judge every sample; all when nothing is said. */
  readonly rules?: readonly RuleName[];
  /** Polls a patient, or null for no end. */
  readonly cycles: number | null;
  readonly random: () => number;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** Wall clock, Unix milliseconds. */
  readonly wallMs: () => number;
  readonly log: Log;
  /** Counts what happens; nobody when it is left out. */
  readonly observer?: CacherObserver;
  /** A bug; the cacher goes on. */
  readonly onBug: (error: unknown) => void;
}

/** What happened in all; every stored sample that is anomalous also counts as stored. */
export interface CacherSummary {
  readonly polls: number;
  readonly stored: number;
  readonly failed: number;
  readonly anomalies: number;
  readonly dropped: number;
  readonly trimmed: number;
}

/** How it is at this instant. */
export interface CacherStatus {
  /** Samples that are not known to be stored. */
  readonly waitingSamples: number;
  /** Patients whose writes the store refuses, or whose server of a cluster is away. */
  readonly blockedPatients: number;
  /** Why the whole store is away; null while it answers. */
  readonly storeDownBecause: string | null;
  readonly patients: Readonly<Record<PollState | 'standby', number>>;
}

export interface Cacher {
  readonly status: CacherStatus;
  /** From now on polls exactly these; those that were polled before go on undisturbed. */
  follow(patients: readonly PatientId[]): void;
  /** Ends polling and waits for what is under way: polls for two seconds, then writes for five. Closes the client. */
  stop(): void;
  /** Resolves when stopped, or when every patient had its cycles. */
  readonly finished: Promise<CacherSummary>;
  /** Why the last failed poll failed, for the message of a run that stored nothing; null when none did. */
  readonly lastFailure: string | null;
}

/** Longest wait at the end for the polls that are under way, and for a store that is away. */
const LAST_POLLS_MS = 2000;
const LAST_WRITES_MS = 5000;

/** Beyond the three intervals in which a patient of whom nothing is written is given up. */
const LEASE_MARGIN_MS = 1500;

/** Of every patient something is written more often than that, also while its polls fail or last (#showLife). */
function leaseOf({ holder, intervalMs }: CacherOptions): Lease | undefined {
  return holder === undefined ? undefined : { holder, ttlMs: Math.round(3 * intervalMs + LEASE_MARGIN_MS) };
}

/** Polls every patient at a fixed rate, and stores what comes. */
export function startCacher(options: CacherOptions): Cacher {
  return new PollingCacher(options);
}

class PollingCacher implements Cacher {
  readonly finished: Promise<CacherSummary>;
  lastFailure: string | null = null;
  readonly #options: CacherOptions;
  readonly #known = new Map<PatientId, PatientPolling>();
  #records: ReadonlyMap<PatientId, PatientPolling>;
  readonly #lease: Lease | undefined;
  readonly #standby: Standby | null;
  readonly #queue: WriteQueue;
  readonly #timers: PollTimers;
  readonly #housekeeping: ReturnType<typeof startHousekeeping>;
  /** No longer followed, their leases still held. */
  readonly #leaving = new Set<PatientId>();
  #pollsUnderWay = 0;
  #lastPollEnded: () => void = () => {};
  readonly #counts = { polls: 0, stored: 0, failed: 0, anomalies: 0, dropped: 0 };
  /** Patients that have cycles to go. */
  #unfinished: number;
  #stopping = false;
  #storeDownBecause: string | null = null;
  /** Whether samples were dropped since the store answered last. */
  #isDropping = false;
  readonly #observer: CacherObserver;
  readonly #downNews: BurstLog;
  readonly #upNews: BurstLog;
  #finish: (summary: CacherSummary) => void = () => {};

  constructor(options: CacherOptions) {
    this.#options = options;
    this.#observer = options.observer ?? NO_OBSERVER;
    const { log } = options;
    this.#downNews = new BurstLog((fields) =>
      log.warn(fields, 'patient' in fields ? 'patient is down' : 'more patients are down'),
    );
    this.#upNews = new BurstLog((fields) =>
      log.info(fields, 'patient' in fields ? 'patient is up again' : 'more patients are up again'),
    );
    this.#records = this.#recordsOf(options.patients);
    this.#unfinished = this.#records.size;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#lease = leaseOf(options);
    this.#standby = this.#createStandby();
    this.#queue = this.#createQueue();
    this.#housekeeping = startHousekeeping({
      ...options,
      patients: () => [...this.#records.keys()],
      onTrimmed: (samples) => this.#observer.onTrimmed(samples),
      onHeartbeat: () => {
        for (const record of this.#records.values()) this.#sendHeartbeat(record);
        this.#releaseLeaving();
      },
    });
    this.#timers = startPollTimers({
      ...options,
      onTurn: (patient, lateMs) => this.#takeTurn(patient, lateMs),
    });
    this.#stopWhenDone();
  }

  get status(): CacherStatus {
    const patients = { up: 0, failing: 0, down: 0, standby: 0 };
    for (const { state, patient } of this.#records.values()) {
      patients[this.#standby?.has(patient) ? 'standby' : state]++;
    }
    return {
      waitingSamples: this.#queue.size,
      blockedPatients: this.#queue.blockedPatients,
      storeDownBecause: this.#storeDownBecause,
      patients,
    };
  }

  follow(patients: readonly PatientId[]): void {
    if (this.#stopping) return;
    const before = this.#records;
    this.#records = this.#recordsOf(patients);
    for (const patient of before.keys()) {
      if (!this.#records.has(patient) && !this.#standby?.has(patient)) this.#leaving.add(patient);
    }
    for (const patient of patients) this.#leaving.delete(patient);
    void this.#standby?.claim(
      patients.filter((patient) => !before.has(patient)),
      this.#options.intervalMs,
    );
    this.#unfinished = [...this.#records.values()].filter((record) => !this.#isDone(record)).length;
    this.#timers.follow(patients);
    this.#standby?.follow(patients);
    this.#releaseLeaving();
    this.#stopWhenDone();
  }

  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#timers.stop();
    this.#standby?.stop();
    void this.#end().catch(this.#options.onBug);
  }

  async #end(): Promise<void> {
    // A poll that may take longer than that is given up: whoever ends a service waits for seconds, not for hours.
    const giveUp = setTimeout(() => this.#options.client.close(), LAST_POLLS_MS);
    await new Promise<void>((resolve) => {
      this.#lastPollEnded = resolve;
      if (this.#pollsUnderWay === 0) resolve();
    });
    clearTimeout(giveUp);
    this.#options.client.close();
    for (const record of this.#records.values()) this.#queueRecords(record, { always: true });
    await this.#queue.close(LAST_WRITES_MS);
    this.#downNews.flush();
    this.#upNews.flush();
    await this.#release();
    const trimmed = await this.#housekeeping.stop();
    this.#finish({ ...this.#counts, trimmed });
  }

  /** Another cacher need not wait for the leases to expire. */
  async #release(): Promise<void> {
    const followed = [...this.#records.keys()].filter((patient) => !this.#standby?.has(patient));
    await this.#releaseOf([...followed, ...this.#leaving]);
  }

  /** Of patients that left, whoever polls them now waits for nothing but what is still under way here. */
  #releaseLeaving(): void {
    const done = [...this.#leaving].filter(
      (patient) => !this.#known.get(patient)?.isPolling && !this.#queue.isPending(patient),
    );
    for (const patient of done) this.#leaving.delete(patient);
    void this.#releaseOf(done);
  }

  async #releaseOf(patients: readonly PatientId[]): Promise<void> {
    const { store } = this.#options;
    if (!this.#lease || this.#storeDownBecause !== null || patients.length === 0) return;
    await store.release(patients, this.#lease.holder).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) this.#options.onBug(error);
    });
  }

  #takeTurn(patient: PatientId, lateMs: number): void {
    const record = this.#records.get(patient);
    // A poll that outlasts the interval takes the next turn's place: never two of one patient at once.
    if (!record || record.isPolling || this.#stopping || this.#isDone(record)) return;
    if (this.#standby && !this.#standby.isResolved(patient)) return;
    if (this.#standby?.has(patient)) {
      this.#skipTurn(record);
      return;
    }
    if (this.#options.nowMs() < record.restUntilMs) return;
    this.#observer.onTurnStart(lateMs / 1000);
    record.isPolling = true;
    void this.#pollOnce(record);
  }

  async #pollOnce(record: PatientPolling): Promise<void> {
    this.#pollsUnderWay++;
    try {
      await this.#poll(record);
    } catch (error) {
      this.#options.onBug(error);
    }
    record.isPolling = false;
    this.#pollsUnderWay--;
    if (this.#pollsUnderWay === 0) this.#lastPollEnded();
    if (this.#records.get(record.patient) !== record || !this.#isDone(record)) return;
    this.#unfinished--;
    this.#stopWhenDone();
  }

  /** A bounded cacher does not wait for ever for another one to go. */
  #skipTurn(record: PatientPolling): void {
    record.skippedTurns++;
    if (!this.#isDone(record)) return;
    this.#unfinished--;
    this.#stopWhenDone();
  }

  async #poll(record: PatientPolling): Promise<void> {
    const startedMs = this.#options.nowMs();
    const fetched = await this.#options.client.fetch(record.patient);
    const elapsedMs = this.#options.nowMs() - startedMs;
    const latencyMs = Math.round(elapsedMs);
    const wallMs = this.#options.wallMs();
    const decoded = fetched.kind === 'failed' ? fetched : decodeBody(fetched.body, this.#options.sensorIds);
    this.#observer.onPollEnd('reason' in decoded ? decoded.reason : 'ok', elapsedMs / 1000);
    if ('reason' in decoded) {
      const patienceMs = fetched.kind === 'failed' ? (fetched.retryAfterMs ?? 0) : 0;
      return this.#noteFailure(record, decoded.message, latencyMs, wallMs, patienceMs);
    }

    record.profile = decoded.profile;
    this.#noteOutcome(record, null, latencyMs, wallMs);
    const { simulateAnomalies, random } = this.#options;
    const verdict = record.selectDetector(decoded.profile.traceName).detect({
      atSeconds: this.#options.nowMs() / 1000,
      traceId: decoded.profile.traceId,
      sensors: decoded.sensors,
    });
    const sensors = simulateAnomaly(flagSensors(decoded.sensors, verdict), simulateAnomalies, random);
    const entry: NewEntry = {
      timestamp: record.nextTimestamp(wallMs),
      sensorsJson: JSON.stringify(sensors),
      anomalous: sensors.some((sensor) => sensor.anomaly),
    };
    this.#enqueue(record, { entry });
    this.#queueRecords(record);
  }

  /** `patienceMs` is what the API itself asks for: no less than that is waited. */
  #noteFailure(
    record: PatientPolling,
    message: string,
    latencyMs: number,
    wallMs: number,
    patienceMs: number,
  ): void {
    this.#counts.failed++;
    this.lastFailure = message;
    this.#noteOutcome(record, message, latencyMs, wallMs);
    const { nowMs, intervalMs, maxBackoffMs, random } = this.#options;
    const backoff = backoffMs(record.failuresInRow, intervalMs, maxBackoffMs, random());
    record.restUntilMs = nowMs() + Math.max(patienceMs, backoff);
    this.#queueRecords(record);
  }

  #noteOutcome(record: PatientPolling, error: string | null, latencyMs: number, wallMs: number): void {
    this.#counts.polls++;
    const { before, after } = record.recordPoll(error, latencyMs, wallMs);
    if (before === after) return;
    const { log } = this.#options;
    const { patient } = record;
    if (after === 'down') this.#downNews.log({ patient, error });
    else if (before === 'down') this.#upNews.log({ patient });
    else log.debug({ patient, state: after, error }, 'poll state changed');
    // Readers learn of a change at once.
    this.#queueRecords(record, { always: true });
  }

  #queueRecords(record: PatientPolling, { always = false } = {}): void {
    if (record.polls === 0 || this.#standby?.has(record.patient)) return;
    const nowMs = this.#options.nowMs();
    if (record.takeRecordsDue(nowMs) || always) {
      const profile = record.takeProfileDue(nowMs);
      this.#enqueue(record, { health: this.#healthOf(record), ...(profile && { profile }) });
    }
  }

  /** A patient whose API is slow, or left alone, is still polled by this cacher: readers see it, and the lease is kept. */
  #sendHeartbeat(record: PatientPolling): void {
    if (this.#standby?.has(record.patient)) return;
    if (this.#options.nowMs() - record.queuedAtMs < RECORD_INTERVAL_MS) return;
    if (record.polls > 0) this.#queueRecords(record, { always: true });
    // Of a patient of whom nothing is known yet only the lease can be written.
    else if (record.isPolling && this.#lease) this.#enqueue(record, {});
  }

  #enqueue(record: PatientPolling, addition: QueueAddition): void {
    record.queuedAtMs = this.#options.nowMs();
    this.#queue.add(record.patient, addition);
  }

  #healthOf(record: PatientPolling) {
    const { wallMs, intervalMs } = this.#options;
    return record.createHealth({
      wallMs: wallMs(),
      intervalMs,
      clockOffsetMs: this.#housekeeping.clockOffsetMs,
    });
  }

  /** Without cycles a cacher that has no patient waits for some. */
  #stopWhenDone(): void {
    if (this.#options.cycles !== null && this.#unfinished === 0) this.stop();
  }

  #isDone(record: PatientPolling): boolean {
    return this.#options.cycles !== null && record.polls + record.skippedTurns >= this.#options.cycles;
  }

  /** Who leaves and comes back is remembered: a poll of before may still be under way. */
  #recordsOf(patients: readonly PatientId[]): ReadonlyMap<PatientId, PatientPolling> {
    const rules = this.#options.rules ?? RULE_NAMES;
    for (const patient of patients) {
      if (!this.#known.has(patient)) this.#known.set(patient, new PatientPolling(patient, rules));
    }
    const wanted = new Set(patients);
    return new Map([...this.#known].filter(([patient]) => wanted.has(patient)));
  }

  #createStandby(): Standby | null {
    if (!this.#lease) return null;
    const standby = new Standby({
      ...this.#options,
      lease: this.#lease,
      onTakeover: (patient) => this.#takeTurn(patient, 0),
    });
    void standby.claim([...this.#records.keys()], this.#options.intervalMs);
    return standby;
  }

  #createQueue(): WriteQueue {
    const { store, retentionMs, intervalMs, nowMs, log, onBug } = this.#options;
    return new WriteQueue({
      store,
      ...(this.#lease && { lease: this.#lease }),
      onNotHolder: (patient) => this.#standby?.yieldTo(patient),
      nowMs,
      onBug,
      maxEntriesPerPatient: Math.max(1, Math.ceil(retentionMs / intervalMs)),
      onStored: (_, entries) => {
        const anomalies = entries.filter((entry) => entry.anomalous);
        this.#counts.stored += entries.length;
        this.#counts.anomalies += anomalies.length;
        const bytes = anomalies.reduce(
          (sum, { sensorsJson, timestamp }) => sum + Buffer.byteLength(sensorsJson) + timestamp.length,
          0,
        );
        this.#observer.onStored(entries.length, anomalies.length, bytes);
      },
      onAnswered: (latencyMs) => this.#observer.onWriteAnswered(latencyMs / 1000),
      onDropped: (_, entries, reason) => {
        this.#counts.dropped += entries;
        this.#observer.onDropped(entries);
        if (reason !== 'full' || this.#isDropping) return;
        this.#isDropping = true;
        log.error({ waiting: this.#queue.size }, 'as many samples wait as may, the oldest are dropped');
      },
      onStoreChange: (state, reason) => {
        this.#storeDownBecause = state === 'down' ? reason : null;
        if (state === 'down') return log.warn({ reason }, 'store is away, samples wait');
        if (state === 'degraded')
          return log.warn({ reason }, 'part of the store is away, samples of its patients wait');
        this.#isDropping = false;
        log.info({ waiting: this.#queue.size }, 'store answers again');
      },
      onRefusal: (patient, reason) => {
        if (reason !== null)
          return log.error({ patient, reason }, 'store refuses the patient, its samples wait');
        this.#isDropping = false;
        log.info({ patient }, 'store takes the patient again');
      },
    });
  }
}
