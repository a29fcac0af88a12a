import {
  type Insole,
  type InsoleSensor,
  listRegions,
  REGIONS,
  type Region,
  type Side,
  selectSensors,
} from '../../../core/insole/insole.ts';
import { markReadings, type SensorReading, SIMULATED_SOURCE } from '../../../core/sample.ts';
import { findReading, type PatientStatus } from '../../../reader/patient-status.ts';
import { cellWidth } from '../../frame/cell-width.ts';
import { countReadingCells } from '../reading-text.ts';

/** Sensors of a foot that are shown as one: a single sensor, or those of a region, whose readings are summed. */
export interface SensorGroup {
  readonly label: string;
  /** The region of a single sensor; of several, how many they are. */
  readonly place: string;
  readonly ids: readonly number[];
  /** How many groups the foot has. */
  readonly groups: number;
  /** The width of the longest label beside it. */
  readonly labelColumns: number;
  /** How many sensors the largest group beside it sums. */
  readonly largest: number;
}

/** The width that every label of a region fits in. */
export const LABEL_COLUMNS = 8;

/** What regions are called where there is little room. */
const SHORT_NAMES: Readonly<Record<Region, string>> = {
  hallux: 'hallux',
  toes: 'toes',
  'medial forefoot': 'medial',
  'central forefoot': 'central',
  'lateral forefoot': 'lateral',
  midfoot: 'midfoot',
  heel: 'heel',
};

/** Coarser parts of the foot, where there is no row for every region. */
const PARTS: readonly (readonly [label: string, regions: readonly Region[]])[] = [
  ['toes', ['hallux', 'toes']],
  ['forefoot', ['medial forefoot', 'central forefoot', 'lateral forefoot']],
  ['midfoot', ['midfoot']],
  ['heel', ['heel']],
];

/** Groups the sensors of a foot, from the toes to the heel, so that there are at most `count` groups: each by itself, by region, or by part of the foot. */
export function groupSensors(insole: Insole, side: Side, count: number): readonly SensorGroup[] {
  const sensors = REGIONS.flatMap((region) => selectSensors(insole, side, [region]));
  if (sensors.length <= count)
    return finish(sensors.map(({ id, label, region }) => ({ label, place: region, ids: [id] })));
  const byRegion = listRegions(insole, side).map((region) =>
    sumSensors(SHORT_NAMES[region], selectSensors(insole, side, [region])),
  );
  if (byRegion.length <= count) return finish(byRegion);
  const byPart = PARTS.map(([label, regions]) => sumSensors(label, selectSensors(insole, side, regions)));
  const parts = byPart.filter(({ ids }) => ids.length > 0);
  if (parts.length <= count) return finish(parts);
  const [first, second] = [REGIONS.slice(0, 5), REGIONS.slice(5)].map((regions) =>
    selectSensors(insole, side, regions),
  );
  return finish(
    [sumSensors('front', first ?? []), sumSensors('back', second ?? [])].slice(0, Math.max(1, count)),
  );
}

type Group = Pick<SensorGroup, 'label' | 'place' | 'ids'>;

function sumSensors(label: string, sensors: readonly InsoleSensor[]): Group {
  const [only, ...others] = sensors;
  if (only !== undefined && others.length === 0)
    return { label: only.label, place: only.region, ids: [only.id] };
  return { label, place: `sum of ${sensors.length}`, ids: sensors.map(({ id }) => id) };
}

function finish(groups: readonly Group[]): readonly SensorGroup[] {
  const labelColumns = Math.max(0, ...groups.map(({ label }) => cellWidth(label)));
  const largest = Math.max(1, ...groups.map(({ ids }) => ids.length));
  return groups.map((group) => ({ ...group, groups: groups.length, labelColumns, largest }));
}

/** The newest reading of a group: the sum of its sensors, and the strongest of their flags; null where one has none. */
export function readGroup(status: PatientStatus, insole: Insole, { ids }: SensorGroup): SensorReading | null {
  const readings = ids.flatMap((id) => findReading(status, id) ?? []);
  const [first] = readings;
  if (first === undefined || readings.length < ids.length) return null;
  if (readings.length === 1) return first;
  const total = readings.reduce((sum, { value }) => sum + value, 0);
  const mark = markReadings(readings);
  const source = mark === '~' ? { source: SIMULATED_SOURCE } : {};
  return { id: first.id, value: Number(total.toFixed(insole.decimals)), anomaly: mark !== '', ...source };
}

/** The insole of a sum of so many sensors, for the width of its readings. */
export function widenInsole(insole: Insole, count: number): Insole {
  return count === 1
    ? insole
    : { ...insole, lowest: Math.min(0, insole.lowest * count), highest: insole.highest * count };
}

/** The width of a reading of any of the groups. */
export function countGroupCells(insole: Insole, groups: readonly SensorGroup[]): number {
  return countReadingCells(widenInsole(insole, groups[0]?.largest ?? 1));
}
