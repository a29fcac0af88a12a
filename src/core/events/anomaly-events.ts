import type { PatientId } from '../patient.ts';
import { findFlagSource, hasAnomaly, type Sample } from '../sample.ts';

/** An anomaly event: a run of anomalous samples with the same flagged sensors and sources. */
export interface AnomalyEvent {
  readonly patient: PatientId;
  /** When the first anomalous sample was received, Unix seconds. */
  readonly startSeconds: number;
  /** When the last one was received, Unix seconds. */
  readonly endSeconds: number;
  /** How many anomalous samples the event has. */
  readonly samples: number;
  /** Ids of the flagged sensors, ascending. */
  readonly sensors: readonly number[];
  /** Sources of the flags (`api`, `simulated`, `rule:<name>`), each once, in alphabetical order. */
  readonly sources: readonly string[];
  /** Highest reading of a flagged sensor, in the unit of the insole. */
  readonly peak: number;
}

/**
 * Groups a patient's samples, oldest first, into anomaly events.
 *
 * An event ends when an anomalous sample has other flags, when there was none for more than `gapLimitSeconds`, or when the clock
 * steps back. Samples without an anomaly do not end it.
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

/** Groups samples into anomaly events like `groupEvents`, one sample at a time; O(1) a sample in time and memory. */
export class EventGrouper {
  readonly #patient: PatientId;
  readonly #gapLimitSeconds: number;
  #open: AnomalyEvent | null = null;
  #flags = '';

  constructor(patient: PatientId, gapLimitSeconds: number) {
    this.#patient = patient;
    this.#gapLimitSeconds = gapLimitSeconds;
  }

  /** Adds the next sample and returns the event that ended before it, or null. */
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

  /** Returns the event that is still open after the last sample, or null. */
  end(): AnomalyEvent | null {
    return this.#open;
  }
}

/** Converts an event to the JSON object that footwatch prints: ISO 8601 instants, and the duration in seconds. */
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

/** Formats Unix seconds as ISO 8601 in UTC, `2026-11-23T20:25:22.312Z`. */
export function formatInstant(atSeconds: number): string {
  return new Date(Math.round(atSeconds * 1000)).toISOString();
}

/** Rounds seconds to whole milliseconds. */
function roundToMilliseconds(seconds: number): number {
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
