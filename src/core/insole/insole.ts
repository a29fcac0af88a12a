/** A foot. */
export type Side = 'left' | 'right';

/** The feet, the left one first. */
export const SIDES = ['left', 'right'] as const satisfies readonly Side[];

/** The parts of the sole, from the toes to the heel. */
export const REGIONS = [
  'hallux',
  'toes',
  'medial forefoot',
  'central forefoot',
  'lateral forefoot',
  'midfoot',
  'heel',
] as const;

/** A part of the sole. */
export type Region = (typeof REGIONS)[number];

/** A sensor, and where it is under the foot. */
export interface InsoleSensor {
  /** As the API and the store name it. */
  readonly id: number;
  /** Short, unique within the insole: `L0`. */
  readonly label: string;
  readonly side: Side;
  readonly region: Region;
  /** Across the foot, in per cent of its greatest width: 0 is the outer edge, 100 the inner one, of either foot. */
  readonly x: number;
  /** Along the foot, in per cent of its length: 0 is the tip of the toes, 100 the back of the heel. */
  readonly y: number;
}

/** A pair of insoles, or one for one foot alone: what its readings mean, and where they are taken. */
export interface Insole {
  readonly name: string;
  /** What readings are shown in, such as `kPa`; empty when they are uncalibrated. */
  readonly unit: string;
  /** The lowest and the highest reading, in that unit. The highest is no anomaly: a heavy step saturates a sensor. */
  readonly lowest: number;
  readonly highest: number;
  /** Decimal places of a reading. */
  readonly decimals: number;
  /** In the order of the file. */
  readonly sensors: readonly InsoleSensor[];
}

/** The sensors of a foot, or of some regions of it, in the order of the insole. */
export function selectSensors(
  { sensors }: Insole,
  side: Side,
  regions: readonly Region[] = REGIONS,
): readonly InsoleSensor[] {
  return sensors.filter((sensor) => sensor.side === side && regions.includes(sensor.region));
}

/** The feet that an insole has sensors of. */
export function listSides({ sensors }: Insole): readonly Side[] {
  return SIDES.filter((side) => sensors.some((sensor) => sensor.side === side));
}

/** The regions of a foot that an insole has sensors in, from the toes to the heel. */
export function listRegions({ sensors }: Insole, side: Side): readonly Region[] {
  return REGIONS.filter((region) =>
    sensors.some((sensor) => sensor.side === side && sensor.region === region),
  );
}

/** The sensor with an id; null for an id that the insole does not have. */
export function findSensor({ sensors }: Insole, id: number): InsoleSensor | null {
  return sensors.find((sensor) => sensor.id === id) ?? null;
}

/** The label of a sensor; an id that the insole does not have is labelled `S6` and so on. */
export function nameSensor(insole: Insole, id: number): string {
  return findSensor(insole, id)?.label ?? `S${id}`;
}

/** What a reading is of the insole's range: 0 for the lowest, 1 for the highest. */
export function scaleReading({ lowest, highest }: Insole, reading: number): number {
  return (reading - lowest) / (highest - lowest);
}

/** Writes a reading with the insole's decimals, without its unit. */
export function formatReading({ decimals }: Insole, reading: number): string {
  return decimals === 0 ? String(Math.round(reading)) : reading.toFixed(decimals);
}

/** How many characters the longest reading takes. */
export function countReadingColumns(insole: Insole): number {
  return Math.max(formatReading(insole, insole.lowest).length, formatReading(insole, insole.highest).length);
}

/** A foot's greatest width, in per cent of a picture of both feet side by side. */
const FOOT_WIDTH_PERCENT = 45;

/**
 * Where a sensor is on a picture of both feet seen from above, as one looks down at one's own: in per cent from its top left, across
 * to a tenth.
 */
export function placeOnPicture({ side, x, y }: Pick<InsoleSensor, 'side' | 'x' | 'y'>) {
  const fromOutside = Math.round((x / 100) * FOOT_WIDTH_PERCENT * 10) / 10;
  return { xPercent: side === 'left' ? fromOutside : 100 - fromOutside, yPercent: y };
}
