/** Highest reading. It is no anomaly: the full weight on a foot saturates a sensor. */
export const MAX_READING = 1023;

/** A foot. */
export type Side = 'left' | 'right';

/** A part of the sole. */
export type Region =
  | 'hallux'
  | 'toes'
  | 'medial forefoot'
  | 'central forefoot'
  | 'lateral forefoot'
  | 'midfoot'
  | 'heel';

/** A sensor and where it is under the foot. */
export interface SensorPlace {
  readonly id: number;
  /** Short label, `L0` to `R2`. */
  readonly label: string;
  readonly side: Side;
  readonly place: Region;
  /** Position on a picture of both feet seen from above, in per cent from its top left. */
  readonly xPercent: number;
  readonly yPercent: number;
}

/**
 * The six sensors of a pair of feet, indexed by id, in the order of the API: 0, 1, 2 are the left foot's medial forefoot, lateral
 * forefoot and heel, 3, 4, 5 the right foot's.
 */
export const SENSORS: readonly SensorPlace[] = [
  { id: 0, label: 'L0', side: 'left', place: 'medial forefoot', xPercent: 32, yPercent: 33 },
  { id: 1, label: 'L1', side: 'left', place: 'lateral forefoot', xPercent: 10, yPercent: 45 },
  { id: 2, label: 'L2', side: 'left', place: 'heel', xPercent: 25, yPercent: 90 },
  { id: 3, label: 'R0', side: 'right', place: 'medial forefoot', xPercent: 68, yPercent: 33 },
  { id: 4, label: 'R1', side: 'right', place: 'lateral forefoot', xPercent: 90, yPercent: 45 },
  { id: 5, label: 'R2', side: 'right', place: 'heel', xPercent: 74, yPercent: 90 },
];

/** A pair of insoles: any number of sensors under each foot, in whatever order the API has them. */
export interface Insole {
  readonly name: string;
  readonly sensors: readonly SensorPlace[];
}

/** The insole of the original: three sensors a foot. */
export const SIX_SENSORS: Insole = { name: 'six', sensors: SENSORS };

/** Labels a sensor by its id, `L0` to `R2`; an id beyond the six, as `api.sensors` may configure, is labelled `S6` and so on. */
export function labelSensor(id: number): string {
  return SENSORS[id]?.label ?? `S${id}`;
}
