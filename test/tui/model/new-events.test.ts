import { expect, test } from 'vitest';
import { findNewEvents } from '../../../src/tui/model/new-events.ts';
import { exampleModel, exampleSnapshot, flagSamples, walkSamples } from '../example-model.ts';

const walk = walkSamples(2, 404);
const calm = exampleSnapshot(2, { samples: walk.slice(0, 390) });
const flagged = flagSamples(walk, 4, 20, [1], 'simulated');
const begun = exampleSnapshot(2, { samples: flagged.slice(0, 390) });
const goingOn = exampleSnapshot(2, { samples: flagged.slice(0, 392) });
const after = exampleSnapshot(2, { samples: flagSamples(flagged, 0, 0, [5], 'api') });

function modelWith(snapshot: ReturnType<typeof exampleSnapshot> | null, changes = {}) {
  return exampleModel(120, 40, { snapshots: new Map(snapshot ? [[2, snapshot]] : []), ...changes });
}
const newSensors = (before: ReturnType<typeof modelWith>, now: ReturnType<typeof modelWith>) =>
  findNewEvents(before, now).map(({ sensors }) => sensors);

test('an event is new once: when it begins', () => {
  expect(newSensors(modelWith(calm), modelWith(begun))).toEqual([[1]]);
  expect(newSensors(modelWith(begun), modelWith(goingOn))).toEqual([]);
  expect(newSensors(modelWith(goingOn), modelWith(after))).toEqual([[5]]);
  expect(newSensors(modelWith(calm), modelWith(after))).toEqual([[1], [5]]);
});

test('events known at the first look, of another patient or of a recording are not new', () => {
  expect(newSensors(modelWith(null), modelWith(begun))).toEqual([]);
  expect(newSensors(modelWith({ ...calm, anomalies: null }), modelWith(begun))).toEqual([]);
  expect(newSensors(modelWith(calm, { selected: 1 }), modelWith(begun))).toEqual([]);
  expect(newSensors(modelWith(calm, { replay: 'playing' }), modelWith(begun, { replay: 'playing' }))).toEqual(
    [],
  );
});
