import type { Place } from '../core/gait/load.ts';
import type { Insole, Side } from '../core/insole/insole.ts';
import { listSides } from '../core/insole/insole.ts';
import { drawOutline, FEET_HEIGHT, FEET_WIDTH, placeSensor, toPoint } from './foot-picture.ts';
import { type Markup, markup } from './markup.ts';
import { framePicture, type PictureFrame, round } from './picture.ts';
import { drawLines, type Point } from './shapes.ts';

/** The paths of the centre of pressure, one a foot. */
export interface PathPicture extends Pick<PictureFrame, 'id' | 'title'> {
  readonly insole: Insole;
  /** From a foot's contact on, at even parts of the stride; null while it is lifted, and for a foot without a path. */
  readonly paths: Readonly<Record<Side, readonly (Place | null)[] | null>>;
}

const MARGIN = 4;
const LEGEND_ROWS = 18;

/** Draws the path of the centre of pressure under each foot, with the sensors that it is told from. */
export function drawPressurePaths({ id, title, insole, paths }: PathPicture): Markup {
  const height = FEET_HEIGHT + 2 * MARGIN + LEGEND_ROWS;
  return framePicture(
    {
      id,
      title,
      width: FEET_WIDTH + 2 * MARGIN,
      height,
      description:
        'From the open circle, where a foot comes down, to the dot, where it leaves the ground, by the means of its sensors.',
    },
    markup`<g transform="translate(${MARGIN} ${MARGIN})">${listSides(insole).map((side) => drawFoot(insole, paths[side], side))}</g>`,
    markup`<text class="quiet middle" x="${FEET_WIDTH / 2 + MARGIN}" y="${height - 4}">○ comes down   ● leaves   · sensor</text>`,
  );
}

function drawFoot(insole: Insole, path: readonly (Place | null)[] | null, side: Side): Markup {
  const sensors = insole.sensors.filter((sensor) => sensor.side === side);
  const points = joinAround(path ?? []).map(toPoint);
  const [first, last] = [points[0], points.at(-1)];
  return markup`<g class="${side}"><path class="sole" d="${drawOutline(side)}"/>${sensors.map((sensor) => {
    const [x, y] = placeSensor(sensor);
    return markup`<circle class="quiet" cx="${round(x)}" cy="${round(y)}" r="1.5"/>`;
  })}<path class="line" d="${drawLines(points)}"/>${first ? drawEnd(first, false) : null}${last ? drawEnd(last, true) : null}</g>`;
}

/** The places of one stance, which may go on from the end of the stride to its beginning. */
function joinAround(path: readonly (Place | null)[]): Place[] {
  const start = path.findIndex((place, index) => place !== null && path.at(index - 1) === null);
  const turned = start < 0 ? path : [...path.slice(start), ...path.slice(0, start)];
  const end = turned.indexOf(null);
  return (end < 0 ? turned : turned.slice(0, end)).filter((place) => place !== null);
}

function drawEnd([x, y]: Point, isLast: boolean): Markup {
  return isLast
    ? markup`<circle class="dot" cx="${round(x)}" cy="${round(y)}" r="3.5"/>`
    : markup`<circle class="line" cx="${round(x)}" cy="${round(y)}" r="3.5"/>`;
}
