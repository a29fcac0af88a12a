const SENSOR_COUNT = 6;
/** Six readings of this frame and six of the one before. */
const SIZE = 2 * SENSOR_COUNT;

/** The pairs whose correlations make a signature: two sensors in this frame, or one in it and another in the frame before. */
const FEATURES: readonly (readonly [number, number])[] = Array.from({ length: SIZE }, (_, j) =>
  Array.from({ length: SENSOR_COUNT }, (_, i): readonly [number, number] => [i, j]),
)
  .flat()
  .filter(([i, j]) => (j < SENSOR_COUNT ? i < j : i !== j - SENSOR_COUNT));

/** The correlations between the sensors of a gait in a fixed order, as a vector of length 1, or of length 0 without movement. */
export type Signature = Float64Array;

/**
 * Exponentially weighted means and covariances of the six sensors in a frame and in the frame before it; O(1) a frame. The frame
 * before shows which sensor leads which: without it, a heel correlates with the other foot much as with its own.
 */
export class LaggedMoments {
  /** How many seconds of frames were added. */
  seconds = 0;
  readonly #tauSeconds: number;
  readonly #means = new Float64Array(SIZE);
  readonly #covariances = new Float64Array(SIZE * SIZE);
  readonly #offsets = new Float64Array(SIZE);

  /** @param tauSeconds time constant: the weight of a frame falls to 1/e in this time */
  constructor(tauSeconds: number) {
    this.#tauSeconds = tauSeconds;
  }

  /**
   * Adds a frame.
   *
   * @param readings of the six sensors, indexed by sensor id
   * @param before the readings of the frame before
   * @param seconds between the two frames
   */
  push(readings: Float64Array, before: Float64Array, seconds: number): void {
    const share = this.seconds === 0 ? 1 : 1 - Math.exp(-seconds / this.#tauSeconds);
    this.seconds += seconds;
    for (let i = 0; i < SIZE; i++) {
      const value = (i < SENSOR_COUNT ? readings[i] : before[i - SENSOR_COUNT]) ?? 0;
      this.#offsets[i] = value - (this.#means[i] ?? 0);
      this.#means[i] = (this.#means[i] ?? 0) + share * (this.#offsets[i] ?? 0);
    }
    for (let i = 0; i < SENSOR_COUNT; i++) {
      for (let j = i; j < SIZE; j++) this.#pushPair(i * SIZE + j, share, i, j);
    }
    for (let j = SENSOR_COUNT; j < SIZE; j++) {
      this.#pushPair(j * SIZE + j, share, j, j);
    }
  }

  /** Computes the signature of the frames so far. */
  computeSignature(): Signature {
    const deviations = new Float64Array(SIZE);
    for (let i = 0; i < SIZE; i++) deviations[i] = Math.sqrt(this.#covariances[i * SIZE + i] ?? 0);
    const correlations = new Float64Array(FEATURES.length);
    let squares = 0;
    FEATURES.forEach(([i, j], feature) => {
      const scale = (deviations[i] ?? 0) * (deviations[j] ?? 0);
      const correlation = scale > 0 ? (this.#covariances[i * SIZE + j] ?? 0) / scale : 0;
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

/**
 * Finds where each correlation of a signature moves to when two sensors change places.
 *
 * @returns for each place in a signature, the place from which to read it; sensors 0 and 0 give the identity
 */
export function findSwappedOrder(first: number, second: number): readonly number[] {
  const swap = (id: number) => (id === first ? second : id === second ? first : id);
  const place = (index: number) =>
    index < SENSOR_COUNT ? swap(index) : swap(index - SENSOR_COUNT) + SENSOR_COUNT;
  const indexOf = (i: number, j: number) => FEATURES.findIndex(([a, b]) => a === i && b === j);
  return FEATURES.map(([i, j]) => {
    const from = place(i);
    const to = place(j);
    return j < SENSOR_COUNT && from > to ? indexOf(to, from) : indexOf(from, to);
  });
}

/**
 * Computes the cosine similarity of two signatures, -1 to 1, with the second one read in the order given (see
 * `findSwappedOrder`).
 */
export function computeSimilarity(recent: Signature, known: Signature, order: readonly number[]): number {
  // Signatures have length 1, so the sum of products is the cosine already.
  let product = 0;
  for (let feature = 0; feature < recent.length; feature++) {
    product += (recent[feature] ?? 0) * (known[order[feature] ?? 0] ?? 0);
  }
  return product;
}
