import type { Side } from '../core/insole/insole.ts';
import type { MeanCurve } from '../core/stride-curve/describe-feet.ts';
import { type Markup, markup } from './markup.ts';
import { framePicture, type PictureFrame } from './picture.ts';
import { makeScale } from './scales.ts';
import { drawArea, drawLines } from './shapes.ts';

/** A small picture of a curve over the stride, without axes, for several beside one another. */
export interface CurvePicture extends Pick<PictureFrame, 'id' | 'title'> {
  readonly side: Side;
  readonly curve: MeanCurve;
  /** What the bottom and the top stand for. */
  readonly range: readonly [number, number];
}

const WIDTH = 110;
const HEIGHT = 44;
const MARGIN = 3;

/** Draws a curve with its band of 90 %, from the left foot's contact to its next. */
export function drawMeanCurve({ id, title, side, curve, range }: CurvePicture): Markup {
  const x = makeScale([0, 1], [MARGIN, WIDTH - MARGIN]);
  const y = makeScale(range, [HEIGHT - MARGIN, MARGIN]);
  const { mean, halfWidths } = curve;
  const columns = Array.from({ length: mean.length + 1 }, (_, point) => {
    const value = mean[point % mean.length] ?? 0;
    const half = halfWidths[point % mean.length] ?? 0;
    return {
      x: x.place(point / mean.length),
      top: y.place(Math.min(range[1], value + half)),
      middle: y.place(value),
      bottom: y.place(Math.max(range[0], value - half)),
    };
  });
  const highest = Math.max(...mean);
  const description = `Highest, ${Math.round(highest)}, at ${Math.round((100 * mean.indexOf(highest)) / mean.length)} % of the stride.`;
  return framePicture(
    { id, title, width: WIDTH, height: HEIGHT, description },
    markup`<path class="rule" d="M${MARGIN} ${HEIGHT - MARGIN}H${WIDTH - MARGIN}"/><g class="${side}"><path class="band" d="${drawArea(columns, false)}"/><path class="line" d="${drawLines(columns.map((column) => [column.x, column.middle] as const))}"/></g>`,
  );
}
