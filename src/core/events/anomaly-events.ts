import type { PatientId } from '../patient.ts';
import { findFlagSource, hasAnomaly, type Sample } from '../sample.ts';

/** A run of anomalous samples with the same flagged sensors and sources. Instants are Unix seconds. */
export interface AnomalyEvent {
  readonly patient: PatientId;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly samples: number;
  /** Flagged sensors, ascending. */
  readonly sensors: readonly number[];
  /** Who flagged them, each once, in alphabetical order. */
  readonly sources: readonly string[];
  /** Highest reading of a flagged sensor, 0 to 1023. */
  readonly peak: number;
}

/**
 * Groups a patient's samples, oldest first, into events. Samples without an anomaly are passed over: only an
 * anomalous sample with other flags, or more than `gapLimitSeconds` without one, ends an event. So does a clock
 * that stepped back.
 */
export function groupEvents(
  patient: PatientId,
  samples: Iterable<Sample>,
  gapLimitSeconds: number,
): AnomalyEvent[] {
  const grouper = new EventGrouper(patient, gapLimitSeconds);
  const events: AnomalyEvent[] = [];
  for (const sample of samples) {
    const ended = grouper.push(sample);
    if (ended) events.push(ended);
  }
  const last = grouper.end();
  return last ? [...events, last] : events;
}

/** Groups as `groupEvents` does, a sample at a time: O(1) each, however many there are. */
export class EventGrouper {
  readonly #patient: PatientId;
  readonly #gapLimitSeconds: number;
  #open: AnomalyEvent | null = null;
  #flags = '';

  constructor(patient: PatientId, gapLimitSeconds: number) {
    this.#patient = patient;
    this.#gapLimitSeconds = gapLimitSeconds;
  }

  /** The event that ended before this sample, or null. */
  push(sample: Sample): AnomalyEvent | null {
    if (!hasAnomaly(sample.sensors)) return null;
    const event = startEvent(this.#patient, sample);
    const flags = serializeFlags(sample);
    const open = this.#open;
    const gapSeconds = open ? roundToMilliseconds(event.startSeconds - open.endSeconds) : 0;
    if (open && flags === this.#flags && gapSeconds >= 0 && gapSeconds <= this.#gapLimitSeconds) {
      this.#open = {
        ...open,
        endSeconds: event.endSeconds,
        samples: open.samples + 1,
        peak: Math.max(open.peak, event.peak),
      };
      return null;
    }
    this.#open = event;
    this.#flags = flags;
    return open;
  }

  /** The event that nothing ended, or null. */
  end(): AnomalyEvent | null {
    return this.#open;
  }
}

/** An event as the contract's JSON: ISO instants, and its duration in seconds. */
export function eventToJson(event: AnomalyEvent) {
  return {
    patient: event.patient,
    start: formatInstant(event.startSeconds),
    end: formatInstant(event.endSeconds),
    durationSeconds: roundToMilliseconds(event.endSeconds - event.startSeconds),
    samples: event.samples,
    sensors: event.sensors,
    sources: event.sources,
    peak: event.peak,
  };
}

export function formatInstant(atSeconds: number): string {
  return new Date(Math.round(atSeconds * 1000)).toISOString();
}

export function roundToMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function startEvent(patient: PatientId, sample: Sample): AnomalyEvent {
  const flagged = sample.sensors.filter((reading) => reading.anomaly);
  return {
    patient,
    startSeconds: sample.atSeconds,
    endSeconds: sample.atSeconds,
    samples: 1,
    sensors: flagged.map((reading) => reading.id),
    sources: [...new Set(flagged.flatMap((reading) => findFlagSource(reading) ?? []))].sort(),
    peak: Math.max(...flagged.map((reading) => reading.value)),
  };
}

function serializeFlags(sample: Sample): string {
  const flagged = sample.sensors.filter((reading) => reading.anomaly);
  return JSON.stringify(flagged.map((reading) => [reading.id, findFlagSource(reading)]));
}
