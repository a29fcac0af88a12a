import type { PatientId } from './patient.ts';
import { flagSource, hasAnomaly, type Sample } from './sample.ts';

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
  const events: AnomalyEvent[] = [];
  let lastFlags = '';
  for (const sample of samples) {
    if (!hasAnomaly(sample.sensors)) continue;
    const event = eventOf(patient, sample);
    const flags = flagsOf(sample);
    const last = events.at(-1);
    const gapSeconds = last
      ? roundMilliseconds(event.startSeconds - last.endSeconds)
      : Number.POSITIVE_INFINITY;
    if (last && flags === lastFlags && gapSeconds >= 0 && gapSeconds <= gapLimitSeconds) {
      events[events.length - 1] = {
        ...last,
        endSeconds: event.endSeconds,
        samples: last.samples + 1,
        peak: Math.max(last.peak, event.peak),
      };
    } else {
      events.push(event);
    }
    lastFlags = flags;
  }
  return events;
}

/** An event as the contract's JSON: ISO instants, and its duration in seconds. */
export function eventToJson(event: AnomalyEvent) {
  return {
    patient: event.patient,
    start: isoInstant(event.startSeconds),
    end: isoInstant(event.endSeconds),
    durationSeconds: roundMilliseconds(event.endSeconds - event.startSeconds),
    samples: event.samples,
    sensors: event.sensors,
    sources: event.sources,
    peak: event.peak,
  };
}

export function isoInstant(atSeconds: number): string {
  return new Date(Math.round(atSeconds * 1000)).toISOString();
}

export function roundMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function eventOf(patient: PatientId, sample: Sample): AnomalyEvent {
  const flagged = sample.sensors.filter((reading) => reading.anomaly);
  return {
    patient,
    startSeconds: sample.atSeconds,
    endSeconds: sample.atSeconds,
    samples: 1,
    sensors: flagged.map((reading) => reading.id),
    sources: [...new Set(flagged.flatMap((reading) => flagSource(reading) ?? []))].sort(),
    peak: Math.max(...flagged.map((reading) => reading.value)),
  };
}

function flagsOf(sample: Sample): string {
  const flagged = sample.sensors.filter((reading) => reading.anomaly);
  return JSON.stringify(flagged.map((reading) => [reading.id, flagSource(reading)]));
}
