import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBody } from '../../src/core/decode.ts';
import { EIGHT, SIXTEEN } from '../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../src/core/insole/insole.ts';
import { RepeatedBodies } from '../../src/core/repeated-bodies.ts';
import { arbitraryInsole } from './insole/arbitrary-insole.ts';

const listIds = ({ sensors }: Insole) => sensors.map(({ id }) => id);
const makeBody = (insole: Insole, read: (index: number) => unknown) =>
  Buffer.from(
    JSON.stringify({
      trace: {
        name: 'walk',
        sensors: listIds(insole).map((id, index) => ({ anomaly: false, id, value: read(index) })),
      },
    }),
  );
const decode = (insole: Insole, read: (index: number) => unknown) =>
  decodeBody(makeBody(insole, read), listIds(insole), insole);

describe('decoding by an insole', () => {
  test('takes readings up to its highest, rounded to its decimals', () => {
    expect(decode(EIGHT, () => 512.3000000001)).toMatchObject({ sensors: { 15: { id: 15, value: 512.3 } } });
    expect(decode(SIXTEEN, () => 600)).toMatchObject({ kind: 'observed' });
  });

  test.each([
    [EIGHT, 600.1, 'reading-out-of-range', 'trace.sensors[0].value is 600.1, must be 0 to 600'],
    [EIGHT, -0.1, 'reading-out-of-range', 'trace.sensors[0].value is -0.1, must be 0 to 600'],
    [EIGHT, '7', 'reading-not-integer', 'trace.sensors[0].value is a string, must be a number'],
    [SIXTEEN, 7.5, 'reading-not-integer', 'trace.sensors[0].value is a number, must be an integer'],
  ])('refuses what it cannot read', (insole, value, reason, message) => {
    expect(decode(insole, () => value)).toEqual({ kind: 'refused', reason, message });
  });

  test('names the ids of many sensors as ranges', () => {
    const body = makeBody(EIGHT, () => 1);
    expect(decodeBody(body, [...listIds(SIXTEEN), 40], SIXTEEN)).toMatchObject({
      message: 'trace.sensors has other ids than 0-31, 40, each once',
    });
  });

  test('reads bodies that repeat as it reads each alone, of any insole and any readings', () => {
    const readings = fc.array(
      fc.oneof(fc.double({ min: -0.1, max: 1.1, noNaN: true }), fc.constantFrom(0, 0.25, 0.5, 1)),
      { minLength: 1, maxLength: 9 },
    );
    fc.assert(
      fc.property(arbitraryInsole, fc.array(readings, { minLength: 2, maxLength: 8 }), (insole, polls) => {
        const bodies = new RepeatedBodies(insole);
        const { lowest, highest, decimals } = insole;
        for (const shares of polls) {
          const body = makeBody(insole, (index) => {
            const value = lowest + (shares[index % shares.length] ?? 0) * (highest - lowest);
            return Number(value.toFixed(decimals));
          });
          const alone = (bytes: Uint8Array) => decodeBody(bytes, listIds(insole), insole);
          const { sensorsJson, ...decoded } = { sensorsJson: undefined, ...bodies.decode(body, alone) };
          expect(decoded).toEqual(alone(body));
          if ('sensors' in decoded && sensorsJson !== undefined)
            expect(sensorsJson).toBe(JSON.stringify(decoded.sensors));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('reads bodies of whole readings in part alone', () => {
    const bodies = new RepeatedBodies(SIXTEEN);
    let full = 0;
    for (let poll = 0; poll < 50; poll++)
      bodies.decode(
        makeBody(SIXTEEN, (index) => (poll * 7 + index) % 600),
        (body) => {
          full++;
          return decodeBody(body, listIds(SIXTEEN), SIXTEEN);
        },
      );
    expect(full).toBeLessThan(5);
  });
});
