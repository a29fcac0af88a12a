import { type Decoded, decodeBody, type ReceivedSensor } from '../core/decode.ts';
import type { DecodedFrames } from '../core/decoding/frame.ts';
import { RECORD_INTERVAL_MS } from '../core/freshness.ts';
import type { Profile } from '../core/patient.ts';
import type { FetchFailure, FetchResult } from './api/api-client.ts';
import type { CacherLog } from './cacher-log.ts';
import type { CacherOptions } from './cacher-options.ts';
import type { ClockOffset } from './clock-offset.ts';
import { type FrameIntake, sortFrames } from './frames/frame-intake.ts';
import type { Standby } from './lease/standby.ts';
import { makeEntry } from './make-entry.ts';
import type { CacherObserver } from './observer.ts';
import type { PatientPolling } from './patient-polling.ts';
import { backoffMs } from './poll-schedule.ts';
import type { PushedFrames } from './source/sample-source.ts';
import type { QueueAddition } from './write/backlog.ts';
import type { WriteQueue } from './write/write-queue.ts';

/** What the poller needs of the cacher. */
export interface PollerOptions
  extends Pick<
    CacherOptions,
    | 'client'
    | 'sensorIds'
    | 'frames'
    | 'intervalMs'
    | 'maxBackoffMs'
    | 'simulateAnomalies'
    | 'random'
    | 'nowMs'
    | 'wallMs'
    | 'onBug'
  > {
  readonly queue: Pick<WriteQueue, 'add'>;
  /** Null when this cacher takes no leases. */
  readonly standby: Pick<Standby, 'has' | 'isResolved'> | null;
  readonly clockOffset: Pick<ClockOffset, 'currentMs'>;
  /** Null where answers bring no frames of their own. */
  readonly intake: Pick<FrameIntake, 'take' | 'forget'> | null;
  readonly log: Pick<CacherLog, 'logPollState' | 'logRefused'>;
  readonly observer: CacherObserver;
  /** A turn ended: a poll of the patient, or a turn that was left to another cacher. */
  readonly onTurnEnd: (polling: PatientPolling) => void;
}

/** An answer that was read. */
type Answer = Exclude<Decoded | DecodedFrames, { kind: 'refused' }>;

/** Polls one patient at a turn, checks the sample, and queues it for the store with the patient's health and profile. */
export class Poller {
  readonly #options: PollerOptions;
  #runningPolls = 0;
  #onIdle: () => void = () => {};
  #lastFailure: string | null = null;
  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Why the last failed poll failed; null while none has. */
  get lastFailure(): string | null {
    return this.#lastFailure;
  }

  /** Starts a poll, unless the last one is under way, another cacher polls the patient, or it is paused after failures. */
  takeTurn(polling: PatientPolling, lateMs: number): void {
    const { patient } = polling;
    const { standby } = this.#options;
    // A poll that outlasts the interval takes the place of the next turn, so that a patient never has two at once.
    if (polling.isPolling) return;
    if (standby && !standby.isResolved(patient)) return;
    if (standby?.has(patient)) {
      // Counted, so that a cacher with a limited number of cycles ends although another one polls its patients.
      polling.skippedTurns++;
      this.#options.onTurnEnd(polling);
      return;
    }
    if (this.#options.client.hasNews?.(patient) === false) return;
    if (this.#options.nowMs() < polling.pausedUntilMs) return;
    this.#options.observer.onTurnStart(lateMs / 1000);
    polling.isPolling = true;
    this.#run(polling);
  }

  /** Resolves when no poll is under way. */
  async waitUntilIdle(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      if (this.#runningPolls === 0) resolve();
    });
  }

  /**
   * Queues the health record of a patient for which nothing was queued lately, as its API is slow or it is paused after
   * failures. Readers see that this cacher is alive, and the lease is renewed with the write.
   */
  sendHeartbeat(polling: PatientPolling): void {
    const { standby, nowMs } = this.#options;
    if (standby?.has(polling.patient)) return;
    if (nowMs() - polling.queuedAtMs < RECORD_INTERVAL_MS) return;
    if (polling.polls > 0) this.queueHealth(polling, { force: true });
    // Before the first poll has ended there is nothing to write, but the lease has to be renewed.
    else if (polling.isPolling && standby) this.#enqueue(polling, {});
  }

  /** Queues health and profile when they are due, or at once with `force`. */
  queueHealth(polling: PatientPolling, { force = false } = {}): void {
    const { standby, nowMs, wallMs, intervalMs, clockOffset } = this.#options;
    if (polling.polls === 0 || standby?.has(polling.patient)) return;
    if (!polling.takeHealthDue(nowMs()) && !force) return;
    const profile = polling.takeProfileDue(nowMs());
    const health = polling.createHealth({
      wallMs: wallMs(),
      intervalMs,
      clockOffsetMs: clockOffset.currentMs,
    });
    this.#enqueue(polling, { health, ...(profile && { profile }) });
  }

  #run(polling: PatientPolling): void {
    const { client, nowMs } = this.#options;
    this.#runningPolls++;
    const startMs = nowMs();
    // One promise in place of the three that awaiting takes: hundreds of polls a second come here.
    client.fetch(polling.patient).then(
      (fetched) => this.#endTurn(polling, () => this.#take(polling, fetched, startMs)),
      (error) => this.#endTurn(polling, () => this.#options.onBug(error)),
    );
  }

  #endTurn(polling: PatientPolling, take: () => void): void {
    try {
      take();
    } catch (error) {
      this.#options.onBug(error);
    }
    polling.isPolling = false;
    this.#runningPolls--;
    if (this.#runningPolls === 0) this.#onIdle();
    this.#options.onTurnEnd(polling);
  }

  /** Takes what a poll brought. */
  #take(polling: PatientPolling, fetched: FetchResult | PushedFrames, startMs: number): void {
    const { nowMs, wallMs, observer } = this.#options;
    const elapsedMs = nowMs() - startMs;
    const latencyMs = Math.round(elapsedMs);
    const receivedMs = wallMs();
    const decoded = this.#read(polling, fetched);
    observer.onPollEnd('reason' in decoded ? decoded.reason : 'ok', elapsedMs / 1000);
    if ('reason' in decoded) {
      this.#lastFailure = decoded.message;
      if (decoded.kind === 'refused') this.#options.log.logRefused(polling.patient, decoded.message);
      this.#recordPoll(polling, decoded.message, latencyMs, receivedMs);
      this.#pause(polling, fetched.kind === 'failed' ? (fetched.retryAfterMs ?? 0) : 0);
      this.queueHealth(polling);
      return;
    }
    polling.noteProfile(decoded.profile);
    this.#recordPoll(polling, null, latencyMs, receivedMs);
    this.#takeAnswer(polling, decoded, receivedMs);
    this.queueHealth(polling);
  }

  /** Reads an answer: by the mapping of its fields, where there is one. */
  #read(
    polling: PatientPolling,
    fetched: FetchResult | PushedFrames,
  ): FetchFailure | Decoded | DecodedFrames {
    if (fetched.kind === 'failed') return fetched;
    if (fetched.kind === 'decoded') return fetched.decoded;
    const { body } = fetched;
    const decoder = this.#options.frames?.(polling.patient);
    if (decoder) return sortFrames(decoder.decode(body));
    const { sensorIds } = this.#options;
    return polling.bodies.decode(body, (each) =>
      decodeBody(each, sensorIds ?? polling.sensorIds, polling.insole),
    );
  }

  /** Counts the frames of an answer that could not be read, each once, however often it comes. */
  #noteRefused(polling: PatientPolling, { refused }: Extract<Answer, { kind: 'frames' }>): void {
    if (refused === null) return;
    this.#options.log.logRefused(polling.patient, refused.first.message);
    const count = polling.countNewRefusals(refused.owns);
    if (count > 0) this.#options.observer.onDropped(count);
  }

  /** Takes what an answer was read as: queues its sample, or passes its frames on. */
  #takeAnswer(polling: PatientPolling, answer: Answer, receivedMs: number): void {
    const { intake } = this.#options;
    if (answer.kind === 'frames') {
      this.#noteRefused(polling, answer);
      const decoder = this.#options.frames?.(polling.patient);
      if (intake !== null && decoder?.tellsFrames) {
        intake.take(polling, { profile: answer.profile, frames: answer.frames, decoder }, receivedMs);
        return;
      }
    }
    if (answer.kind === 'observed') this.#takeSample(polling, answer, answer.profile, receivedMs);
    else for (const frame of answer.frames) this.#takeSample(polling, frame, answer.profile, receivedMs);
  }

  /** Hot path: nearly every poll comes here. */
  #takeSample(
    polling: PatientPolling,
    { sensors, sensorsJson }: { readonly sensors: readonly ReceivedSensor[]; readonly sensorsJson?: string },
    profile: Profile,
    receivedMs: number,
  ): void {
    const atSeconds = this.#options.nowMs() / 1000;
    const timestamp = polling.nextTimestamp(receivedMs);
    const sample = { profile, sensors, sensorsJson, atSeconds, timestamp };
    this.#enqueue(polling, { entry: makeEntry(polling, sample, this.#options) });
  }

  #recordPoll(polling: PatientPolling, error: string | null, latencyMs: number, receivedMs: number): void {
    const { before, after } = polling.recordPoll(error, latencyMs, receivedMs);
    if (before === after) return;
    this.#options.log.logPollState(polling.patient, before, after, error);
    // Readers learn of a change at once.
    this.queueHealth(polling, { force: true });
  }

  /** Pauses a patient after a failed poll, for no less than the API asked for. */
  #pause(polling: PatientPolling, retryAfterMs: number): void {
    const { nowMs, intervalMs, maxBackoffMs, random } = this.#options;
    const backoff = backoffMs(polling.failuresInRow, intervalMs, maxBackoffMs, random());
    polling.pausedUntilMs = nowMs() + Math.max(retryAfterMs, backoff);
  }

  #enqueue(polling: PatientPolling, addition: QueueAddition): void {
    polling.queuedAtMs = this.#options.nowMs();
    this.#options.queue.add(polling.patient, addition);
  }
}
