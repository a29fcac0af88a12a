import { expect, test } from 'vitest';
import { findNewEvents } from '../../../src/tui/model/new-events.ts';
import { exampleModel, exampleSnapshot, flagSamples, walkSamples } from '../example-model.ts';

const walk = walkSamples(2, 404);
const calm = exampleSnapshot(2, { samples: walk.slice(0, 390) });
const flagged = flagSamples(walk, 4, 20, [1], 'simulated');
const begun = exampleSnapshot(2, { samples: flagged.slice(0, 390) });
const goingOn = exampleSnapshot(2, { samples: flagged.slice(0, 392) });
const after = exampleSnapshot(2, { samples: flagSamples(flagged, 0, 0, [5], 'api') });

function modelOf(snapshot: ReturnType<typeof exampleSnapshot> | null, changes = {}) {
  return exampleModel(120, 40, { snapshots: new Map(snapshot ? [[2, snapshot]] : []), ...changes });
}
const sensorsOf = (before: ReturnType<typeof modelOf>, now: ReturnType<typeof modelOf>) =>
  findNewEvents(before, now).map(({ sensors }) => sensors);

test('an event is new once, when it begins', () => {
  expect(sensorsOf(modelOf(calm), modelOf(begun))).toEqual([[1]]);
  expect(sensorsOf(modelOf(begun), modelOf(goingOn))).toEqual([]);
  expect(sensorsOf(modelOf(goingOn), modelOf(after))).toEqual([[5]]);
  expect(sensorsOf(modelOf(calm), modelOf(after))).toEqual([[1], [5]]);
});

test('what was there at the first look is history, and so is what belongs to another patient or a recording', () => {
  expect(sensorsOf(modelOf(null), modelOf(begun))).toEqual([]);
  expect(sensorsOf(modelOf({ ...calm, anomalies: null }), modelOf(begun))).toEqual([]);
  expect(sensorsOf(modelOf(calm, { selected: 1 }), modelOf(begun))).toEqual([]);
  expect(sensorsOf(modelOf(calm, { replay: 'playing' }), modelOf(begun, { replay: 'playing' }))).toEqual([]);
});
