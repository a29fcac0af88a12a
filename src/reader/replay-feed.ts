import type { PatientId } from '../core/patient.ts';
import { hasAnomaly, type Sample } from '../core/sample.ts';
import { snapshotToJson } from '../core/snapshot-json.ts';
import { formatFeedLine } from './feed-line.ts';
import type { TimedSnapshot } from './timed-snapshot.ts';

export interface ReplayFeedOptions {
  readonly json: boolean;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly zoneOffsetMinutes: () => number;
  /** Takes one line, without its end; resolves when there is room for more. */
  readonly print: (line: string) => Promise<void>;
}

const LINE_INTERVAL_MS = 1000;

/** A recording of one patient as a feed: a snapshot a sample, or a line a second. Never live. */
export class ReplayFeed {
  readonly #options: ReplayFeedOptions;
  #feed: TimedSnapshot | null = null;
  #dueMs = Number.NEGATIVE_INFINITY;
  #isPrinted = true;

  constructor(options: ReplayFeedOptions) {
    this.#options = options;
  }

  async take(patient: PatientId, sample: Sample): Promise<void> {
    const before = this.#feed;
    const readAtMs = this.#options.nowMs();
    this.#feed = {
      patient,
      known: true,
      isReplay: true,
      nowSeconds: sample.atSeconds,
      readAtMs,
      samples: [sample],
      retained: (before?.retained ?? 0) + 1,
      oldestAtSeconds: before?.oldestAtSeconds ?? sample.atSeconds,
      anomaliesStored: (before?.anomaliesStored ?? 0) + (hasAnomaly(sample.sensors) ? 1 : 0),
      unreadable: 0,
      anomalies: null,
      profile: null,
      health: null,
    };
    this.#isPrinted = false;
    if (!this.#options.json && readAtMs < this.#dueMs) return;
    this.#dueMs = readAtMs + LINE_INTERVAL_MS;
    await this.#print(this.#feed);
  }

  /** The last sample is told, whenever it came. */
  async finish(): Promise<void> {
    if (this.#feed !== null && !this.#isPrinted) await this.#print(this.#feed);
  }

  async #print(feed: TimedSnapshot): Promise<void> {
    this.#isPrinted = true;
    const { json, print, zoneOffsetMinutes } = this.#options;
    await print(
      json ? JSON.stringify(snapshotToJson(feed)) : formatFeedLine(feed, feed.readAtMs, zoneOffsetMinutes()),
    );
  }
}
