import type { Insole, InsoleSensor, Region, Side } from './insole.ts';

type Place = readonly [region: Region, x: number, y: number];

/** Numbers the sensors of a foot from an id on, and labels them from 1 on: `L1`. */
function makeFoot(side: Side, firstId: number, places: readonly Place[]): InsoleSensor[] {
  const letter = side === 'left' ? 'L' : 'R';
  return places.map(([region, x, y], index) => ({
    id: firstId + index,
    label: `${letter}${index + 1}`,
    side,
    region,
    x,
    y,
  }));
}

/** The insole of the original: 0, 1, 2 are the left foot's medial forefoot, lateral forefoot and heel, 3, 4, 5 the right foot's. */
export const SIX: Insole = {
  name: 'six',
  unit: '',
  lowest: 0,
  highest: 1023,
  decimals: 0,
  sensors: [
    { id: 0, label: 'L0', side: 'left', region: 'medial forefoot', x: 71.1, y: 33 },
    { id: 1, label: 'L1', side: 'left', region: 'lateral forefoot', x: 22.2, y: 45 },
    { id: 2, label: 'L2', side: 'left', region: 'heel', x: 55.6, y: 90 },
    { id: 3, label: 'R0', side: 'right', region: 'medial forefoot', x: 71.1, y: 33 },
    { id: 4, label: 'R1', side: 'right', region: 'lateral forefoot', x: 22.2, y: 45 },
    { id: 5, label: 'R2', side: 'right', region: 'heel', x: 57.8, y: 90 },
  ],
};

/** The places that the data set gaitpdb tells of its sensors 1 to 8. */
const EIGHT_PLACES: readonly Place[] = [
  ['heel', 50, 90],
  ['heel', 27, 70],
  ['heel', 73, 70],
  ['midfoot', 27, 50],
  ['midfoot', 73, 50],
  ['lateral forefoot', 27, 30],
  ['medial forefoot', 73, 30],
  ['toes', 50, 10],
];

/** The insole of gaitpdb: eight force sensors a foot, in newtons. */
export const EIGHT: Insole = {
  name: 'eight',
  unit: 'N',
  lowest: 0,
  highest: 600,
  decimals: 1,
  sensors: [...makeFoot('left', 0, EIGHT_PLACES), ...makeFoot('right', 8, EIGHT_PLACES)],
};

const SIXTEEN_PLACES: readonly Place[] = [
  ['hallux', 82, 9],
  ['toes', 54, 9],
  ['toes', 29, 16],
  ['medial forefoot', 88, 23],
  ['medial forefoot', 80, 34],
  ['central forefoot', 61, 25],
  ['central forefoot', 51, 36],
  ['lateral forefoot', 33, 29],
  ['lateral forefoot', 18, 40],
  ['midfoot', 21, 52],
  ['midfoot', 59, 53],
  ['midfoot', 24, 65],
  ['midfoot', 52, 66],
  ['heel', 34, 80],
  ['heel', 68, 80],
  ['heel', 51, 92],
];

/** A generic insole of sixteen pressure sensors a foot. */
export const SIXTEEN: Insole = {
  name: 'sixteen',
  unit: 'kPa',
  lowest: 0,
  highest: 600,
  decimals: 0,
  sensors: [...makeFoot('left', 0, SIXTEEN_PLACES), ...makeFoot('right', 16, SIXTEEN_PLACES)],
};

/** The insoles that need no file, by their names. */
export const BUILT_IN_INSOLES: ReadonlyMap<string, Insole> = new Map(
  [SIX, EIGHT, SIXTEEN].map((insole) => [insole.name, insole]),
);
