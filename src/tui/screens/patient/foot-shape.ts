import { SIX } from '../../../core/insole/built-in-insoles.ts';
import { findFootEdges } from '../../../core/insole/foot-outline.ts';
import {
  type Insole,
  type InsoleSensor,
  placeOnPicture,
  SIDES,
  type Side,
  selectSensors,
} from '../../../core/insole/insole.ts';

/** How fast a sensor's influence falls with distance: fast enough that each sensor keeps an area of its own. */
const DISTANCE_POWER = 3;

/** The shape of both feet in pixels; a cell is two pixels, one above the other. */
export interface FeetShape {
  /** Width of both feet and the gap between them, in cells. */
  readonly columns: number;
  /** Width of one foot, in cells. */
  readonly footColumns: number;
  /** Height in cells; there are twice as many rows of pixels. */
  readonly rows: number;
  /** For each pixel, row by row: the foot that it is on, as an index of `feet`, or -1. */
  readonly footIndices: Int8Array;
  /** For each pixel, the weights of its foot's sensors, in the order of `feet`; they sum to 1. */
  readonly weights: Float32Array;
  /** How many weights each pixel has: as many as the foot with more sensors. */
  readonly weightsAPixel: number;
  readonly feet: readonly { readonly side: Side; readonly sensors: readonly PlacedSensor[] }[];
}

/** A sensor and the cell that it lies in. */
export interface PlacedSensor {
  readonly id: number;
  readonly column: number;
  readonly row: number;
}

/**
 * Shapes two feet of `footColumns` by `rows` cells, `gapColumns` apart, as if one looked down at one's own. Of an insole for one foot
 * the other's place stays empty.
 */
export function shapeFeet(
  footColumns: number,
  gapColumns: number,
  rows: number,
  insole: Insole = SIX,
): FeetShape {
  const columns = 2 * footColumns + gapColumns;
  const pixelRows = 2 * rows;
  const footIndices = new Int8Array(columns * pixelRows).fill(-1);
  const feet = SIDES.map((side) => ({
    side,
    sensors: selectSensors(insole, side).map((sensor) => placeSensor(sensor, footColumns, columns, rows)),
  }));
  const weightsAPixel = Math.max(...feet.map(({ sensors }) => sensors.length));
  const weights = new Float32Array(columns * pixelRows * weightsAPixel);
  for (let y = 0; y < pixelRows; y++) {
    const [lateral, medial] = findFootEdges((y + 0.5) / pixelRows);
    for (let x = 0; x < footColumns; x++) {
      const across = (x + 0.5) / footColumns;
      if (across < lateral || across > medial) continue;
      for (const [foot, at] of [x, columns - 1 - x].entries()) {
        const sensors = feet[foot]?.sensors ?? [];
        if (sensors.length === 0) continue;
        const pixel = y * columns + at;
        footIndices[pixel] = foot;
        weights.set(weighByDistance(sensors, at, y), pixel * weightsAPixel);
      }
    }
  }
  return { columns, footColumns, rows, footIndices, weights, weightsAPixel, feet };
}

function placeSensor(sensor: InsoleSensor, footColumns: number, columns: number, rows: number): PlacedSensor {
  const { xPercent, yPercent } = placeOnPicture(sensor);
  // The heel's sensor lies so far down that a small foot's outline would end at it.
  const row = Math.max(0, Math.min(rows - 2, Math.floor((yPercent / 100) * rows)));
  const column = Math.floor((xPercent / 100) * columns);
  // Small feet are narrower than their share of the picture.
  const isLeft = sensor.side === 'left';
  const within = isLeft ? Math.min(column, footColumns - 1) : Math.max(column, columns - footColumns);
  return { id: sensor.id, column: Math.min(columns - 1, within), row };
}

function weighByDistance(sensors: readonly PlacedSensor[], x: number, y: number): number[] {
  const influences = sensors.map(({ column, row }) => {
    const distance = Math.hypot(x - column, y - (2 * row + 0.5));
    return 1 / Math.max(0.5, distance) ** DISTANCE_POWER;
  });
  const total = influences.reduce((sum, influence) => sum + influence, 0);
  return influences.map((influence) => influence / total);
}
