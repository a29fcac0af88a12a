import { expect, test } from 'vitest';
import { EIGHT, SIX } from '../../src/core/insole/built-in-insoles.ts';
import { speakFlags, speakPatients, speakSpan } from '../../src/reader/speech.ts';

test.each([
  [-1, '0 seconds'],
  [1.2, '1 second'],
  [41, '41 seconds'],
  [120, '2 minutes'],
  [7200, '2 hours'],
])('a span of %f s is spoken in whole units', (seconds, spoken) => {
  expect(speakSpan(seconds)).toBe(spoken);
});

test.each([
  [[3], 'Patient 3'],
  [[3, 4], 'Patients 3 and 4'],
  [[1, 2, 3, 4, 5, 6, 9], 'Patients 1 to 6 and 9'],
  [[1, 3, 5, 6], 'Patients 1, 3, 5 and 6'],
])('patients %j are spoken by number, ranges shortened', (patients, spoken) => {
  expect(speakPatients(patients)).toBe(spoken);
});

test('flags are spoken as places under the foot, by who flagged them', () => {
  const flagged = (id: number, source?: string) => ({
    id,
    value: 7,
    anomaly: true,
    ...(source && { source }),
  });
  const speak = (...sensors: Parameters<typeof speakFlags>[0]['sensors'][number][]) =>
    speakFlags({ atSeconds: 0, sensors }, SIX);
  expect(speak({ id: 0, value: 7, anomaly: false })).toBe('');
  expect(speak(flagged(0), flagged(2))).toBe('left medial forefoot and left heel, flagged by the API');
  expect(speak(flagged(5, 'rule:stuck-high'), flagged(1, 'simulated'))).toBe(
    'right heel, by rule stuck high; left lateral forefoot, simulated',
  );
  expect(speak(...[0, 1, 2, 3, 4, 5].map((id) => flagged(id)))).toBe('all sensors, flagged by the API');
  expect(speak(flagged(8))).toBe('sensor S8, flagged by the API');
});

test('a region that has several sensors is spoken with the label of the one', () => {
  const sensors = [1, 5].map((id) => ({ id, value: 7, anomaly: true }));
  expect(speakFlags({ atSeconds: 0, sensors }, EIGHT)).toBe(
    'left heel L2 and left lateral forefoot, flagged by the API',
  );
});
