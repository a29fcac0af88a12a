import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { drawFault, FAULT_KINDS, type Fault, parseFault, parseFaults } from '../../src/simulator/fault.ts';

describe('parseFault', () => {
  test.each([
    ['timeout:0.1', 'timeout', 0.1],
    ['error:1', 'error', 1],
    ['garbage:0', 'garbage', 0],
    ['slow:.25', 'slow', 0.25],
    ['reset:1.0', 'reset', 1],
    ['huge:0.001', 'huge', 0.001],
  ])('reads %s', (text, kind, probability) => {
    expect(parseFault(text)).toEqual({ kind: 'parsed', fault: { kind, probability } });
  });

  test.each([
    '',
    'timeout',
    'timeout:',
    'timeout:2',
    'timeout:-1',
    'timeout:1e-1',
    'timeout:0x1',
    'timeout:NaN',
  ])('refuses %j, and names what is allowed', (text) => {
    expect(parseFault(text)).toEqual({
      kind: 'invalid',
      reason: `"${text}" is not a fault: KIND:P with KIND one of timeout, error, garbage, slow, reset, huge and P from 0 to 1`,
    });
  });

  test.each(['flood:0.1', 'Timeout:0.1', 'timeout:0.1:2', ' timeout:0.1', 'constructor:0.1'])(
    'refuses %j',
    (text) => {
      expect(parseFault(text).kind).toBe('invalid');
    },
  );

  test('answers any text in one line, without control characters of it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          const parse = parseFault(text);
          if (parse.kind === 'invalid') expect(parse.reason).toMatch(/^\P{Cc}*$/u);
        },
      ),
    );
  });
});

describe('parseFaults', () => {
  test('reads several, and none', () => {
    expect(parseFaults([])).toEqual({ kind: 'parsed', faults: [] });
    expect(parseFaults(['reset:0.5', 'huge:0.5'])).toEqual({
      kind: 'parsed',
      faults: [
        { kind: 'reset', probability: 0.5 },
        { kind: 'huge', probability: 0.5 },
      ],
    });
  });

  test('refuses all for one that is wrong', () => {
    const parse = parseFaults(['reset:0.5', 'nonsense']);
    expect(parse).toMatchObject({ kind: 'invalid', reason: expect.stringContaining('"nonsense"') });
  });

  test('refuses probabilities that add up to more than 1', () => {
    expect(parseFaults(['reset:0.7', 'huge:0.5'])).toEqual({
      kind: 'invalid',
      reason: 'the probabilities of the faults add up to 1.2, 1 is the most',
    });
    expect(parseFaults(Array.from({ length: 10 }, () => 'slow:0.1')).kind).toBe('parsed');
  });
});

describe('drawFault', () => {
  const draw = (faults: readonly Fault[], count: number, seed = 5) => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, () => drawFault(faults, random));
  };

  test('draws each fault as often as it says, in the same order for the same seed', () => {
    const faults = FAULT_KINDS.map((kind, index) => ({ kind, probability: 0.05 * (index + 1) - 0.03 }));
    const drawn = draw(faults, 20_000);
    for (const { kind, probability } of faults) {
      const share = drawn.filter((fault) => fault === kind).length / drawn.length;
      expect(Math.abs(share - probability)).toBeLessThan(0.015);
    }
    expect(drawn).toContain(null);
    expect(draw(faults, 20_000)).toEqual(drawn);
  });

  test('never draws what has a probability of 0, and always what has 1', () => {
    expect(new Set(draw([{ kind: 'huge', probability: 0 }], 1000))).toEqual(new Set([null]));
    expect(new Set(draw([{ kind: 'huge', probability: 1 }], 1000))).toEqual(new Set(['huge']));
  });
});
