import { describe, expect, test } from 'vitest';
import { fitOscillation } from '../../../src/core/gait/oscillation.ts';
import { seededRandom } from '../../../src/core/random.ts';

const random = seededRandom(4);
/** Irregular, and not over whole cycles, so that neither cosines nor sines have a mean of 0. */
const phases = Float64Array.from({ length: 23 }, (_, index) => 0.11 * (index + random()));
const wave = (crest: number, harmonic = 1) =>
  phases.map((phase) => Math.cos(2 * Math.PI * harmonic * (phase - crest)));

describe('an oscillation fitted to a signal', () => {
  test.each([-0.4, -0.2, 0, 0.1, 0.45])('has its crest where the signal has it, at %s cycles', (crest) => {
    const fit = fitOscillation(
      wave(crest).map((value) => 300 + 70 * value),
      phases,
    );
    expect(fit.explained).toBeCloseTo(1, 9);
    expect(fit.crestCycles).toBeCloseTo(crest, 9);
  });

  test('explains the share of the variance that least squares leave none of', () => {
    const noise = phases.map(() => random() - 0.5);
    const signal = wave(0.3).map((value, index) => value + (noise[index] ?? 0));
    const { explained, crestCycles } = fitOscillation(signal, phases);
    // What is left of the signal after any other oscillation has a higher variance.
    const leave = (crest: number, amplitude: number) => {
      const rest = wave(crest).map((value, index) => (signal[index] ?? 0) - amplitude * value);
      return measureVariance(rest) / measureVariance(signal);
    };
    const least = Math.min(...Array.from({ length: 401 }, (_, step) => leave(crestCycles, step / 200)));
    expect(1 - explained).toBeCloseTo(least, 4);
    for (const crest of [crestCycles - 0.02, crestCycles + 0.02])
      for (let amplitude = 0; amplitude < 2; amplitude += 0.01)
        expect(leave(crest, amplitude)).toBeGreaterThan(1 - explained);
  });

  test('explains nothing of a signal that stays the same, or of phases that do', () => {
    const nothing = { explained: 0, crestCycles: 0 };
    expect(fitOscillation(new Float64Array(23).fill(5), phases)).toEqual(nothing);
    expect(fitOscillation(wave(0), new Float64Array(23).fill(0.3))).toEqual(nothing);
  });
});

function measureVariance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
