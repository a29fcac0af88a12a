const SENSOR_COUNT = 6;
/** Each sensor now, and each at the frame before. */
const SIZE = 2 * SENSOR_COUNT;

/** Which correlations make a signature: of two sensors now, and of one now with another at the frame before. */
const FEATURES: readonly (readonly [number, number])[] = Array.from({ length: SIZE }, (_, j) =>
  Array.from({ length: SENSOR_COUNT }, (_, i): readonly [number, number] => [i, j]),
)
  .flat()
  .filter(([i, j]) => (j < SENSOR_COUNT ? i < j : i !== j - SENSOR_COUNT));

/** The correlations of a walk's sensors, in a fixed order, as a vector of length 1. */
export type Signature = Float64Array;

/**
 * The means and covariances of six sensors and of the same six a frame before, forgetting exponentially. O(1) a frame.
 * The frame before makes it tell who leads whom: a heel's load is as much like the other foot's as like its own foot's, but
 * for the order in which they come.
 */
export class LaggedMoments {
  /** Time seen, in seconds. */
  seconds = 0;
  readonly #tauSeconds: number;
  readonly #means = new Float64Array(SIZE);
  readonly #covariances = new Float64Array(SIZE * SIZE);
  readonly #offsets = new Float64Array(SIZE);

  /** @param tauSeconds after this time 1/e of what was learnt is left */
  constructor(tauSeconds: number) {
    this.#tauSeconds = tauSeconds;
  }

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

/** Where each correlation of a signature is found after two sensors have changed places. */
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
 * How alike two signatures are, the second one read in the order given: the cosine of the angle between them, 1 is the same.
 * Signatures come with length 1, so that it is a sum of products.
 */
export function cosineSimilarity(recent: Signature, known: Signature, order: readonly number[]): number {
  let product = 0;
  for (let feature = 0; feature < recent.length; feature++) {
    product += (recent[feature] ?? 0) * (known[order[feature] ?? 0] ?? 0);
  }
  return product;
}
