import { describe, expect, test } from 'vitest';
import { EIGHT, SIX, SIXTEEN } from '../../../src/core/insole/built-in-insoles.ts';
import {
  countReadingColumns,
  findSensor,
  formatReading,
  listRegions,
  listSides,
  nameSensor,
  placeOnPicture,
  scaleReading,
  selectSensors,
} from '../../../src/core/insole/insole.ts';

const leftAlone = { ...EIGHT, sensors: EIGHT.sensors.filter(({ side }) => side === 'left') };

describe('an insole', () => {
  test('has its sensors by side and region, in its own order', () => {
    expect(selectSensors(EIGHT, 'right', ['heel']).map(({ label }) => label)).toEqual(['R1', 'R2', 'R3']);
    expect(selectSensors(SIX, 'left').map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(selectSensors(leftAlone, 'right')).toEqual([]);
  });

  test('tells its feet, and their regions from the toes to the heel', () => {
    expect(listSides(SIX)).toEqual(['left', 'right']);
    expect(listSides(leftAlone)).toEqual(['left']);
    expect(listRegions(EIGHT, 'left')).toEqual([
      'toes',
      'medial forefoot',
      'lateral forefoot',
      'midfoot',
      'heel',
    ]);
    expect(listRegions(SIXTEEN, 'right')).toHaveLength(7);
    expect(listRegions(leftAlone, 'right')).toEqual([]);
  });

  test('names a sensor by its label, and an id that it does not have by the id', () => {
    expect(nameSensor(SIX, 5)).toBe('R2');
    expect(nameSensor(SIX, 6)).toBe('S6');
    expect(findSensor(EIGHT, 8)).toMatchObject({ label: 'R1', region: 'heel' });
    expect(findSensor(EIGHT, 16)).toBeNull();
  });

  test('scales and writes readings', () => {
    expect(scaleReading(SIX, 1023)).toBe(1);
    expect(scaleReading({ ...SIX, lowest: -10, highest: 10 }, -5)).toBe(0.25);
    expect(formatReading(SIX, 7)).toBe('7');
    expect(formatReading(EIGHT, 7)).toBe('7.0');
    expect(countReadingColumns(SIX)).toBe(4);
    expect(countReadingColumns({ ...EIGHT, lowest: -1000 })).toBe('-1000.0'.length);
  });
});

test('a picture of both feet mirrors them: the outer edges lie at its edges', () => {
  expect(placeOnPicture({ side: 'left', x: 0, y: 25 })).toEqual({ xPercent: 0, yPercent: 25 });
  expect(placeOnPicture({ side: 'right', x: 0, y: 25 })).toEqual({ xPercent: 100, yPercent: 25 });
  expect(placeOnPicture({ side: 'left', x: 100, y: 0 })).toEqual({ xPercent: 45, yPercent: 0 });
});

test('the six sensors lie where the original has them', () => {
  expect(SIX.sensors.map((sensor) => Object.values(placeOnPicture(sensor)))).toEqual([
    [32, 33],
    [10, 45],
    [25, 90],
    [68, 33],
    [90, 45],
    [74, 90],
  ]);
});
