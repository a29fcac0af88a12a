import { expect, test } from 'vitest';
import { SIX, SIXTEEN } from '../../../src/core/insole/built-in-insoles.ts';
import { groupSensors } from '../../../src/core/insole/group-sensors.ts';

test('each sensor is by itself where there is room, from the toes to the heel', () => {
  expect(groupSensors(SIX, 'left', 3).map(({ label }) => label)).toEqual(['L0', 'L1', 'L2']);
  expect(groupSensors(SIXTEEN, 'left', 16)).toHaveLength(16);
});

test('where there is less, regions and then parts of the foot are summed, and no sensor is left out', () => {
  for (const count of [8, 7, 4, 2]) {
    const groups = groupSensors(SIXTEEN, 'right', count);
    expect(groups.length).toBeLessThanOrEqual(count);
    expect(groups.flatMap(({ ids }) => ids)).toHaveLength(16);
  }
  expect(groupSensors(SIXTEEN, 'right', 8).at(-1)?.label).toBe('heel');
});
