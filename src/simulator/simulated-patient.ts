import { SIX } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import { PEOPLE, type Person } from './person.ts';
import { formatTraceClock } from './trace-clock.ts';
import { FRAME_MS, FRAMES_PER_SECOND, type Walk } from './walk.ts';

/** By how many frames each further group of six patients is ahead of the group before. */
const LEAD_FRAMES = 37;
/** The `id` of every body, as in the real service. */
const BODY_ID = 12;

/** A patient of the simulator: the person and the recording that is played. */
export interface SimulatedPatient {
  readonly person: Person;
  /** What the patient wears, of which the walk has readings. */
  readonly insole: Insole;
  readonly walk: Walk;
  /** How far into the recording the patient starts. */
  readonly leadFrames: number;
}

/** One frame of a recording. */
export interface Frame {
  /** The recording's clock, see `formatTraceClock`. */
  readonly traceId: number;
  /** Readings in the order of the insole's sensors. */
  readonly readings: readonly number[];
  /** Whether the API flags all sensors. */
  readonly flagged: boolean;
}

/**
 * Casts a patient: patients 1 to 6 play one walk each, patient 7 is patient 1 again, 37 frames ahead in the recording, and so on;
 * patient 0 is like patient 6.
 *
 * @param walks one for each of the six people
 * @param insole what the walks have readings of
 * @throws RangeError when a walk is missing
 */
export function castPatient(
  patient: PatientId,
  walks: readonly Walk[],
  insole: Insole = SIX,
): SimulatedPatient {
  const place = (patient + PEOPLE.length - 1) % PEOPLE.length;
  const person = PEOPLE[place];
  const walk = walks[place];
  if (person === undefined || walk === undefined) throw new RangeError(`no such patient: ${patient}`);
  const turnsBefore = Math.max(0, Math.floor((patient - 1) / PEOPLE.length));
  return { person, insole, walk, leadFrames: turnsBefore * LEAD_FRAMES };
}

/** Computes the index of the frame that is played some milliseconds after the start; the first is 0. */
export function computeFrameIndex(elapsedMs: number): number {
  return Math.floor(elapsedMs / FRAME_MS);
}

/** Reads a frame of the patient's recording, which loops. */
export function readFrame({ person, insole, walk, leadFrames }: SimulatedPatient, frameIndex: number): Frame {
  const frame = (frameIndex + leadFrames) % walk.frameCount;
  const count = insole.sensors.length;
  const first = frame * count;
  return {
    traceId: formatTraceClock(person.recordedAtMs + Math.floor(frame / FRAMES_PER_SECOND) * 1000),
    readings: [...walk.readings.subarray(first, first + count)],
    flagged: walk.flagged[frame] === 1,
  };
}

/** Makes the body that the API would answer: JSON with the fields of the real service, in its order. */
export function makeBody(simulated: SimulatedPatient, frameIndex: number): string {
  const { person, insole } = simulated;
  const { traceId, readings, flagged } = readFrame(simulated, frameIndex);
  const sensors = insole.sensors.map(({ id, label }, index) => {
    const value = readings[index] ?? 0;
    return person.namesSensors
      ? { anomaly: flagged, id, name: label, value }
      : { anomaly: flagged, id, value };
  });
  return JSON.stringify({
    birthdate: person.birthdate,
    disabled: person.disabled,
    firstname: person.firstname,
    id: BODY_ID,
    lastname: person.lastname,
    trace: { id: traceId, name: person.traceName, sensors },
  });
}
