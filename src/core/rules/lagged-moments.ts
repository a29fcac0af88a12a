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
   * @param readings of the sensors, in a fixed order
   * @param before the readings of the frame before
   * @param seconds between the two frames
   */
  push(readings: Float64Array, before: Float64Array, seconds: number): void {
    const count = this.#sensorCount;
    const size = this.#size;
    const share = this.seconds === 0 ? 1 : 1 - Math.exp(-seconds / this.#tauSeconds);
    this.seconds += seconds;
    for (let i = 0; i < size; i++) {
      const value = (i < count ? readings[i] : before[i - count]) ?? 0;
      this.#offsets[i] = value - (this.#means[i] ?? 0);
      this.#means[i] = (this.#means[i] ?? 0) + share * (this.#offsets[i] ?? 0);
    }
    for (let i = 0; i < count; i++) {
      for (let j = i; j < size; j++) this.#pushPair(i * size + j, share, i, j);
    }
    for (let j = count; j < size; j++) {
      this.#pushPair(j * size + j, share, j, j);
    }
  }

  /** Computes the signature of the frames so far. */
  computeSignature(features: readonly Feature[]): Signature {
    const size = this.#size;
    const deviations = new Float64Array(size);
    for (let i = 0; i < size; i++) deviations[i] = Math.sqrt(this.#covariances[i * size + i] ?? 0);
    const correlations = new Float64Array(features.length);
    let squares = 0;
    features.forEach(([i, j], feature) => {
      const scale = (deviations[i] ?? 0) * (deviations[j] ?? 0);
      const correlation = scale > 0 ? (this.#covariances[i * size + j] ?? 0) / scale : 0;
      correlations[feature] = correlation;
      squares += correlation ** 2;
    });
    const length = Math.sqrt(squares);
    return length > 0 ? correlations.map((correlation) => correlation / length) : correlations;
  }

  #pushPair(cell: number, share: number, i: number, j: number): void {
    const product = (this.#offsets[i] ?? 0) * (this.#offsets[j] ?? 0);
    this.#covariances[cell] = (1 - share) * ((this.#covariances[cell] ?? 0) + share * product);
  }
}
