/** One oscillation along given phases, fitted to a signal. */
export interface OscillationFit {
  /** The share of the signal's variance that it explains, 0 to 1. */
  readonly explained: number;
  /** The phase of its crest in cycles, -0.5 to 0.5. */
  readonly crestCycles: number;
}

/**
 * Fits one oscillation along the phases to a signal by least squares.
 *
 * @param phases in cycles, one for each value of the signal
 */
export function fitOscillation(signal: Float64Array, phases: Float64Array): OscillationFit {
  const count = signal.length;
  const mean = signal.reduce((sum, x) => sum + x, 0) / count;
  const cosines = phases.map((phase) => Math.cos(2 * Math.PI * phase));
  const sines = phases.map((phase) => Math.sin(2 * Math.PI * phase));
  const meanCos = cosines.reduce((sum, c) => sum + c, 0) / count;
  const meanSin = sines.reduce((sum, s) => sum + s, 0) / count;
  const sums = { xx: 0, cc: 0, ss: 0, cs: 0, xc: 0, xs: 0 };
  signal.forEach((value, index) => {
    const x = value - mean;
    const c = (cosines[index] ?? 0) - meanCos;
    const s = (sines[index] ?? 0) - meanSin;
    sums.xx += x * x;
    sums.cc += c * c;
    sums.ss += s * s;
    sums.cs += c * s;
    sums.xc += x * c;
    sums.xs += x * s;
  });
  const determinant = sums.cc * sums.ss - sums.cs ** 2;
  if (sums.xx <= 0 || determinant <= 1e-9) return { explained: 0, crestCycles: 0 };
  const b = (sums.xc * sums.ss - sums.xs * sums.cs) / determinant;
  const d = (sums.xs * sums.cc - sums.xc * sums.cs) / determinant;
  return {
    explained: (b * sums.xc + d * sums.xs) / sums.xx,
    crestCycles: Math.atan2(d, b) / (2 * Math.PI),
  };
}
