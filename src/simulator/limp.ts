/**
 * The load under the feet of somebody who spares the left leg. Loads are in readings above the unloaded floor, in
 * the order of the API's sensors; they pass the range of a sensor, which then saturates.
 */

interface Foot {
  /** Where in the stride, 0 to 1, the heel strikes. */
  readonly strike: number;
  /** The share of the stride in which the foot is on the ground. */
  readonly stance: number;
  readonly weight: number;
}

/** The stride begins with the left heel. Each foot leaves the ground a little after the other one has struck. */
const FEET: readonly Foot[] = [
  { strike: 0, stance: 0.54, weight: 0.6 },
  { strike: 0.47, stance: 0.67, weight: 1 },
];

interface Roll {
  /** Shares of the stance, 0 to 1: first loaded, loaded most, lifted. */
  readonly from: number;
  readonly peak: number;
  readonly to: number;
  readonly load: number;
  readonly standingLoad: number;
  /** Which way leaning forward changes the load. */
  readonly lean: number;
}

/** Medial forefoot, lateral forefoot, heel: a step rolls from the last to the first. */
const ROLL: readonly Roll[] = [
  { from: 0.3, peak: 0.78, to: 1, load: 1250, standingLoad: 330, lean: 1 },
  { from: 0.12, peak: 0.5, to: 0.95, load: 1000, standingLoad: 260, lean: 1 },
  { from: 0, peak: 0.2, to: 0.62, load: 1500, standingLoad: 520, lean: -1 },
];

const FORWARD_SWAY = { load: 12, periodSeconds: 3.1 };
const SIDEWAYS_SWAY = { load: 8, periodSeconds: 4.7 };

/** The loads at a point of the stride, 0 to 1. */
export function computeStrideLoads(phase: number): number[] {
  return FEET.flatMap((foot) => {
    const stance = ((phase - foot.strike + 1) % 1) / foot.stance;
    return ROLL.map((roll) => roll.load * foot.weight * computeRise(roll, stance));
  });
}

function computeRise({ from, peak, to }: Roll, stance: number): number {
  if (stance <= from || stance >= to) return 0;
  const nearness = stance < peak ? (stance - from) / (peak - from) : (to - stance) / (to - peak);
  return Math.sin((nearness * Math.PI) / 2) ** 2;
}

/** The loads of standing still: both feet loaded, with a small sway. */
export function computeStandingLoads(atSeconds: number): number[] {
  const forward = computeSway(FORWARD_SWAY, atSeconds);
  const rightward = computeSway(SIDEWAYS_SWAY, atSeconds);
  return FEET.flatMap((foot, side) =>
    ROLL.map((roll) => {
      const sideways = side === 0 ? -rightward : rightward;
      return roll.standingLoad * (0.4 + 0.6 * foot.weight) + forward * roll.lean + sideways;
    }),
  );
}

function computeSway({ load, periodSeconds }: typeof FORWARD_SWAY, atSeconds: number): number {
  return load * Math.sin((2 * Math.PI * atSeconds) / periodSeconds);
}
