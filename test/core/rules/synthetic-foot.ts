import type { RuleSample } from '../../../src/core/rules/rule.ts';

/** The frames of one stride of the left foot, a tenth of a second apart: lifted for half a second, then loaded. */
export const STRIDE_FRAMES = 10;

/**
 * Samples of a left foot whose three sensors are loaded together, once a second.
 *
 * @param stuckAt the reading of the medial forefoot in a stride, or null where it moves like the other two
 */
export function makeFootSamples(strides: number, stuckAt: (stride: number) => number | null): RuleSample[] {
  return Array.from({ length: strides * STRIDE_FRAMES }, (_, frame) => {
    const isLoaded = frame % STRIDE_FRAMES >= STRIDE_FRAMES / 2;
    // Frames differ a little, so that none is taken for one that is polled twice.
    const reading = (isLoaded ? 1000 : 0) + (frame % 2);
    const first = stuckAt(Math.floor(frame / STRIDE_FRAMES)) ?? reading;
    return {
      atSeconds: frame / 10,
      traceId: null,
      sensors: [first, reading, reading].map((value, id) => ({ id, value, anomaly: false })),
    };
  });
}
