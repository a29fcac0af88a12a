import { type ChildProcess, spawn } from 'node:child_process';
import type { AnomalyEvent } from '../core/events/anomaly-events.ts';
import { labelSensor } from '../core/sensors.ts';

/** Events that wait for the command to end; more are not told. */
const MAX_WAITING = 10;
/** A command that does not end by itself is ended. */
const MAX_MS = 30_000;

/**
 * Runs a command at each anomaly event, one at a time and without a shell. It is told by its environment whose event it
 * is and what was flagged, and never a name.
 */
export class AnomalyHook {
  readonly #command: readonly string[];
  readonly #waiting: AnomalyEvent[] = [];
  #running: ChildProcess | null = null;
  #runs = 0;
  #untold = 0;
  #failures = 0;
  #lastFailure = '';

  constructor(command: readonly string[]) {
    this.#command = command;
  }

  run(event: AnomalyEvent): void {
    if (this.#waiting.length >= MAX_WAITING) this.#untold++;
    else this.#waiting.push(event);
    this.#next();
  }

  /** What went wrong, in one line; null when nothing did. Nothing is run from then on. */
  end(): string | null {
    this.#untold += this.#waiting.splice(0).length;
    this.#running?.unref();
    const failed =
      this.#failures > 0
        ? [`${this.#failures} of ${this.#runs} runs failed, the last: ${this.#lastFailure}`]
        : [];
    const untold = this.#untold > 0 ? [`${this.#untold} events were not told`] : [];
    return failed.length + untold.length === 0 ? null : `--on-anomaly: ${[...failed, ...untold].join('; ')}`;
  }

  #next(): void {
    const event = this.#running ? undefined : this.#waiting.shift();
    if (!event) return;
    this.#runs++;
    const [program = '', ...args] = this.#command;
    const child = spawn(program, args, {
      stdio: 'ignore',
      timeout: MAX_MS,
      env: { ...process.env, ...describeEvent(event) },
    });
    this.#running = child;
    const finish = (failure: string | null) => {
      if (this.#running !== child) return;
      this.#running = null;
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

function describeEvent({
  patient,
  startSeconds,
  sensors,
  sources,
  peak,
}: AnomalyEvent): Record<string, string> {
  return {
    FOOTWATCH_ANOMALY_PATIENT: String(patient),
    FOOTWATCH_ANOMALY_START: new Date(Math.round(startSeconds * 1000)).toISOString(),
    FOOTWATCH_ANOMALY_SENSORS: sensors.map(labelSensor).join(','),
    FOOTWATCH_ANOMALY_SOURCES: sources.join(','),
    FOOTWATCH_ANOMALY_PEAK: String(peak),
  };
}
