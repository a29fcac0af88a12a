import { describe, expect, test } from 'vitest';
import { findFaultSpans } from '../../../src/core/gait/fault-spans.ts';
import { readWindow } from '../../../src/core/gait/sample-window.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import type { Sample } from '../../../src/core/sample.ts';

/** Which readings of sensor 1 are wrong, as text: one sign a second, `!` after a flag of a rule. */
function findWrong(values: readonly number[], flags: string, rule = 'stuck-low'): string {
  const samples: Sample[] = values.map((value, second) => ({
    atSeconds: second,
    sensors: [
      { id: 0, value: 500, anomaly: false },
      {
        id: 1,
        value,
        anomaly: flags[second] !== '.',
        ...(flags[second] === '!' && { source: `rule:${rule}` }),
      },
    ],
  }));
  const [sound, wrong] = findFaultSpans(samples, readWindow(samples, SIX));
  expect(sound).toBeNull();
  return wrong === null || wrong === undefined
    ? 'none'
    : [...wrong].map((each) => (each ? 'x' : '.')).join('');
}

describe('the readings of a stuck sensor', () => {
  test('are wrong while flagged, and before that for as long as it was stuck', () => {
    expect(findWrong([0, 900, 300, 300, 300, 300, 900], '....!!.')).toBe('..xxxx.');
  });

  test('are stuck as long as they move by no more than 82, in both directions together', () => {
    expect(findWrong([900, 382, 300, 300], '...!')).toBe('.xxx');
    expect(findWrong([900, 383, 300, 300], '...!')).toBe('..xx');
    expect(findWrong([900, 260, 342, 300], '...!')).toBe('.xxx');
    expect(findWrong([900, 260, 343, 300], '...!')).toBe('..xx');
  });

  test('may have been wrong from the start', () => {
    expect(findWrong([300, 300, 300], '..!')).toBe('xxx');
    expect(findWrong([300, 900], '!.')).toBe('x.');
  });

  test('are judged anew for each time it was flagged', () => {
    expect(findWrong([0, 0, 900, 500, 0, 0, 900], '.!...!.')).toBe('xx..xx.');
  });

  test('are not wrong by a flag of the API or a frozen clock', () => {
    expect(findWrong([0, 0, 0], '.??')).toBe('none');
    expect(findWrong([0, 0, 0], '.!!', 'frozen-clock')).toBe('none');
  });
});

test('the readings of swapped sensors are wrong for 20 s before they were found', () => {
  const values = Array.from({ length: 30 }, (_, second) => (second % 2) * 900);
  expect(findWrong(values, `${'.'.repeat(25)}!!!..`, 'swapped')).toBe(`.....${'x'.repeat(23)}..`);
});
