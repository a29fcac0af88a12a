import type { Side } from '../core/insole/insole.ts';
import type { FootCurve } from '../core/stride-curve/describe-feet.ts';
import { pickFoot, type StrideCurves } from '../core/stride-curve/stride-curves.ts';
import { type Markup, markup } from './markup.ts';
import { framePicture, type PictureFrame, round } from './picture.ts';
import { makeScale, type Scale } from './scales.ts';
import { drawArea, drawSmoothLine } from './shapes.ts';

/** The mean stride of both feet. */
export interface StridePicture extends Pick<PictureFrame, 'id' | 'title'> {
  readonly curves: StrideCurves;
  /** Its size in units of the drawing, of which text has eleven: where it stands by itself 720 by 250. */
  readonly size?: readonly [width: number, height: number];
}

const USUAL_SIZE = [720, 250] as const;
const LEFT = 40;
const RIGHT = 6;
const TOP = 8;
const BOTTOM = 52;
const BAR_HEIGHT = 8;
const SIDES: readonly Side[] = ['left', 'right'];

/** Draws the mean load on each foot over the stride, each with its band of 90 %, and below them when each foot is on the ground. */
export function drawStride({ id, title, curves, size = USUAL_SIZE }: StridePicture): Markup {
  const [width, height] = size;
  const sides = SIDES.flatMap((side) => {
    const foot = pickFoot(curves, side);
    return foot === null ? [] : [{ side, foot }];
  });
  const highest = Math.max(
    ...sides.flatMap(({ foot }) => foot.mean.map((load, point) => load + (foot.halfWidths[point] ?? 0))),
  );
  const x = makeScale([0, 1], [LEFT, width - RIGHT]);
  const lowest = Math.min(0, ...sides.flatMap(({ foot }) => foot.mean));
  const y = makeScale([lowest, highest], [height - BOTTOM, TOP], 4);
  return framePicture(
    { id, title, width, height, description: describe(curves, sides) },
    drawAxes(x, y, size),
    sides.map(({ side, foot }) => drawFoot(side, foot, x, y, height - BOTTOM)),
    sides.map(({ side, foot }, row) =>
      drawContact(side, foot, x, [width - RIGHT, height - BOTTOM + 20 + row * (BAR_HEIGHT + 5)]),
    ),
  );
}

interface SideCurve {
  readonly side: Side;
  readonly foot: FootCurve;
}

function describe({ strides }: StrideCurves, sides: readonly SideCurve[]): string {
  const contacts = sides.flatMap(({ side, foot }) =>
    foot.contact === null
      ? []
      : `the ${side} foot is on the ground for ${Math.round((foot.contact.to - foot.contact.from) * 100)} % of it`,
  );
  return `The mean of ${strides} strides with a band of 90 %, from one contact of the left foot to its next${contacts.length === 0 ? '' : `; ${contacts.join(', ')}`}.`;
}

function drawAxes(x: Scale, y: Scale, [width, height]: readonly [number, number]): Markup {
  const bottom = height - BOTTOM;
  const right = width - RIGHT;
  return markup`${y.ticks.map((tick) => markup`<path class="rule" d="M${LEFT} ${round(y.place(tick))}H${right}"/><text class="quiet end" x="${LEFT - 5}" y="${round(y.place(tick) + 4)}">${tick}</text>`)}${[0, 0.25, 0.5, 0.75, 1].map((tick) => markup`<path class="axis" d="M${round(x.place(tick))} ${bottom}v3"/><text class="quiet ${tick === 1 ? 'end' : 'middle'}" x="${round(x.place(tick))}" y="${bottom + 14}">${tick * 100}${tick === 1 ? ' %' : ''}</text>`)}`;
}

function drawFoot(side: Side, { mean, halfWidths }: FootCurve, x: Scale, y: Scale, floor: number): Markup {
  // The stride begins again where it ends.
  const at = (values: readonly number[], point: number) => values[point % values.length] ?? 0;
  const columns = Array.from({ length: mean.length + 1 }, (_, point) => ({
    x: x.place(point / mean.length),
    top: y.place(at(mean, point) + at(halfWidths, point)),
    middle: y.place(at(mean, point)),
    bottom: Math.min(floor, y.place(at(mean, point) - at(halfWidths, point))),
  }));
  return markup`<g class="${side}"><path class="band" d="${drawArea(columns)}"/><path class="line" d="${drawSmoothLine(columns.map((column) => [column.x, column.middle] as const))}"/></g>`;
}

function drawContact(
  side: Side,
  { contact }: FootCurve,
  x: Scale,
  [right, y]: readonly [right: number, y: number],
): Markup {
  const parts =
    contact === null
      ? []
      : [
          { from: contact.from, to: Math.min(1, contact.to) },
          ...(contact.to > 1 ? [{ from: 0, to: contact.to - 1 }] : []),
        ];
  return markup`<g class="${side}"><text class="quiet end" x="${LEFT - 5}" y="${y + BAR_HEIGHT}">${side}</text><path class="rule" d="M${LEFT} ${y + BAR_HEIGHT / 2}H${right}"/>${parts.map(({ from, to }) => markup`<rect class="area" x="${round(x.place(from))}" y="${y}" width="${round(x.place(to) - x.place(from))}" height="${BAR_HEIGHT}"/>`)}</g>`;
}
