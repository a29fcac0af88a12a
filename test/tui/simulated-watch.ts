import { onTestFinished, vi } from 'vitest';
import { simulateAnomaly } from '../../src/cacher/simulate-anomaly.ts';
import type { PatientId } from '../../src/core/patient.ts';
import { seededRandom } from '../../src/core/random.ts';
import { startFollower } from '../../src/reader/follower.ts';
import { generateWalk } from '../../src/simulator/generated-walk.ts';
import { readRecordedWalks } from '../../src/simulator/recorded-walk.ts';
import { castPatient, computeFrameIndex, readFrame } from '../../src/simulator/simulated-patient.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { openTerminal } from '../../src/tui/blessed/open-terminal.ts';
import type { TerminalInput, TerminalOutput } from '../../src/tui/blessed/terminal-options.ts';
import { runDashboard } from '../../src/tui/dashboard.ts';
import { startStoreQueries } from '../../src/tui/store-queries.ts';
import { useFakeTime } from '../cacher/fake-time.ts';
import { exampleHealth, exampleProfile } from './example-model.ts';

const INTERVAL_MS = 300;
/** Fake time advances in steps; between them reads of the store and writes to the terminal are completed. */
const STEP_MS = 100;
const RETENTION_SECONDS = 300;
/**
 * Patients walk for a while and then stand, as figures of standing are five times as fast to compute. The cycle repeats,
 * so that the entries of an hour are the same few strings although the store keeps anomalies for ever.
 */
const CYCLE_MS = 300_000;
const WALKING_MS = 20_000;
const TRIM_MS = 30_000;
const LAST_ANSWER_MS = 2000;

export interface SimulatedWatchOptions {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly patients: readonly PatientId[];
  /** The patient to start with; null starts with the ward. */
  readonly selected: PatientId | null;
  /** The share of samples with a simulated anomaly, from 0 to 1. */
  readonly anomalies: number;
  /** Whether the terminal is asked to acknowledge its pictures. */
  readonly asksTerminal?: boolean;
  /** What is read of a patient in place of a walk. */
  readonly readings?: (patient: PatientId) => readonly number[];
  /** In how small steps time passes, milliseconds (default: 100). */
  readonly stepMs?: number;
}

/** Runs the whole dashboard on a test's terminal while simulated patients walk, in fake time. */
export class SimulatedWatch {
  readonly #options: SimulatedWatchOptions;
  readonly #store = new MemoryStore(() => Date.now());
  readonly #walks = [...readRecordedWalks(), generateWalk(1)];
  readonly #entries = new Map<string, string>();
  #passedMs = 0;
  #failure: unknown = null;

  constructor(options: SimulatedWatchOptions) {
    this.#options = options;
    useFakeTime();
    const { input, output, patients, selected } = options;
    const screen = openTerminal({
      input,
      output,
      term: 'xterm-256color',
      colours: 256,
      unicode: true,
      ...(options.asksTerminal && { link: { asks: true, bytesPerSecond: null } }),
    });
    const dashboard = runDashboard({
      screen,
      startFollower: (listeners) => startFollower({ ...listeners, store: this.#store }),
      startQueries: (listeners) =>
        startStoreQueries({ ...listeners, store: this.#store, maxKeptBytes: 50_000_000 }),
      nowMs: () => performance.now(),
      zoneOffsetMinutes: () => 60,
      patients,
      selected,
      unicode: true,
      storeName: 'memory',
    });
    dashboard.finished.catch((error: unknown) => {
      this.#failure = error;
    });
    onTestFinished(() => {
      dashboard.stop();
      // An answer under way is waited for, in fake time.
      const settled = screen.settle();
      vi.advanceTimersByTime(LAST_ANSWER_MS);
      return settled;
    });
  }

  /** Lets the patients walk for some time, polled as often as the cacher polls. */
  async walk(ms: number): Promise<void> {
    for (const endMs = this.#passedMs + ms; this.#passedMs < endMs; ) {
      if (this.#passedMs % INTERVAL_MS === 0) await this.#write((patient) => this.#findReadings(patient));
      if (this.#passedMs % TRIM_MS === 0) await this.#store.trim(Date.now() / 1000 - RETENTION_SECONDS);
      await this.pass(this.#options.stepMs ?? STEP_MS);
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Lets time pass without a sample. */
  async pass(ms: number): Promise<void> {
    vi.advanceTimersByTime(ms);
    this.#passedMs += ms;
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Stores a sample of each patient with these readings in place of those of the walk. */
  async poll(readings: readonly number[]): Promise<void> {
    await this.#write(() => readings);
  }

  async #write(findReadings: (patient: PatientId) => readonly number[]): Promise<void> {
    const atSeconds = Date.now() / 1000;
    const health = exampleHealth({ updatedAtSeconds: atSeconds, lastOkAtSeconds: atSeconds });
    await this.#store.write(
      this.#options.patients.map((patient) => {
        const sensors = findReadings(patient).map((value, id) => ({ id, value, anomaly: false }));
        const dice = seededRandom(this.#cycleMs);
        const flagged = simulateAnomaly(sensors, this.#options.anomalies, dice);
        const entry = {
          timestamp: atSeconds.toFixed(3),
          sensorsJson: this.#share(JSON.stringify(flagged)),
          anomalous: flagged !== sensors,
        };
        return { patient, entries: [entry], profile: exampleProfile(patient), health };
      }),
    );
  }

  /** Keeps one string for equal entries, so that memory measured is the dashboard's, not the store's. */
  #share(json: string): string {
    const known = this.#entries.get(json);
    if (known === undefined) this.#entries.set(json, json);
    return known ?? json;
  }

  #findReadings(patient: PatientId): readonly number[] {
    const { readings } = this.#options;
    if (readings) return readings(patient);
    const frame = computeFrameIndex(Math.min(this.#cycleMs, WALKING_MS));
    return readFrame(castPatient(patient, this.#walks), frame).readings;
  }

  get #cycleMs(): number {
    return this.#passedMs % CYCLE_MS;
  }
}
