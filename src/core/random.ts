/** A source of random numbers, uniform in [0, 1), such as `Math.random`. */
export type Random = () => number;

const STEP = 0x6d2b79f5;

/** Creates a repeatable source (mulberry32): the same seed, taken as a 32-bit integer, gives the same numbers. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + STEP) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
