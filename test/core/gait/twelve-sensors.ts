import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../../src/core/insole/insole.ts';
import type { Sample } from '../../../src/core/sample.ts';

const FIRST_ID = 40;

/** The numbers that the two sensors have that bear what one of the six does: from 51 down, the feet mixed. */
export function splitId(id: number): readonly [number, number] {
  return [FIRST_ID + 11 - id, FIRST_ID + 5 - id];
}

/** An insole with two sensors in each place of the six, numbered backwards and in no order of feet or regions. */
export const TWELVE_SENSORS: Insole = {
  ...SIX,
  name: 'twelve',
  sensors: SIX.sensors
    .flatMap((sensor) =>
      splitId(sensor.id).map((id, index) => ({
        ...sensor,
        id,
        label: `S${id}`,
        y: sensor.y + 4 * index,
      })),
    )
    .sort((a, b) => (a.id % 5) - (b.id % 5)),
};

/** Splits what each of the six sensors bears between two: half and a third of it. */
export function splitSensors<S extends Sample>(sample: S): S {
  return {
    ...sample,
    sensors: sample.sensors.flatMap((sensor) => {
      const [first, second] = splitId(sensor.id);
      const { value, ...rest } = sensor;
      return [
        { ...rest, id: first, value: Math.round(value / 2) },
        { ...rest, id: second, value: Math.round(value / 3) },
      ];
    }),
  };
}
