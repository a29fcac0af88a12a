/** Blocks of equal numbers of samples that a mean is computed without, one at a time, to see how sure it is. */
const MAX_BLOCKS = 8;
const TURN = 2 * Math.PI;

/** Means of several signals over whole strides. */
export interface HarmonicMeans {
  /** One for each signal. */
  readonly means: readonly number[];
  /** The same without each of the blocks. */
  readonly leftOut: readonly (readonly number[])[];
}

/**
 * Computes the means of signals over a stride: the constants of least-squares fits of harmonics of the stride to them. Unlike means
 * of the samples they do not depend on where in the strides the samples happen to lie, which matters at a few samples a second.
 *
 * @param phases in cycles, one for each value of the signals
 * @param chosen whether each value counts
 * @param harmonics how many; with none the means are those of the chosen values
 * @returns null with fewer chosen values than a fit needs, which is all but twice its terms
 */
export function computeHarmonicMeans(
  signals: readonly Float64Array[],
  phases: Float64Array,
  chosen: readonly boolean[],
  harmonics: number,
): HarmonicMeans | null {
  const terms = 2 * harmonics + 1;
  const columns = terms + signals.length;
  const indices = Array.from(phases.keys()).filter((index) => chosen[index]);
  if (indices.length < 2 * terms - 1) return null;
  const blocks = Math.min(MAX_BLOCKS, indices.length);
  const sums = Array.from({ length: blocks }, () => new Float64Array(terms * columns));
  const row = new Float64Array(columns);
  indices.forEach((index, order) => {
    fillRow(row, phases[index] ?? 0, harmonics);
    signals.forEach((signal, at) => {
      row[terms + at] = signal[index] ?? 0;
    });
    addProducts(sums[Math.floor((order * blocks) / indices.length)], row, terms);
  });
  const total = new Float64Array(terms * columns);
  for (const block of sums)
    block.forEach((sum, cell) => {
      total[cell] = (total[cell] ?? 0) + sum;
    });
  const means = solveConstants(total.slice(), terms);
  if (means === null) return null;
  const leftOut = sums.map((block) =>
    solveConstants(
      total.map((sum, cell) => sum - (block[cell] ?? 0)),
      terms,
    ),
  );
  return { means, leftOut: leftOut.flatMap((left) => (left === null ? [] : [left])) };
}

function fillRow(row: Float64Array, phase: number, harmonics: number): void {
  row[0] = 1;
  for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
    row[2 * harmonic - 1] = Math.cos(TURN * harmonic * phase);
    row[2 * harmonic] = Math.sin(TURN * harmonic * phase);
  }
}

function addProducts(sums: Float64Array | undefined, row: Float64Array, terms: number): void {
  if (sums === undefined) return;
  for (let term = 0, cell = 0; term < terms; term++) {
    const factor = row[term] ?? 0;
    for (const value of row) {
      sums[cell] = (sums[cell] ?? 0) + factor * value;
      cell += 1;
    }
  }
}

/**
 * Solves normal equations for the constants, in place, by Gauss-Jordan elimination from the last term to the first.
 *
 * @param system a row for each term: a column for each term, then one for each signal
 */
function solveConstants(system: Float64Array, terms: number): number[] | null {
  const columns = system.length / terms;
  const count = system[0] ?? 0;
  for (let pivot = terms - 1; pivot >= 0; pivot--) {
    const diagonal = system[pivot * columns + pivot] ?? 0;
    if (!(diagonal > 1e-6 * count)) return null;
    for (let other = 0; other < pivot; other++) {
      const factor = (system[other * columns + pivot] ?? 0) / diagonal;
      for (let column = 0; column < columns; column++) {
        const cell = other * columns + column;
        system[cell] = (system[cell] ?? 0) - factor * (system[pivot * columns + column] ?? 0);
      }
    }
  }
  return Array.from(system.subarray(terms, columns), (value) => value / (system[0] ?? 1));
}
