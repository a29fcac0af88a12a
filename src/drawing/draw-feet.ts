import { findFootEdges } from '../core/insole/foot-outline.ts';
import { createScaler } from '../core/insole/full-scale.ts';
import {
  formatReading,
  type Insole,
  type InsoleSensor,
  listSides,
  type Side,
} from '../core/insole/insole.ts';
import { drawOutline, FEET_HEIGHT, FEET_WIDTH, placeSensor } from './foot-picture.ts';
import { type Markup, markup } from './markup.ts';
import { findStep, RAMP } from './palette.ts';
import { framePicture, type PictureFrame, round } from './picture.ts';

/** What is drawn on the feet. */
export interface FeetPicture extends Pick<PictureFrame, 'id' | 'title'> {
  readonly insole: Insole;
  /** In the readings of the insole, by the ids of sensors; a sensor that is not there has no part in the field. */
  readonly readings: ReadonlyMap<number, number>;
}

/** The field is drawn in cells of this size. */
const CELL = 3;
/** As in the terminal: fast enough that each sensor keeps an area of its own. */
const DISTANCE_POWER = 3;
/** More sensors on a foot than this are drawn as dots, since there is no room for their numbers. */
const MAX_NUMBERS = 9;
const NUMBER_DROP = 4;
const MARGIN = 4;
const LEGEND_ROWS = 26;
const WIDTH = FEET_WIDTH + 2 * MARGIN;

/** Draws the load under both feet as a field of colours between the sensors, with the readings at their places and a legend. */
export function drawFeet({ id, title, insole, readings }: FeetPicture): Markup {
  const sides = listSides(insole);
  const height = FEET_HEIGHT + 2 * MARGIN + LEGEND_ROWS;
  const known = insole.sensors.filter((sensor) => readings.has(sensor.id));
  return framePicture(
    { id, title, width: WIDTH, height, description: describeReadings(insole, known, readings) },
    markup`<g transform="translate(${MARGIN} ${MARGIN})">${sides.map((side) => drawFoot(id, insole, readings, side))}</g>`,
    drawLegend(insole, height - LEGEND_ROWS + 8),
  );
}

function describeReadings(
  insole: Insole,
  sensors: readonly InsoleSensor[],
  readings: ReadonlyMap<number, number>,
): string {
  const facts = sensors.map(
    ({ id, label, region }) => `${label} ${region} ${formatReading(insole, readings.get(id) ?? 0)}`,
  );
  return facts.length === 0 ? 'No readings.' : `${facts.join(', ')}.`;
}

function drawFoot(id: string, insole: Insole, readings: ReadonlyMap<number, number>, side: Side): Markup {
  const sensors = insole.sensors.filter((sensor) => sensor.side === side && readings.has(sensor.id));
  const outline = drawOutline(side);
  const clip = `${id}-${side}`;
  const hasNumbers = sensors.length <= MAX_NUMBERS;
  const marks = sensors.map((sensor) => {
    const [x, y] = placeSensor(sensor);
    return hasNumbers
      ? markup`<text class="number" x="${round(x)}" y="${round(y + NUMBER_DROP)}">${formatReading(insole, readings.get(sensor.id) ?? 0)}</text>`
      : markup`<circle cx="${round(x)}" cy="${round(y)}" r="1.5" fill="#fff" stroke="#000" stroke-width=".5"/>`;
  });
  return markup`<clipPath id="${clip}"><path d="${outline}"/></clipPath><path class="sole" d="${outline}"/><g clip-path="url(#${clip})" shape-rendering="crispEdges">${paintField(insole, readings, sensors, side)}</g><path class="outline" d="${outline}"/>${marks}`;
}

/** One path for each step of the ramp, made of runs of cells. */
function paintField(
  insole: Insole,
  readings: ReadonlyMap<number, number>,
  sensors: readonly InsoleSensor[],
  side: Side,
): Markup[] {
  if (sensors.length === 0) return [];
  const scale = createScaler(insole);
  const placed = sensors.map((sensor) => ({
    place: placeSensor(sensor),
    level: scale(readings.get(sensor.id) ?? 0),
  }));
  const paths = RAMP.map(() => '');
  // The curve of the outline goes a little beyond the points that it is drawn through.
  for (let y = -CELL; y < FEET_HEIGHT + CELL; y += CELL) {
    const [lateral, medial] = findFootEdges(Math.max(0, Math.min(1, (y + CELL / 2) / FEET_HEIGHT)));
    const width = 0.45 * FEET_WIDTH;
    // A cell more at either edge, for the outline to cut.
    const [near, far] = [lateral * width - 2 * CELL, medial * width + 2 * CELL];
    const [from, to] = side === 'left' ? [near, far] : [FEET_WIDTH - far, FEET_WIDTH - near];
    let start = Math.floor(from / CELL) * CELL;
    let step = -1;
    for (let x = start; x <= to; x += CELL) {
      const next = findStep(interpolate(placed, x + CELL / 2, y + CELL / 2));
      if (next === step) continue;
      if (step >= 0) paths[step] += `M${start} ${y}H${x}V${y + CELL}H${start}z`;
      [start, step] = [x, next];
    }
    if (step >= 0) paths[step] += `M${start} ${y}H${Math.ceil(to)}V${y + CELL}H${start}z`;
  }
  return paths.flatMap((path, step) =>
    path === '' ? [] : markup`<path fill="${RAMP[step] ?? ''}" d="${path}"/>`,
  );
}

interface PlacedLevel {
  readonly place: readonly [x: number, y: number];
  readonly level: number;
}

function interpolate(placed: readonly PlacedLevel[], x: number, y: number): number {
  let total = 0;
  let sum = 0;
  for (const { place, level } of placed) {
    const weight = 1 / Math.max(1, Math.hypot(x - place[0], y - place[1])) ** DISTANCE_POWER;
    total += weight;
    sum += weight * level;
  }
  return sum / total;
}

function drawLegend(insole: Insole, y: number): Markup {
  const width = 110;
  const left = (WIDTH - width) / 2;
  const step = width / RAMP.length;
  const unit = insole.unit === '' ? '' : ` ${insole.unit}`;
  return markup`<g>${RAMP.map((colour, at) => markup`<rect x="${round(left + at * step)}" y="${y}" width="${round(step + 0.3)}" height="8" fill="${colour}"/>`)}<text class="quiet end" x="${left - 5}" y="${y + 8}">${formatReading(insole, insole.lowest)}</text><text class="quiet" x="${left + width + 5}" y="${y + 8}">${formatReading(insole, insole.highest)}${unit}</text></g>`;
}
