import { expect, test } from 'vitest';
import { exampleSnapshot } from '../example-model.ts';
import { play, playToTransition } from '../play.ts';
import { startModel } from '../start-model.ts';

test('keeps the time, the size of the screen and the state of the link', () => {
  const link = { state: 'down', reason: 'connection refused', sinceMs: 5 } as const;
  const model = play(
    startModel(),
    { kind: 'ticked', nowMs: 77, zoneOffsetMinutes: -300 },
    { kind: 'resized', columns: 90, rows: 30 },
    { kind: 'linkChanged', link },
  );
  expect(model).toMatchObject({
    nowMs: 77,
    zoneOffsetMinutes: -300,
    size: { columns: 90, rows: 30 },
    link,
  });
});

test('never modifies the model that it is given', () => {
  const model = startModel();
  const before = structuredClone(model);
  const snapshot = exampleSnapshot(1);
  play(model, { kind: 'patientRead', snapshot }, 'nextPatient', 'ward', 'down', {
    kind: 'patientsFound',
    patients: [1],
  });
  expect(model).toEqual(before);
});

test.each([
  ['quit', { kind: 'end', ending: 'quit' }],
  ['interrupt', { kind: 'end', ending: 'interrupted' }],
  ['suspend', { kind: 'suspend' }],
] as const)('commands the shell on %s, whatever is on the screen', (action, effect) => {
  for (const model of [startModel(), startModel({ selected: null }), play(startModel(), 'help')]) {
    expect(playToTransition(model, action)).toEqual({ model, effects: [effect] });
  }
});
