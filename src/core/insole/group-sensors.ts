import {
  type Insole,
  type InsoleSensor,
  listRegions,
  REGIONS,
  type Region,
  type Side,
  selectSensors,
} from './insole.ts';

/** Sensors of a foot that are shown as one: a single sensor, or those of a region, whose readings are summed. */
export interface GroupedSensors {
  readonly label: string;
  /** The region of a single sensor; of several, how many they are. */
  readonly place: string;
  readonly ids: readonly number[];
}

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
export function groupSensors(insole: Insole, side: Side, count: number): readonly GroupedSensors[] {
  const sensors = REGIONS.flatMap((region) => selectSensors(insole, side, [region]));
  if (sensors.length <= count)
    return sensors.map(({ id, label, region }) => ({ label, place: region, ids: [id] }));
  const byRegion = listRegions(insole, side).map((region) =>
    sumSensors(SHORT_NAMES[region], selectSensors(insole, side, [region])),
  );
  if (byRegion.length <= count) return byRegion;
  const byPart = PARTS.map(([label, regions]) => sumSensors(label, selectSensors(insole, side, regions)));
  const parts = byPart.filter(({ ids }) => ids.length > 0);
  if (parts.length <= count) return parts;
  const [first, second] = [REGIONS.slice(0, 5), REGIONS.slice(5)].map((regions) =>
    selectSensors(insole, side, regions),
  );
  return [sumSensors('front', first ?? []), sumSensors('back', second ?? [])].slice(0, Math.max(1, count));
}

function sumSensors(label: string, sensors: readonly InsoleSensor[]): GroupedSensors {
  const [only, ...others] = sensors;
  if (only !== undefined && others.length === 0)
    return { label: only.label, place: only.region, ids: [only.id] };
  return { label, place: `sum of ${sensors.length}`, ids: sensors.map(({ id }) => id) };
}
