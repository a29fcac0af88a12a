import type { PatientId } from '../core/patient.ts';
import { hasAnomaly, type Sample } from '../core/sample.ts';
import { snapshotToJson } from '../core/snapshot-json.ts';
import { formatFeedLine } from './feed-line.ts';
import type { TimedSnapshot } from './timed-snapshot.ts';

/** How and where a recording is printed. */
export interface ReplayFeedOptions {
  /** Prints every sample as JSON, not a line per second. */
  readonly json: boolean;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly zoneOffsetMinutes: () => number;
  /** Takes one line, without its end; resolves when there is room for more. */
  readonly print: (line: string) => Promise<void>;
}

const LINE_INTERVAL_MS = 1000;

/** Prints the samples of one recorded patient as they are played: as JSON, or as a line per second. Never live. */
export class ReplayFeed {
  readonly #options: ReplayFeedOptions;
  #snapshot: TimedSnapshot | null = null;
  #lineDueAtMs = Number.NEGATIVE_INFINITY;
  #isPrinted = true;

  constructor(options: ReplayFeedOptions) {
    this.#options = options;
  }

  /** Takes the next sample, and prints it when it is due. */
  async take(patient: PatientId, sample: Sample): Promise<void> {
    const before = this.#snapshot;
    const readAtMs = this.#options.nowMs();
    this.#snapshot = {
      patient,
      known: true,
      isReplay: true,
      nowSeconds: sample.atSeconds,
      readAtMs,
      samples: [sample],
      unreadable: 0,
      retained: (before?.retained ?? 0) + 1,
      oldestAtSeconds: before?.oldestAtSeconds ?? sample.atSeconds,
      anomaliesStored: (before?.anomaliesStored ?? 0) + (hasAnomaly(sample.sensors) ? 1 : 0),
      anomalies: null,
      profile: null,
      health: null,
    };
    this.#isPrinted = false;
    if (!this.#options.json && readAtMs < this.#lineDueAtMs) return;
    this.#lineDueAtMs = readAtMs + LINE_INTERVAL_MS;
    await this.#print(this.#snapshot);
  }

  /** Prints the last sample, unless that was done already. */
  async finish(): Promise<void> {
    if (this.#snapshot !== null && !this.#isPrinted) await this.#print(this.#snapshot);
  }

  async #print(snapshot: TimedSnapshot): Promise<void> {
    this.#isPrinted = true;
    const { json, print, zoneOffsetMinutes } = this.#options;
    await print(
      json
        ? JSON.stringify(snapshotToJson(snapshot))
        : formatFeedLine(snapshot, snapshot.readAtMs, zoneOffsetMinutes()),
    );
  }
}
