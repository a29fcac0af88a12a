import { SIX } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId, Profile } from '../core/patient.ts';
import { hasAnomaly, type Sample } from '../core/sample.ts';
import { snapshotToJson } from '../core/snapshot-json.ts';
import { ANNOUNCE_INTERVAL_MS, Announcer } from './announcer.ts';
import { formatFeedLine } from './feed-line.ts';
import type { TimedSnapshot } from './timed-snapshot.ts';

/** How and where a recording is printed. */
export interface ReplayFeedOptions {
  /** A line per second, every sample as JSON, or sentences when something changes. */
  readonly style: 'lines' | 'json' | 'speech';
  /** What the recording is called. */
  readonly name: string;
  /** What the samples are of (default: the six sensors of the original). */
  readonly insole?: Insole;
  /** Who the patient was, where that is known (default: it is not). */
  readonly profile?: Profile | null;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly zoneOffsetMinutes: () => number;
  /** Takes one line, without its end; resolves when there is room for more. */
  readonly print: (line: string) => Promise<void>;
}

const LINE_INTERVAL_MS = 1000;
/** What the figures of a spoken recording are computed from, at least. */
const SPOKEN_SECONDS = 35;

/** Prints the samples of one recorded patient as they are played: as lines, JSON or sentences. Never live. */
export class ReplayFeed {
  readonly #options: ReplayFeedOptions;
  #snapshot: TimedSnapshot | null = null;
  #lineDueAtMs = Number.NEGATIVE_INFINITY;
  #isPrinted = true;
  readonly #announcer: Announcer | null;
  /** Printed lines that there was no room for yet. */
  #printing: Promise<void> = Promise.resolve();

  constructor(options: ReplayFeedOptions) {
    this.#options = options;
    this.#announcer = options.style === 'speech' ? this.#startSpeech() : null;
  }

  /** Takes the next sample, and prints it when it is due. */
  async take(patient: PatientId, sample: Sample): Promise<void> {
    const before = this.#snapshot;
    const readAtMs = this.#options.nowMs();
    this.#snapshot = {
      patient,
      known: true,
      isReplay: true,
      insole: this.#options.insole ?? SIX,
      nowSeconds: sample.atSeconds,
      readAtMs,
      samples: this.#announcer ? [...keepRecent(before, sample), sample] : [sample],
      unreadable: 0,
      retained: (before?.retained ?? 0) + 1,
      oldestAtSeconds: before?.oldestAtSeconds ?? sample.atSeconds,
      anomaliesStored: (before?.anomaliesStored ?? 0) + (hasAnomaly(sample.sensors) ? 1 : 0),
      anomalies: null,
      profile: this.#options.profile ?? null,
      health: null,
    };
    if (this.#announcer) return this.#speak(this.#announcer, this.#snapshot);
    this.#isPrinted = false;
    if (this.#options.style === 'lines' && readAtMs < this.#lineDueAtMs) return;
    this.#lineDueAtMs = readAtMs + LINE_INTERVAL_MS;
    await this.#print(this.#snapshot);
  }

  /** Prints the last sample, unless that was done already. */
  async finish(): Promise<void> {
    if (this.#snapshot !== null && !this.#isPrinted) await this.#print(this.#snapshot);
  }

  async #print(snapshot: TimedSnapshot): Promise<void> {
    this.#isPrinted = true;
    const { style, print, zoneOffsetMinutes } = this.#options;
    await print(
      style === 'json'
        ? JSON.stringify(snapshotToJson(snapshot))
        : formatFeedLine(snapshot, snapshot.readAtMs, zoneOffsetMinutes()),
    );
  }

  #startSpeech(): Announcer {
    const announcer = new Announcer({
      ...this.#options,
      print: (line) => {
        this.#printing = this.#options.print(line);
      },
    });
    announcer.say(`footwatch, replay mode: the recording ${this.#options.name}, not live.`);
    return announcer;
  }

  async #speak(announcer: Announcer, snapshot: TimedSnapshot): Promise<void> {
    announcer.take(snapshot, 1);
    if (snapshot.readAtMs >= this.#lineDueAtMs) {
      this.#lineDueAtMs = snapshot.readAtMs + ANNOUNCE_INTERVAL_MS;
      announcer.tick();
    }
    await this.#printing;
  }
}

function keepRecent(before: TimedSnapshot | null, { atSeconds }: Sample): readonly Sample[] {
  return before?.samples.filter((known) => known.atSeconds > atSeconds - SPOKEN_SECONDS) ?? [];
}
