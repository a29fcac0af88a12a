import { expect, test } from 'vitest';
import { decodeBody } from '../../src/core/decode.ts';
import { GARBAGE_COUNT, makeGarbage } from '../../src/simulator/garbage.ts';
import { generateWalk } from '../../src/simulator/generated-walk.ts';
import { readRecordedWalks } from '../../src/simulator/recorded-walk.ts';
import { castPatient, makeBody } from '../../src/simulator/simulated-patient.ts';

const walks = [...readRecordedWalks(), generateWalk(1)];
// Sensors with and without a name, flagged and not.
const answers = [
  [1, 0],
  [2, 0],
  [6, 0],
  [6, 36 * 5],
].map(([patient, frame]) => makeBody(castPatient(patient ?? 0, walks), frame ?? 0));
const turns = Array.from({ length: GARBAGE_COUNT }, (_, turn) => turn);

test.each(turns)('garbage %i is refused by the decoder, for any patient', (turn) => {
  for (const answer of answers) {
    expect(decodeBody(makeGarbage(answer, turn).body, [0, 1, 2, 3, 4, 5])).toMatchObject({ kind: 'refused' });
  }
});

test('garbage has every reason for which a body is refused', () => {
  const reasons = turns.map((turn) => {
    const decoded = decodeBody(makeGarbage(answers[0] ?? '', turn).body, [0, 1, 2, 3, 4, 5]);
    return decoded.kind === 'refused' ? decoded.reason : null;
  });
  expect(new Set(reasons)).toEqual(
    new Set([
      'not-utf8',
      'not-json',
      'wrong-shape',
      'wrong-sensors',
      'reading-not-integer',
      'reading-out-of-range',
    ]),
  );
});

test('garbage comes in rotation, and one kind is an HTML page', () => {
  expect(makeGarbage('{}', GARBAGE_COUNT)).toEqual(makeGarbage('{}', 0));
  expect(turns.map((turn) => makeGarbage('{}', turn).contentType)).toContain('text/html; charset=utf-8');
});
