import { SENSORS } from '../sensors.ts';
import { cosineSimilarity, findSwappedOrder, LaggedMoments } from './lagged-moments.ts';
import { MAX_GAP_SECONDS, NO_SENSORS, type Rule } from './rule.ts';

/** Frames further apart or closer together than these tell nothing of who leads whom by a part of a stride. */
const MIN_SPACING_SECONDS = 0.18;
const MAX_SPACING_SECONDS = 0.45;
/** What is recent, and what is remembered. */
const RECENT_SECONDS = 8;
const KNOWN_SECONDS = 60;
/** Some 20 strides have to be known before anything is missed in them. */
const WARM_UP_SECONDS = 25;
const JUDGE_SECONDS = 1;
/** By how much more the recent signature has to look like the known one with two sensors exchanged. */
const MARGIN = 0.15;
/** And by how much more than with any other two. */
const MARGIN_TO_NEXT = 0.02;
/** How often in a row. */
const TIMES = 3;
/** Nothing is learnt from sensors of which one has not moved by this much for this long: standing, or a dead one. */
const MOVED_READINGS = 24;
const STILL_SECONDS = 3;

const SAME_PLACES = findSwappedOrder(0, 0);
const SWAPS = SENSORS.flatMap(({ id: first }) =>
  SENSORS.filter(({ id }) => id > first).map(({ id: second }) => ({
    ids: [first, second] as readonly number[],
    order: findSwappedOrder(first, second),
  })),
);

/**
 * Flags two sensors that have changed places. The correlations of the six sensors among each other, now and a frame
 * before, are a signature of a person's walk that neither scale nor floor of a sensor changes. When the recent one (8 s) looks
 * like the remembered one (60 s) with two sensors exchanged, by a cosine that is higher by 0.15 than as they are, three times in
 * a row a second apart, these two are guilty, until it looks like the remembered one again; meanwhile nothing is learnt.
 *
 * Limits: silent for the first 25 s of walking, with frames more than 0.45 s apart, and while any sensor stands still. The
 * two sensors of one forefoot are too much alike to be told from each other.
 */
export function createSwappedRule(): Rule {
  let recent = new LaggedMoments(RECENT_SECONDS);
  const known = new LaggedMoments(KNOWN_SECONDS);
  const before = new Float64Array(SENSORS.length);
  const readings = new Float64Array(SENSORS.length);
  const movedFrom = new Float64Array(SENSORS.length);
  const movedAtSeconds = new Float64Array(SENSORS.length);
  let lastSeconds = Number.NEGATIVE_INFINITY;
  let judgedSeconds = 0;
  let suspects = NO_SENSORS;
  let times = 0;

  function judgeSignature(): void {
    const now = recent.computeSignature();
    const then = known.computeSignature();
    const asTheyAre = cosineSimilarity(now, then, SAME_PLACES);
    let best = Number.NEGATIVE_INFINITY;
    let next = best;
    let ids = NO_SENSORS;
    for (const swap of SWAPS) {
      const like = cosineSimilarity(now, then, swap.order);
      next = Math.max(next, Math.min(best, like));
      if (like > best) {
        best = like;
        ids = swap.ids;
      }
    }
    if (times >= TIMES) {
      if (asTheyAre >= best) times = 0;
      return;
    }
    const isSwapped = best - asTheyAre >= MARGIN && best - next >= MARGIN_TO_NEXT;
    times = isSwapped ? (ids === suspects ? times + 1 : 1) : 0;
    suspects = ids;
  }

  return {
    name: 'swapped',
    detect({ atSeconds, sensors }) {
      const seconds = atSeconds - lastSeconds;
      const guilty = () => (times >= TIMES ? suspects : NO_SENSORS);
      if (seconds >= 0 && seconds < MIN_SPACING_SECONDS) return guilty();
      lastSeconds = atSeconds;
      if (!(seconds >= 0 && seconds <= MAX_GAP_SECONDS)) {
        recent = new LaggedMoments(RECENT_SECONDS);
        times = 0;
      }
      before.set(readings);
      for (const { id, value } of sensors) if (id >= 0 && id < readings.length) readings[id] = value;
      let isStill = false;
      readings.forEach((reading, id) => {
        if (Math.abs(reading - (movedFrom[id] ?? 0)) > MOVED_READINGS) {
          movedFrom[id] = reading;
          movedAtSeconds[id] = atSeconds;
        }
        isStill ||= atSeconds - (movedAtSeconds[id] ?? 0) > STILL_SECONDS;
      });
      if (isStill || !(seconds >= 0 && seconds <= MAX_SPACING_SECONDS)) return guilty();
      recent.push(readings, before, seconds);
      if (times === 0) known.push(readings, before, seconds);
      if (known.seconds < WARM_UP_SECONDS || Math.abs(atSeconds - judgedSeconds) < JUDGE_SECONDS)
        return guilty();
      judgedSeconds = atSeconds;
      judgeSignature();
      return guilty();
    },
  };
}
