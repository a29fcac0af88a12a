import * as fc from 'fast-check';
import { type Insole, REGIONS, SIDES } from '../../../src/core/insole/insole.ts';

const place = fc.record({
  region: fc.constantFrom(...REGIONS),
  x: fc.double({ min: 0, max: 100, noNaN: true }),
  y: fc.double({ min: 0, max: 100, noNaN: true }),
});

/** Insoles as files may declare them: 2 to 99 sensors, on one foot or both, of any range, numbered and ordered anyhow. */
export const arbitraryInsole: fc.Arbitrary<Insole> = fc
  .record({
    unit: fc.constantFrom('', 'N', 'kPa', 'N/cm²', 'mmHg'),
    decimals: fc.nat({ max: 3 }),
    lowest: fc.integer({ min: -1000, max: 1000 }),
    span: fc.integer({ min: 1, max: 70_000 }),
    sides: fc.constantFrom(SIDES, SIDES, ['left'] as const, ['right'] as const),
    places: fc.array(place, { minLength: 2, maxLength: 99 }),
    firstId: fc.nat({ max: 500 }),
    step: fc.integer({ min: 1, max: 9 }),
    isReversed: fc.boolean(),
  })
  .map(({ unit, decimals, lowest, span, sides, places, firstId, step, isReversed }) => {
    const sensors = places.map((each, index) => {
      const side = sides[index % sides.length] ?? 'left';
      return { ...each, side, id: firstId + step * index, label: `${side === 'left' ? 'L' : 'R'}${index}` };
    });
    if (isReversed) sensors.reverse();
    return { name: 'made', unit, decimals, lowest, highest: lowest + span, sensors };
  });
