import { SENSORS } from '../sensors.ts';
import { computeSimilarity, findSwappedOrder, LaggedMoments } from './lagged-moments.ts';
import { MAX_GAP_SECONDS, NO_SENSORS, type Rule } from './rule.ts';

/** Frames closer together or further apart do not show which sensor leads which by a part of a stride. */
const MIN_SPACING_SECONDS = 0.18;
const MAX_SPACING_SECONDS = 0.45;
/** Time constants of the recent signature and of the known one. */
const RECENT_SECONDS = 8;
const KNOWN_SECONDS = 60;
/** The rule is silent until the known signature covers some 20 strides. */
const WARM_UP_SECONDS = 25;
/** How often the two signatures are compared. */
const COMPARE_SECONDS = 1;
/** By how much the cosine has to be higher with two sensors exchanged than with all in their places. */
const MIN_MARGIN = 0.15;
/** By how much it has to be higher than with any other two exchanged. */
const MIN_MARGIN_TO_NEXT = 0.02;
/** How many comparisons in a row have to show the same two sensors. */
const MIN_MATCHES = 3;
/** While a sensor has not moved by this much for this long, the patient stands or the sensor is dead: nothing is learnt. */
const MIN_MOVED_READINGS = 24;
const MAX_STILL_SECONDS = 3;

const SAME_PLACES = findSwappedOrder(0, 0);
const SWAPS = SENSORS.flatMap(({ id: first }) =>
  SENSORS.filter(({ id }) => id > first).map(({ id: second }) => ({
    ids: [first, second] as readonly number[],
    order: findSwappedOrder(first, second),
  })),
);

/**
 * Creates the rule that flags two sensors which have changed places.
 *
 * The correlations between the six sensors, in one frame and from one frame to the next, are a signature of a patient's gait, whatever
 * the scales and floors of the sensors. Two sensors are flagged when the recent signature (8 s) matches the known one (60 s) better
 * with the two exchanged, by a cosine that is higher by 0.15, in three comparisons in a row, a second apart. They stay flagged
 * until the signature matches best without an exchange; meanwhile the known signature does not change.
 *
 * Limits: silent for the first 25 s of walking, with frames more than 0.45 s apart, and while any sensor stands still. The two
 * sensors of one forefoot are too similar to be told apart.
 */
export function createSwappedRule(): Rule {
  let recent = new LaggedMoments(RECENT_SECONDS);
  const known = new LaggedMoments(KNOWN_SECONDS);
  const before = new Float64Array(SENSORS.length);
  const readings = new Float64Array(SENSORS.length);
  const movedFrom = new Float64Array(SENSORS.length);
  const movedAtSeconds = new Float64Array(SENSORS.length);
  let lastSeconds = Number.NEGATIVE_INFINITY;
  let comparedAtSeconds = 0;
  let candidates = NO_SENSORS;
  let matches = 0;

  function compareSignatures(): void {
    const recentSignature = recent.computeSignature();
    const knownSignature = known.computeSignature();
    const unswapped = computeSimilarity(recentSignature, knownSignature, SAME_PLACES);
    let best = Number.NEGATIVE_INFINITY;
    let next = best;
    let ids = NO_SENSORS;
    for (const swap of SWAPS) {
      const similarity = computeSimilarity(recentSignature, knownSignature, swap.order);
      next = Math.max(next, Math.min(best, similarity));
      if (similarity > best) {
        best = similarity;
        ids = swap.ids;
      }
    }
    if (matches >= MIN_MATCHES) {
      if (unswapped >= best) matches = 0;
      return;
    }
    const isSwapped = best - unswapped >= MIN_MARGIN && best - next >= MIN_MARGIN_TO_NEXT;
    matches = isSwapped ? (ids === candidates ? matches + 1 : 1) : 0;
    candidates = ids;
  }

  return {
    name: 'swapped',
    detect({ atSeconds, sensors }) {
      const seconds = atSeconds - lastSeconds;
      const chooseFlagged = () => (matches >= MIN_MATCHES ? candidates : NO_SENSORS);
      if (seconds >= 0 && seconds < MIN_SPACING_SECONDS) return chooseFlagged();
      lastSeconds = atSeconds;
      if (!(seconds >= 0 && seconds <= MAX_GAP_SECONDS)) {
        recent = new LaggedMoments(RECENT_SECONDS);
        matches = 0;
      }
      before.set(readings);
      for (const { id, value } of sensors) if (id >= 0 && id < readings.length) readings[id] = value;
      let isStill = false;
      readings.forEach((reading, id) => {
        if (Math.abs(reading - (movedFrom[id] ?? 0)) > MIN_MOVED_READINGS) {
          movedFrom[id] = reading;
          movedAtSeconds[id] = atSeconds;
        }
        isStill ||= atSeconds - (movedAtSeconds[id] ?? 0) > MAX_STILL_SECONDS;
      });
      if (isStill || !(seconds >= 0 && seconds <= MAX_SPACING_SECONDS)) return chooseFlagged();
      recent.push(readings, before, seconds);
      if (matches === 0) known.push(readings, before, seconds);
      if (known.seconds < WARM_UP_SECONDS || Math.abs(atSeconds - comparedAtSeconds) < COMPARE_SECONDS)
        return chooseFlagged();
      comparedAtSeconds = atSeconds;
      compareSignatures();
      return chooseFlagged();
    },
  };
}
