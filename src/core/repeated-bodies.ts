import { BodyPattern } from './body-pattern.ts';
import type { Decoded, ReadingLimits } from './decode.ts';
import { SIX } from './insole/built-in-insoles.ts';

/** How often no pattern is made in a row at most, while bodies differ in more than their numbers. */
const MAX_SKIPPED = 64;

/**
 * Decodes the bodies of one patient. Each differs from the one before in nothing but the readings and the recording's clock, as
 * nearly all do: then only those are read, at a quarter of the cost. Any other body is decoded in full.
 */
export class RepeatedBodies {
  readonly #limits: ReadingLimits;
  #pattern: BodyPattern | null = null;
  #isProven = false;
  /** How many bodies are decoded in full before the next pattern is made, and how many will be after that one. */
  #toSkip = 0;
  #nextSkip = 1;

  /** @param limits what the readings may be */
  constructor(limits: ReadingLimits = SIX) {
    this.#limits = limits;
  }

  /**
   * Decodes a body.
   *
   * @param decode decodes any body, without regard to others
   * @returns what `decode` returns for it, and where it is known, the sensors' JSON; its sensors hold until the next body is decoded
   */
  decode(body: Uint8Array, decode: (body: Uint8Array) => Decoded): Decoded {
    const repeated = this.#pattern?.read(body) ?? null;
    if (repeated !== null) {
      this.#isProven = true;
      return repeated;
    }
    const decoded = decode(body);
    if (this.#isTimeForPattern()) {
      this.#pattern =
        decoded.kind === 'observed' ? BodyPattern.create(body, decoded, decode, this.#limits) : null;
      this.#isProven = false;
    }
    return decoded;
  }

  /** A pattern that was of use is replaced at once. While none is, the next one is made after ever more bodies. */
  #isTimeForPattern(): boolean {
    if (this.#isProven) {
      this.#nextSkip = 1;
      return true;
    }
    if (this.#toSkip-- > 0) return false;
    this.#toSkip = this.#nextSkip;
    this.#nextSkip = Math.min(MAX_SKIPPED, this.#nextSkip * 2);
    return true;
  }
}
