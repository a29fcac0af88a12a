import { findFloors, type Place, sumFootLoad } from '../gait/load.ts';
import type { ReadingWindow } from '../gait/sample-window.ts';
import { CONTACT_SHARE, findHighestLoads } from '../gait/stance.ts';
import { FULL_SCALE } from '../insole/full-scale.ts';
import { type Insole, type InsoleSensor, placeOnPicture, type Side } from '../insole/insole.ts';
import { findContactSpan, isInSpan, type StrideSpan } from './contact-span.ts';
import type { FoldedStrides } from './fold.ts';
import { evaluateCurve, turnCurve } from './harmonic-fit.ts';

/** Curves have so many points. */
export const CURVE_POINTS = 50;
/** Half of an interval of 90 %, in standard errors. */
const SPREAD_FACTOR = 1.645;
/** What six harmonics cannot follow and time does not take away, of the range of the curve (docs/figures.md). */
const MIN_HALF_WIDTH_SHARE = 0.055;

/** The mean of a signal over the stride, with its band. */
export interface MeanCurve {
  /** In readings, at each of `CURVE_POINTS` even parts of the stride, from the left foot's contact on. */
  readonly mean: readonly number[];
  /** How far the mean may be off either way at each of them, with a probability of 90 %. */
  readonly halfWidths: readonly number[];
}

/** The curve of one sensor, in its readings. */
export interface SensorCurve extends MeanCurve {
  readonly sensor: InsoleSensor;
}

/** The curve of a foot: the sum of its sensors that are not left out. */
export interface FootCurve extends MeanCurve {
  /** When the foot is on the ground; null when it seems to be always, or never. */
  readonly contact: StrideSpan | null;
  /** Where the centre of pressure is at each point of the curve, by the foot's sensors; null while it is lifted. */
  readonly path: readonly (Place | null)[];
}

/** The curves of the feet and of their sensors. */
export interface FeetCurves {
  /** Null of a foot without sensors. */
  readonly left: FootCurve | null;
  readonly right: FootCurve | null;
  /** One for each sensor that is not left out, in the order of the insole. */
  readonly sensors: readonly SensorCurve[];
}

/**
 * Describes folded strides: the curves of sensors and feet from the left foot's contact on, or the right's where the left has none.
 *
 * @param window all samples of the time, which say what the sensors read when unloaded
 */
export function describeFeet(window: ReadingWindow, folded: FoldedStrides, insole: Insole): FeetCurves {
  const { sensors } = window;
  const floors = findFloors(window);
  const highestLoads = findHighestLoads(window, floors);
  const contacts = {
    left: findContact(folded, floors, highestLoads.left, 'left'),
    right: findContact(folded, floors, highestLoads.right, 'right'),
  };
  const start = contacts.left?.from ?? contacts.right?.from ?? 0;
  const curves = sensors.map((sensor, at) => ({ sensor, ...makeCurve(folded, [at], start) }));
  const describeFoot = (side: Side): FootCurve | null => {
    const ofFoot = sensors.flatMap((sensor, at) => (sensor.side === side ? [at] : []));
    if (ofFoot.length === 0) return null;
    const contact = moveSpan(contacts[side], start);
    const path = Array.from({ length: CURVE_POINTS }, (_, point) =>
      contact !== null && isInSpan(contact, point / CURVE_POINTS)
        ? findCentre(
            ofFoot.map((at) => ({
              sensor: sensors[at],
              load: Math.max(0, (curves[at]?.mean[point] ?? 0) - (floors[at] ?? 0)),
            })),
          )
        : null,
    );
    return { ...readCurve(makeCurve(folded, ofFoot, start), insole, ofFoot.length), contact, path };
  };
  return {
    left: describeFoot('left'),
    right: describeFoot('right'),
    sensors: curves.map(({ sensor, ...curve }) => ({ sensor, ...readCurve(curve, insole, 1) })),
  };
}

function findContact(
  { window, phases }: FoldedStrides,
  floors: readonly number[],
  highest: number,
  side: Side,
): StrideSpan | null {
  if (highest === 0) return null;
  const load = sumFootLoad(window, floors, side);
  return findContactSpan(
    phases,
    Array.from(load, (reading) => reading >= CONTACT_SHARE * highest),
  );
}

function moveSpan(span: StrideSpan | null, start: number): StrideSpan | null {
  if (span === null) return null;
  const from = span.from - start - Math.floor(span.from - start);
  return { from, to: from + span.to - span.from };
}

/** The mean of some sensors' sum, with its band from the fits without each block (the delete-a-block jackknife). */
function makeCurve({ fit }: FoldedStrides, sensors: readonly number[], start: number): MeanCurve {
  const sumUp = (curves: readonly Float64Array[]): number[] => {
    const sum = new Float64Array(curves[0]?.length ?? 0);
    for (const at of sensors) {
      curves[at]?.forEach((term, index) => {
        sum[index] = (sum[index] ?? 0) + term;
      });
    }
    return Array.from(evaluateCurve(turnCurve(sum, start), CURVE_POINTS));
  };
  const mean = sumUp(fit.curves);
  const leftOut = fit.leftOut.map(sumUp);
  const range = Math.max(...mean) - Math.min(...mean);
  const halfWidths = mean.map((_, point) => {
    const values = leftOut.map((curve) => curve[point] ?? 0);
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    const standardError = Math.sqrt((squares * (values.length - 1)) / values.length);
    return Math.hypot(MIN_HALF_WIDTH_SHARE * range, SPREAD_FACTOR * standardError);
  });
  return { mean, halfWidths };
}

/**
 * Brings a curve back to readings, and within what so many sensors can read: harmonics go a little beyond where a sensor saturates or
 * is lifted.
 */
function readCurve({ mean, halfWidths }: MeanCurve, { lowest, highest }: Insole, sensors: number): MeanCurve {
  const factor = (highest - lowest) / FULL_SCALE;
  return {
    mean: mean.map(
      (reading) => sensors * lowest + factor * Math.min(sensors * FULL_SCALE, Math.max(0, reading)),
    ),
    halfWidths: halfWidths.map((halfWidth) => factor * halfWidth),
  };
}

interface SensorLoad {
  readonly sensor: InsoleSensor | undefined;
  readonly load: number;
}

function findCentre(loads: readonly SensorLoad[]): Place | null {
  let [total, xPercent, yPercent] = [0, 0, 0];
  for (const { sensor, load } of loads) {
    if (sensor === undefined) continue;
    const place = placeOnPicture(sensor);
    total += load;
    xPercent += load * place.xPercent;
    yPercent += load * place.yPercent;
  }
  return total === 0 ? null : { xPercent: xPercent / total, yPercent: yPercent / total };
}
