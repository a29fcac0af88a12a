import { evaluateCurve, type PhasedSignals } from './harmonic-fit.ts';

/** Curves are looked up at so many phases. */
const POINTS = 200;
/** Samples around an instant have a say in its phase, by a Gaussian of this standard deviation. */
const SIGMA_SECONDS = 0.9;
const REACH_SECONDS = 2.5 * SIGMA_SECONDS;
/** How much the phase keeps to where it is: as so many samples would that fit already. */
const STIFFNESS = 1;
/** A phase moves by no more than this in a round. */
const MAX_STEP_CYCLES = 0.05;

/** Sums the squares of what curves leave unexplained of signals. */
export function measureResidual({ phases, signals }: PhasedSignals, curves: readonly Float64Array[]): number {
  let residual = 0;
  signals.forEach((signal, at) => {
    const points = evaluateCurve(curves[at] ?? new Float64Array(1), POINTS);
    for (let index = 0; index < signal.length; index++) {
      residual += ((signal[index] ?? 0) - lookUp(points, phases[index] ?? 0)) ** 2;
    }
  });
  return residual;
}

/**
 * Moves phases to where the curves explain the samples around them best: a Gauss-Newton step at each knot, of which samples between
 * knots take their share.
 *
 * @param times of the samples, seconds, ascending
 * @param knots instants, seconds, ascending
 * @returns new phases
 */
export function alignPhases(
  { phases, signals }: PhasedSignals,
  curves: readonly Float64Array[],
  times: Float64Array,
  knots: Float64Array,
): Float64Array {
  const slopes = new Float64Array(times.length);
  const misses = new Float64Array(times.length);
  signals.forEach((signal, at) => {
    const points = evaluateCurve(curves[at] ?? new Float64Array(1), POINTS);
    for (let index = 0; index < times.length; index++) {
      const phase = phases[index] ?? 0;
      const slope = (lookUp(points, phase + 1 / POINTS) - lookUp(points, phase - 1 / POINTS)) * (POINTS / 2);
      slopes[index] = (slopes[index] ?? 0) + slope * slope;
      misses[index] = (misses[index] ?? 0) + slope * ((signal[index] ?? 0) - lookUp(points, phase));
    }
  });
  const meanSlope = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
  let first = 0;
  const steps = knots.map((knotSeconds) => {
    while ((times[first] ?? knotSeconds) < knotSeconds - REACH_SECONDS) first += 1;
    let slope = STIFFNESS * meanSlope;
    let miss = 0;
    for (
      let index = first;
      index < times.length && (times[index] ?? 0) <= knotSeconds + REACH_SECONDS;
      index++
    ) {
      const weight = Math.exp(-0.5 * (((times[index] ?? 0) - knotSeconds) / SIGMA_SECONDS) ** 2);
      slope += weight * (slopes[index] ?? 0);
      miss += weight * (misses[index] ?? 0);
    }
    return slope > 0 ? Math.max(-MAX_STEP_CYCLES, Math.min(MAX_STEP_CYCLES, miss / slope)) : 0;
  });
  let next = 1;
  return phases.map((phase, index) => {
    const atSeconds = times[index] ?? 0;
    while (next < knots.length - 1 && (knots[next] ?? 0) < atSeconds) next += 1;
    const before = knots[next - 1] ?? 0;
    const share = Math.max(0, Math.min(1, (atSeconds - before) / ((knots[next] ?? 0) - before)));
    return phase + (steps[next - 1] ?? 0) * (1 - share) + (steps[next] ?? 0) * share;
  });
}

function lookUp(points: Float64Array, phase: number): number {
  const at = (phase - Math.floor(phase)) * points.length;
  const index = Math.floor(at) % points.length;
  const share = at - Math.floor(at);
  return (points[index] ?? 0) * (1 - share) + (points[(index + 1) % points.length] ?? 0) * share;
}
