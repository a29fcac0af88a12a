import { SIX } from '../insole/built-in-insoles.ts';
import { createScaler } from '../insole/full-scale.ts';
import type { Insole } from '../insole/insole.ts';
import { LaggedMoments, type Signature } from './lagged-moments.ts';
import { MAX_GAP_SECONDS, NO_SENSORS, type Rule, type RuleSample } from './rule.ts';
import { layOutSignature, type Swap } from './signature-layout.ts';

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
/** By how much the cosine has to be higher with two of six sensors exchanged than with all in their places. */
const MIN_MARGIN = 0.15;
/** By how much it has to be higher than with any other two exchanged. */
const MIN_MARGIN_TO_NEXT = 0.02;
/** Two of six sensors move so many of the 45 correlations; of more sensors a smaller part, and the margins with it. */
const MOVED_SHARE_OF_SIX = 26 / 45;
/** How many comparisons in a row have to show the same two sensors. */
const MIN_MATCHES = 3;
/** While a sensor has not moved by this much for this long, the patient stands or the sensor is dead: nothing is learnt. */
const MIN_MOVED_READINGS = 24;
const MAX_STILL_SECONDS = 3;

/**
 * Creates the rule that flags two sensors which have changed places.
 *
 * The correlations between the sensors, in one frame and from one frame to the next, are a signature of a patient's gait, whatever
 * the scales and floors of the sensors. Two sensors are flagged when the recent signature (8 s) matches the known one (60 s) better
 * with the two exchanged, by a cosine that is higher by 0.15 (of six sensors), in three comparisons in a row, a second apart. They stay flagged
 * until the signature matches best without an exchange; meanwhile the known signature does not change.
 *
 * Limits: silent for the first 25 s of walking, with frames more than 0.45 s apart, and while any sensor stands still that has
 * ever moved. Neighbours, such as the two sensors of one forefoot, are too similar to be told apart.
 */
export function createSwappedRule(insole: Insole = SIX): Rule {
  const { features, swaps } = layOutSignature(insole);
  const placeOf: number[] = [];
  for (const [place, { id }] of insole.sensors.entries()) placeOf[id] = place;
  const scale = createScaler(insole);
  const count = insole.sensors.length;
  let recent = new LaggedMoments(count, RECENT_SECONDS);
  const known = new LaggedMoments(count, KNOWN_SECONDS);
  /** Of each sensor: the readings of this frame, those of the frame before, where it moved from last, and when. In one piece. */
  const state = new Float64Array(4 * count).fill(Number.POSITIVE_INFINITY, 3 * count);
  const movedFrom = 2 * count;
  const movedAt = 3 * count;
  // An object, whose numbers are changed in place: for each change of a variable the engine would allocate one.
  const at = { lastSeconds: Number.NEGATIVE_INFINITY, comparedSeconds: 0 };
  let candidates = NO_SENSORS;
  let matches = 0;

  function compareSignatures(): void {
    const recentSignature = recent.computeSignature(features);
    const knownSignature = known.computeSignature(features);
    let best = Number.NEGATIVE_INFINITY;
    let next = best;
    let found: Swap | null = null;
    for (const swap of swaps) {
      const gain = computeGain(recentSignature, knownSignature, swap);
      next = Math.max(next, Math.min(best, gain));
      if (gain > best) {
        best = gain;
        found = swap;
      }
    }
    if (matches >= MIN_MATCHES) {
      if (best <= 0) matches = 0;
      return;
    }
    const part = (found?.moved.length ?? 0) / features.length / MOVED_SHARE_OF_SIX;
    const isSwapped = best >= MIN_MARGIN * part && best - next >= MIN_MARGIN_TO_NEXT * part;
    matches = found && isSwapped ? (found.ids === candidates ? matches + 1 : 1) : 0;
    candidates = found?.ids ?? NO_SENSORS;
  }

  function chooseFlagged(): readonly number[] {
    return matches >= MIN_MATCHES ? candidates : NO_SENSORS;
  }

  /** Takes the readings of a sample. Returns whether a sensor has been still for long. */
  function takeReadings({ atSeconds, sensors }: RuleSample): boolean {
    for (let place = 0; place < count; place++) state[count + place] = state[place] ?? 0;
    for (const { id, value } of sensors) {
      const place = placeOf[id];
      if (place !== undefined) state[place] = scale(value);
    }
    let isStill = false;
    for (let place = 0; place < count; place++) {
      const reading = state[place] ?? 0;
      if (Math.abs(reading - (state[movedFrom + place] ?? 0)) > MIN_MOVED_READINGS) {
        state[movedFrom + place] = reading;
        state[movedAt + place] = atSeconds;
      }
      isStill ||= atSeconds - (state[movedAt + place] ?? 0) > MAX_STILL_SECONDS;
    }
    return isStill;
  }

  return {
    name: 'swapped',
    detect(sample) {
      const { atSeconds } = sample;
      const seconds = atSeconds - at.lastSeconds;
      if (seconds >= 0 && seconds < MIN_SPACING_SECONDS) return chooseFlagged();
      at.lastSeconds = atSeconds;
      if (!(seconds >= 0 && seconds <= MAX_GAP_SECONDS)) {
        recent = new LaggedMoments(count, RECENT_SECONDS);
        matches = 0;
      }
      const isStill = takeReadings(sample);
      if (isStill || !(seconds >= 0 && seconds <= MAX_SPACING_SECONDS)) return chooseFlagged();
      recent.push(state, seconds);
      if (matches === 0) known.push(state, seconds);
      if (known.seconds < WARM_UP_SECONDS || Math.abs(atSeconds - at.comparedSeconds) < COMPARE_SECONDS)
        return chooseFlagged();
      at.comparedSeconds = atSeconds;
      compareSignatures();
      return chooseFlagged();
    },
  };
}

/** By how much two signatures are more alike, as a cosine, with two sensors of the known one exchanged. */
function computeGain(recent: Signature, known: Signature, { moved, from }: Swap): number {
  // Signatures have length 1, so the sum of products is the cosine already.
  let gain = 0;
  for (let index = 0; index < moved.length; index++) {
    const place = moved[index] ?? 0;
    gain += (recent[place] ?? 0) * ((known[from[index] ?? 0] ?? 0) - (known[place] ?? 0));
  }
  return gain;
}
