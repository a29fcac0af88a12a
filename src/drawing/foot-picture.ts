import type { Place } from '../core/gait/load.ts';
import { FOOT_OUTLINE } from '../core/insole/foot-outline.ts';
import { type InsoleSensor, placeOnPicture, type Side } from '../core/insole/insole.ts';
import { drawClosedShape, type Point } from './shapes.ts';

/** A picture of both feet is so wide; each foot takes 45 % of it (see `placeOnPicture`). */
export const FEET_WIDTH = 200;
/** And so high. */
export const FEET_HEIGHT = 216;
const FOOT_WIDTH = 0.45 * FEET_WIDTH;

/** The path of a sole's outline in the picture of both feet. */
export function drawOutline(side: Side): string {
  const place = (share: number, down: number): Point => [
    side === 'left' ? share * FOOT_WIDTH : FEET_WIDTH - share * FOOT_WIDTH,
    down * FEET_HEIGHT,
  ];
  const outer = FOOT_OUTLINE.map(([down, lateral]) => place(lateral, down));
  const inner = FOOT_OUTLINE.map(([down, , medial]) => place(medial, down));
  return drawClosedShape([...outer, ...inner.toReversed()]);
}

/** Where a sensor is in the picture. */
export function placeSensor(sensor: Pick<InsoleSensor, 'side' | 'x' | 'y'>): Point {
  return toPoint(placeOnPicture(sensor));
}

/** Where a place in per cent of the picture is in it. */
export function toPoint({ xPercent, yPercent }: Place): Point {
  return [(xPercent / 100) * FEET_WIDTH, (yPercent / 100) * FEET_HEIGHT];
}
