import type { PatientId } from '../core/patient.ts';
import { labelSensor } from '../core/sensors.ts';
import { PEOPLE, type Person } from './person.ts';
import { formatTraceClock } from './trace-clock.ts';
import { FRAME_MS, FRAMES_PER_SECOND, SENSORS_PER_FRAME, type Walk } from './walk.ts';

/** Frames by which each further six patients are ahead of the six before them. */
const LEAD_FRAMES = 37;
/** The same for all, as in the real service. */
const BODY_ID = 12;

export interface SimulatedPatient {
  readonly person: Person;
  readonly walk: Walk;
  /** How far into the recording the patient begins. */
  readonly leadFrames: number;
}

/** One frame of a recording, as it is played. */
export interface Frame {
  /** The recording's clock, see `traceClock`. */
  readonly traceId: number;
  readonly readings: readonly number[];
  readonly flagged: boolean;
}

/**
 * Who a patient is, given the six walks. Patients 1 to 6 play one each; patient 7 is patient 1 once more, a little
 * ahead in the recording, and so on; a patient 0 is like patient 6.
 */
export function castPatient(patient: PatientId, walks: readonly Walk[]): SimulatedPatient {
  const place = (patient + PEOPLE.length - 1) % PEOPLE.length;
  const person = PEOPLE[place];
  const walk = walks[place];
  if (person === undefined || walk === undefined) throw new RangeError(`no such patient: ${patient}`);
  const turnsBefore = Math.max(0, Math.floor((patient - 1) / PEOPLE.length));
  return { person, walk, leadFrames: turnsBefore * LEAD_FRAMES };
}

/** How many frames have begun since the start; the first is 0. */
export function computeFrameIndex(elapsedMs: number): number {
  return Math.floor(elapsedMs / FRAME_MS);
}

export function readFrame({ person, walk, leadFrames }: SimulatedPatient, frameIndex: number): Frame {
  const frame = (frameIndex + leadFrames) % walk.frameCount;
  const first = frame * SENSORS_PER_FRAME;
  return {
    traceId: formatTraceClock(person.recordedAtMs + Math.floor(frame / FRAMES_PER_SECOND) * 1000),
    readings: [...walk.readings.subarray(first, first + SENSORS_PER_FRAME)],
    flagged: walk.flagged[frame] === 1,
  };
}

/** The body that the API answers: JSON of the service's own shape, keys in its order. */
export function makeBody(simulated: SimulatedPatient, frameIndex: number): string {
  const { person } = simulated;
  const { traceId, readings, flagged } = readFrame(simulated, frameIndex);
  const sensors = readings.map((value, id) =>
    person.namesSensors
      ? { anomaly: flagged, id, name: labelSensor(id), value }
      : { anomaly: flagged, id, value },
  );
  return JSON.stringify({
    birthdate: person.birthdate,
    disabled: person.disabled,
    firstname: person.firstname,
    id: BODY_ID,
    lastname: person.lastname,
    trace: { id: traceId, name: person.traceName, sensors },
  });
}
