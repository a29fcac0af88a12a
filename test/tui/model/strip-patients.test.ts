import { expect, test } from 'vitest';
import { selectStripPatients } from '../../../src/tui/model/strip-patients.ts';
import { exampleModel, exampleSnapshot } from '../example-model.ts';

test('selects a few patients around the selected one, whatever names are read', () => {
  const patients = Array.from({ length: 100_000 }, (_, index) => index + 1);
  const model = exampleModel(80, 24, { patients, selected: 500 });
  const followed = selectStripPatients(model);
  expect(followed).toContain(500);
  expect(followed.length).toBeLessThan(30);
  const named = new Map(followed.map((patient) => [patient, exampleSnapshot(patient)]));
  expect(selectStripPatients({ ...model, snapshots: named })).toEqual(followed);
});
