import { expect, test } from 'vitest';
import { nameBug } from '../../src/cli/explain-failure.ts';
import { parsePatientId } from '../../src/core/parse-patient-id.ts';

test('a log learns which error a bug is and where it was, and nothing of what it was about', () => {
  let bug: unknown;
  try {
    parsePatientId(
      new Proxy({} as never, {
        get: () => {
          throw new SyntaxError('Unexpected token in {"lastname":"Lisowski"}');
        },
      }),
    );
  } catch (error) {
    bug = error;
  }
  const { error, place } = nameBug(bug);
  expect(error).toBe('SyntaxError');
  expect(place).toMatch(/^src\/core\/parse-patient-id\.ts:\d+/);
  expect(nameBug('Lisowski')).toEqual({ error: 'unknown', place: null });
});
