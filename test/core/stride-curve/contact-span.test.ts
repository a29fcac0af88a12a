import { describe, expect, test } from 'vitest';
import { findContactSpan, isInSpan } from '../../../src/core/stride-curve/contact-span.ts';

const phases = Float64Array.from({ length: 500 }, (_, index) => (index * 0.618) % 5);
const isBetween = (from: number, to: number) =>
  Array.from(phases, (phase) => isInSpan({ from, to }, phase - Math.floor(phase)));

describe('the span of contact', () => {
  test('is found wherever in the stride it lies', () => {
    for (const [from, to] of [
      [0.1, 0.7],
      [0.8, 1.4],
    ] as const) {
      const span = findContactSpan(phases, isBetween(from, to));
      expect(span?.from).toBeCloseTo(from, 1);
      expect(span?.to).toBeCloseTo(to, 1);
    }
  });

  test('is found though some samples are wrong', () => {
    const isContact = isBetween(0.2, 0.8).map((contact, index) => (index % 9 === 0 ? !contact : contact));
    const span = findContactSpan(phases, isContact);
    expect(span?.from).toBeCloseTo(0.2, 1);
    expect(span?.to).toBeCloseTo(0.8, 1);
  });

  test('lies in the middle of what the samples leave open', () => {
    const span = findContactSpan(Float64Array.of(0.1, 0.5, 0.9), [false, true, false]);
    expect(span?.from).toBeCloseTo(0.305, 2);
    expect(span?.to).toBeCloseTo(0.705, 2);
  });

  test('is not known of a foot that is never on the ground', () => {
    expect(findContactSpan(phases, isBetween(0, 0))).toBeNull();
  });
});
