const TURN = 2 * Math.PI;

/** Periodic curves fitted to signals along a phase. */
export interface HarmonicFit {
  /** For each signal a constant, then a cosine and a sine for each harmonic. */
  readonly curves: readonly Float64Array[];
  /** The same without each of the blocks that can be left out. */
  readonly leftOut: readonly (readonly Float64Array[])[];
}

/** What curves are fitted to. */
export interface PhasedSignals {
  /** In cycles, one for each value of the signals. */
  readonly phases: Float64Array;
  readonly signals: readonly Float64Array[];
}

/**
 * Fits curves of a few harmonics to signals by least squares.
 *
 * @param blocks for each value the block that it belongs to, 0 and up; without blocks nothing is left out
 * @returns null when there are too few values, or when their phases do not reach around the cycle
 */
export function fitHarmonics(
  { phases, signals }: PhasedSignals,
  harmonics: number,
  blocks?: Int32Array,
): HarmonicFit | null {
  const terms = 2 * harmonics + 1;
  const columns = terms + signals.length;
  const count = 1 + (blocks?.reduce((most, block) => Math.max(most, block), 0) ?? 0);
  const sums = Array.from({ length: count }, () => new Float64Array(terms * columns));
  const row = new Float64Array(columns);
  for (let index = 0; index < phases.length; index++) {
    fillTerms(row, phases[index] ?? 0, terms);
    for (let at = 0; at < signals.length; at++) row[terms + at] = signals[at]?.[index] ?? 0;
    addProducts(sums[blocks?.[index] ?? 0] ?? row, row, terms);
  }
  const total = new Float64Array(terms * columns);
  for (const block of sums)
    for (let cell = 0; cell < total.length; cell++) total[cell] = (total[cell] ?? 0) + (block[cell] ?? 0);
  const curves = solve(total, terms);
  if (curves === null) return null;
  const leftOut = (blocks ? sums : []).map((block) =>
    solve(
      total.map((sum, cell) => sum - (block[cell] ?? 0)),
      terms,
    ),
  );
  return { curves, leftOut: leftOut.filter((left) => left !== null) };
}

/** Evaluates a fitted curve at so many phases, from 0 on, evenly. */
export function evaluateCurve(curve: Float64Array, points: number): Float64Array {
  const row = new Float64Array(curve.length);
  return Float64Array.from({ length: points }, (_, point) => {
    fillTerms(row, point / points, curve.length);
    return row.reduce((sum, term, index) => sum + term * (curve[index] ?? 0), 0);
  });
}

/** Turns a fitted curve so that it starts at another phase, in cycles. */
export function turnCurve(curve: Float64Array, start: number): Float64Array {
  const turned = curve.slice();
  for (let term = 1; term < curve.length; term += 2) {
    const angle = TURN * ((term + 1) / 2) * start;
    const [a, b] = [curve[term] ?? 0, curve[term + 1] ?? 0];
    turned[term] = a * Math.cos(angle) + b * Math.sin(angle);
    turned[term + 1] = b * Math.cos(angle) - a * Math.sin(angle);
  }
  return turned;
}

/** Fills in 1, and the cosine and sine of each harmonic, each turned on from the one before. */
function fillTerms(row: Float64Array, phase: number, terms: number): void {
  const turnCos = Math.cos(TURN * phase);
  const turnSin = Math.sin(TURN * phase);
  let cos = 1;
  let sin = 0;
  row[0] = 1;
  for (let term = 1; term < terms; term += 2) {
    [cos, sin] = [cos * turnCos - sin * turnSin, sin * turnCos + cos * turnSin];
    row[term] = cos;
    row[term + 1] = sin;
  }
}

function addProducts(sums: Float64Array, row: Float64Array, terms: number): void {
  const columns = row.length;
  for (let term = 0; term < terms; term++) {
    const factor = row[term] ?? 0;
    for (let column = term; column < columns; column++) {
      const cell = term * columns + column;
      sums[cell] = (sums[cell] ?? 0) + factor * (row[column] ?? 0);
    }
  }
}

/**
 * Solves normal equations by Cholesky's decomposition.
 *
 * @param system a row for each term: a column for each term (the upper half counts), then one for each signal
 */
function solve(system: Float64Array, terms: number): readonly Float64Array[] | null {
  const columns = system.length / terms;
  const least = 1e-3 * (system[0] ?? 0);
  const upper = new Float64Array(terms * columns);
  for (let row = 0; row < terms; row++) {
    for (let column = row; column < columns; column++) {
      let sum = system[row * columns + column] ?? 0;
      for (let k = 0; k < row; k++)
        sum -= (upper[k * columns + row] ?? 0) * (upper[k * columns + column] ?? 0);
      if (column === row && !(sum > least)) return null;
      upper[row * columns + column] =
        column === row ? Math.sqrt(sum) : sum / (upper[row * columns + row] ?? 1);
    }
  }
  return Array.from({ length: columns - terms }, (_, signal) => {
    const solution = new Float64Array(terms);
    for (let row = terms - 1; row >= 0; row--) {
      let sum = upper[row * columns + terms + signal] ?? 0;
      for (let k = row + 1; k < terms; k++) sum -= (upper[row * columns + k] ?? 0) * (solution[k] ?? 0);
      solution[row] = sum / (upper[row * columns + row] ?? 1);
    }
    return solution;
  });
}
