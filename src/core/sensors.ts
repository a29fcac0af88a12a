/**
 * The six sensors of a pair of feet, in the order of the API: 0, 1, 2 are the left foot's medial forefoot,
 * lateral forefoot and heel, 3, 4, 5 the right's.
 */

/** Highest reading. It is an ordinary one: a foot's full weight saturates a sensor. */
export const MAX_READING = 1023;

export type Side = 'left' | 'right';

export interface SensorPlace {
  readonly id: number;
  /** Short label, `L0` to `R2`. */
  readonly label: string;
  readonly side: Side;
  /** Anatomical place in words. */
  readonly place: string;
  /** Place on a picture of both feet seen from above, in per cent from its top left. */
  readonly xPercent: number;
  readonly yPercent: number;
}

export const SENSORS: readonly SensorPlace[] = [
  { id: 0, label: 'L0', side: 'left', place: 'medial forefoot', xPercent: 32, yPercent: 33 },
  { id: 1, label: 'L1', side: 'left', place: 'lateral forefoot', xPercent: 10, yPercent: 45 },
  { id: 2, label: 'L2', side: 'left', place: 'heel', xPercent: 25, yPercent: 90 },
  { id: 3, label: 'R0', side: 'right', place: 'medial forefoot', xPercent: 68, yPercent: 33 },
  { id: 4, label: 'R1', side: 'right', place: 'lateral forefoot', xPercent: 90, yPercent: 45 },
  { id: 5, label: 'R2', side: 'right', place: 'heel', xPercent: 74, yPercent: 90 },
];

/** The label of a sensor; an id beyond the six (configured by `api.sensors`) is `S` and its number. */
export function labelSensor(id: number): string {
  return SENSORS[id]?.label ?? `S${id}`;
}
