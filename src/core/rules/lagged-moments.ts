import type { Feature } from './signature-layout.ts';

/** The correlations between the sensors of a gait in the order of a layout's features, as a vector of length 1, or of length 0 without movement. */
export type Signature = Float64Array;

/** How far the readings of the frame that is being added are from their means: the same for all, as it is not kept. */
let offsets = new Float64Array(0);

/**
 * Exponentially weighted means and covariances of some sensors in a frame and in the frame before it; O(1) a frame. The frame
 * before shows which sensor leads which: without it, a heel correlates with the other foot much as with its own.
 */
export class LaggedMoments {
  /** How many seconds of frames were added. */
  seconds = 0;
  readonly #sensorCount: number;
  /** The readings of this frame and those of the one before. */
  readonly #size: number;
  readonly #tauSeconds: number;
  /**
   * The means, then the covariances in the order in which they are changed: in one piece, as what a thousand patients have is in no
   * cache of the processor.
   */
  readonly #moments: Float64Array;

  /** @param tauSeconds time constant: the weight of a frame falls to 1/e in this time */
  constructor(sensorCount: number, tauSeconds: number) {
    this.#sensorCount = sensorCount;
    this.#size = 2 * sensorCount;
    this.#tauSeconds = tauSeconds;
    this.#moments = new Float64Array(this.#size + this.#findCell(this.#size, this.#size));
    if (offsets.length < this.#size) offsets = new Float64Array(this.#size);
  }

  /**
   * Adds a frame.
   *
   * @param readings of the sensors, in a fixed order; after them the readings of the frame before
   * @param seconds between the two frames
   */
  push(readings: Float64Array, seconds: number): void {
    const count = this.#sensorCount;
    const size = this.#size;
    const share = this.seconds === 0 ? 1 : 1 - Math.exp(-seconds / this.#tauSeconds);
    this.seconds += seconds;
    const kept = 1 - share;
    const moments = this.#moments;
    for (let i = 0; i < size; i++) {
      const offset = (readings[i] ?? 0) - (moments[i] ?? 0);
      offsets[i] = offset;
      moments[i] = (moments[i] ?? 0) + share * offset;
    }
    let cell = size;
    for (let i = 0; i < size; i++) {
      const offset = offsets[i] ?? 0;
      // Of the frame before only the variances matter.
      const end = i < count ? size : i + 1;
      for (let j = i; j < end; j++, cell++)
        moments[cell] = kept * ((moments[cell] ?? 0) + share * (offset * (offsets[j] ?? 0)));
    }
  }

  /** Computes the signature of the frames so far. */
  computeSignature(features: readonly Feature[]): Signature {
    const size = this.#size;
    const deviations = new Float64Array(size);
    for (let i = 0; i < size; i++) deviations[i] = Math.sqrt(this.#readCovariance(i, i));
    const correlations = new Float64Array(features.length);
    let squares = 0;
    for (let index = 0; index < features.length; index++) {
      const [i, j] = features[index] ?? [0, 0];
      const scale = (deviations[i] ?? 0) * (deviations[j] ?? 0);
      const correlation = scale > 0 ? this.#readCovariance(i, j) / scale : 0;
      correlations[index] = correlation;
      squares += correlation ** 2;
    }
    const length = Math.sqrt(squares);
    if (length > 0)
      for (let index = 0; index < correlations.length; index++)
        correlations[index] = (correlations[index] ?? 0) / length;
    return correlations;
  }

  #readCovariance(i: number, j: number): number {
    return this.#moments[this.#size + this.#findCell(i, j)] ?? 0;
  }

  /** Where the covariance of two readings is among the covariances, of which the first comes no later in the frame. */
  #findCell(i: number, j: number): number {
    const rows = Math.min(i, this.#sensorCount);
    return rows * this.#size - (rows * (rows - 1)) / 2 + (i - rows) + (j - i);
  }
}
