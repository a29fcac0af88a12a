import { type ChildProcess, spawn } from 'node:child_process';
import type { AnomalyEvent } from '../core/events/anomaly-events.ts';
import { type Insole, nameSensor } from '../core/insole/insole.ts';

/** Limit of the events that wait for the command to end; further ones are dropped. */
const MAX_WAITING = 10;
/** A run that takes longer is ended with SIGTERM. */
const MAX_RUN_MS = 30_000;

/**
 * Runs a command for each anomaly event, one at a time and without a shell. Environment variables tell it the patient's
 * number and what was flagged, but no name.
 */
export class AnomalyHook {
  readonly #command: readonly string[];
  readonly #waiting: { readonly event: AnomalyEvent; readonly insole: Insole }[] = [];
  #running: ChildProcess | null = null;
  #runs = 0;
  #dropped = 0;
  #failures = 0;
  #lastFailure = '';

  /** @param command the program and its arguments */
  constructor(command: readonly string[]) {
    this.#command = command;
  }

  /** Runs the command for an event, of an insole, after those that wait. */
  run(event: AnomalyEvent, insole: Insole): void {
    if (this.#waiting.length >= MAX_WAITING) this.#dropped++;
    else this.#waiting.push({ event, insole });
    this.#next();
  }

  /** Starts no further run. Returns what went wrong in one line, or null. */
  end(): string | null {
    this.#dropped += this.#waiting.splice(0).length;
    this.#running?.unref();
    const failed =
      this.#failures > 0
        ? [`${this.#failures} of ${this.#runs} runs failed, the last: ${this.#lastFailure}`]
        : [];
    const dropped = this.#dropped > 0 ? [`${this.#dropped} events were dropped`] : [];
    return failed.length + dropped.length === 0
      ? null
      : `--on-anomaly: ${[...failed, ...dropped].join('; ')}`;
  }

  #next(): void {
    const next = this.#running ? undefined : this.#waiting.shift();
    if (!next) return;
    this.#runs++;
    const [program = '', ...args] = this.#command;
    const child = spawn(program, args, {
      stdio: 'ignore',
      env: { ...process.env, ...describeEvent(next.event, next.insole) },
    });
    this.#running = child;
    const limit = setTimeout(() => child.kill(), MAX_RUN_MS).unref();
    const finish = (failure: string | null) => {
      if (this.#running !== child) return;
      this.#running = null;
      clearTimeout(limit);
      if (failure !== null) {
        this.#failures++;
        this.#lastFailure = failure;
      }
      this.#next();
    };
    child.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? 'unknown'));
    child.on('exit', (code, signal) => finish(code === 0 ? null : `exit code ${code ?? signal}`));
  }
}

function describeEvent(
  { patient, startSeconds, sensors, sources, peak }: AnomalyEvent,
  insole: Insole,
): Record<string, string> {
  return {
    FOOTWATCH_ANOMALY_PATIENT: String(patient),
    FOOTWATCH_ANOMALY_START: new Date(Math.round(startSeconds * 1000)).toISOString(),
    FOOTWATCH_ANOMALY_SENSORS: sensors.map((id) => nameSensor(insole, id)).join(','),
    FOOTWATCH_ANOMALY_SOURCES: sources.join(','),
    FOOTWATCH_ANOMALY_PEAK: String(peak),
  };
}
