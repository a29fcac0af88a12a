import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { Refusal } from '../../src/core/refusal.ts';
import { drawFault, FAULT_KINDS, type Fault, parseFaults } from '../../src/simulator/injected-fault.ts';

describe('parseFaults', () => {
  test.each([
    ['timeout:0.1', 'timeout', 0.1],
    ['error:1', 'error', 1],
    ['garbage:0', 'garbage', 0],
    ['slow:.25', 'slow', 0.25],
    ['reset:1.0', 'reset', 1],
    ['huge:0.001', 'huge', 0.001],
  ])('reads %s', (text, kind, probability) => {
    expect(parseFaults(text)).toEqual([{ kind, probability }]);
  });

  test('reads no fault from an empty text, and several faults', () => {
    expect(parseFaults('')).toEqual([]);
    expect(parseFaults('reset:0.5, huge:0.5')).toEqual([
      { kind: 'reset', probability: 0.5 },
      { kind: 'huge', probability: 0.5 },
    ]);
    expect(parseFaults(Array.from({ length: 10 }, () => 'slow:0.1').join())).toHaveLength(10);
  });

  test.each([
    ['timeout', 'the share of timeout is missing'],
    ['timeout:', 'the share of timeout is no number from 0 to 1'],
    ['timeout:2', 'the share of timeout is no number from 0 to 1'],
    ['timeout:-1', 'the share of timeout is no number from 0 to 1'],
    ['timeout:1e-1', 'the share of timeout is no number from 0 to 1'],
    ['timeout:0x1', 'the share of timeout is no number from 0 to 1'],
    ['timeout:NaN', 'the share of timeout is no number from 0 to 1'],
    ['timeout:0.1:2', 'the share of timeout is no number from 0 to 1'],
    ['flood:0.1', 'flood is no kind of fault'],
    ['toString:0.1', 'toString is no kind of fault'],
    ['reset:0.5,', 'a kind is missing'],
    ['reset:0.5,nonsense', 'nonsense is no kind of fault'],
    ['reset:0.7,huge:0.5', 'the shares add up to more than 1'],
  ])('refuses %j, and says why', (text, reason) => {
    expect(parseFaults(text)).toEqual(new Refusal(reason));
  });

  test('has faults or a refusal for any text, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const faults = parseFaults(text);
        if (faults instanceof Refusal) return;
        for (const fault of faults) expect(FAULT_KINDS).toContain(fault.kind);
      }),
    );
  });
});

describe('drawFault', () => {
  const draw = (faults: readonly Fault[], count: number, seed = 5) => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, () => drawFault(faults, random));
  };

  test('draws each fault with its probability, in the same order for the same seed', () => {
    const faults = FAULT_KINDS.map((kind, index) => ({ kind, probability: 0.05 * (index + 1) - 0.03 }));
    const drawn = draw(faults, 20_000);
    for (const { kind, probability } of faults) {
      const share = drawn.filter((fault) => fault === kind).length / drawn.length;
      expect(Math.abs(share - probability)).toBeLessThan(0.015);
    }
    expect(drawn).toContain(null);
    expect(draw(faults, 20_000)).toEqual(drawn);
  });

  test('never draws a fault of probability 0, and always one of probability 1', () => {
    expect(new Set(draw([{ kind: 'huge', probability: 0 }], 1000))).toEqual(new Set([null]));
    expect(new Set(draw([{ kind: 'huge', probability: 1 }], 1000))).toEqual(new Set(['huge']));
  });
});
