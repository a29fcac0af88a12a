interface Foot {
  /** When in the stride the heel strikes, 0 to 1. */
  readonly strike: number;
  /** Stance as a share of the stride, 0 to 1. */
  readonly stance: number;
  /** Load of the foot as a share of full load. */
  readonly weight: number;
}

/** A stride starts with the left heel strike. Each foot leaves the ground shortly after the other has struck. */
const FEET: readonly Foot[] = [
  { strike: 0, stance: 0.54, weight: 0.6 },
  { strike: 0.47, stance: 0.67, weight: 1 },
];

/** How one sensor is loaded as the foot rolls. */
interface Roll {
  /** When in the stance, 0 to 1, the sensor is first loaded, loaded most, and lifted. */
  readonly from: number;
  readonly peak: number;
  readonly to: number;
  readonly load: number;
  readonly standingLoad: number;
  /** Whether leaning forward adds load (1) or removes it (-1). */
  readonly lean: number;
}

/** Medial forefoot, lateral forefoot, heel; a step rolls from the heel to the medial forefoot. */
const ROLL: readonly Roll[] = [
  { from: 0.3, peak: 0.78, to: 1, load: 1250, standingLoad: 330, lean: 1 },
  { from: 0.12, peak: 0.5, to: 0.95, load: 1000, standingLoad: 260, lean: 1 },
  { from: 0, peak: 0.2, to: 0.62, load: 1500, standingLoad: 520, lean: -1 },
];

const FORWARD_SWAY = { load: 12, periodSeconds: 3.1 };
const SIDEWAYS_SWAY = { load: 8, periodSeconds: 4.7 };

/**
 * Computes the loads of the six sensors at a point of the stride of a patient who spares the left foot.
 *
 * @param phase 0 to 1 from one left heel strike to the next
 * @returns readings above the unloaded floor, in the order of the API's sensors; they may exceed 1023, where a sensor saturates
 */
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

/** Computes the loads of the six sensors while the same patient stands, with a small sway; in the same form. */
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
