import type { Feature } from './signature-layout.ts';

/** The correlations between the sensors of a gait in the order of a layout's features, as a vector of length 1, or of length 0 without movement. */
export type Signature = Float64Array;

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
  readonly #means: Float64Array;
  readonly #covariances: Float64Array;
  readonly #offsets: Float64Array;

  /** @param tauSeconds time constant: the weight of a frame falls to 1/e in this time */
  constructor(sensorCount: number, tauSeconds: number) {
    this.#sensorCount = sensorCount;
    this.#size = 2 * sensorCount;
    this.#tauSeconds = tauSeconds;
    this.#means = new Float64Array(this.#size);
    this.#covariances = new Float64Array(this.#size ** 2);
    this.#offsets = new Float64Array(this.#size);
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
    const offsets = this.#offsets;
    const means = this.#means;
    const covariances = this.#covariances;
    for (let i = 0; i < size; i++) {
      const offset = (readings[i] ?? 0) - (means[i] ?? 0);
      offsets[i] = offset;
      means[i] = (means[i] ?? 0) + share * offset;
    }
    for (let i = 0; i < size; i++) {
      const offset = offsets[i] ?? 0;
      // Of the frame before only the variances matter.
      const end = i < count ? size : i + 1;
      for (let j = i, cell = i * size + i; j < end; j++, cell++)
        covariances[cell] = kept * ((covariances[cell] ?? 0) + share * (offset * (offsets[j] ?? 0)));
    }
  }

  /** Computes the signature of the frames so far. */
  computeSignature(features: readonly Feature[]): Signature {
    const size = this.#size;
    const deviations = new Float64Array(size);
    for (let i = 0; i < size; i++) deviations[i] = Math.sqrt(this.#covariances[i * size + i] ?? 0);
    const correlations = new Float64Array(features.length);
    let squares = 0;
    for (let index = 0; index < features.length; index++) {
      const [i, j] = features[index] ?? [0, 0];
      const scale = (deviations[i] ?? 0) * (deviations[j] ?? 0);
      const correlation = scale > 0 ? (this.#covariances[i * size + j] ?? 0) / scale : 0;
      correlations[index] = correlation;
      squares += correlation ** 2;
    }
    const length = Math.sqrt(squares);
    if (length > 0)
      for (let index = 0; index < correlations.length; index++)
        correlations[index] = (correlations[index] ?? 0) / length;
    return correlations;
  }
}
