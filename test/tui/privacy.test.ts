import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mode } from '../../src/core/keys/screen-mode.ts';
import type { Profile } from '../../src/core/patient.ts';
import type { Model } from '../../src/tui/model/model.ts';
import { update } from '../../src/tui/model/update.ts';
import { view } from '../../src/tui/screens/view.ts';
import {
  eventfulSnapshot,
  exampleModel,
  exampleProfile,
  exampleReplay,
  exampleSnapshot,
  readEarlier,
} from './example-model.ts';
import { exampleWalks } from './example-screens.ts';
import { frameToText } from './frame/frame-to-text.ts';
import { play } from './play.ts';

const ALL_MODES: Record<Mode, true> = {
  ward: true,
  patient: true,
  event: true,
  distribution: true,
  kept: true,
  help: true,
};
const MODES = Object.keys(ALL_MODES) as Mode[];

/** Replaces each text of every patient's profile. */
function withNames(model: Model, makeText: (patient: number, field: string) => string | null): Model {
  const snapshots = [...model.snapshots.values()].map((snapshot) => {
    const { patient } = snapshot;
    const profile: Profile = {
      ...exampleProfile(patient),
      firstname: makeText(patient, 'firstname'),
      lastname: makeText(patient, 'lastname'),
      birthdate: makeText(patient, 'birthdate'),
      traceName: makeText(patient, 'traceName'),
    };
    return [patient, { ...snapshot, profile }] as const;
  });
  const profiles = new Map(snapshots.map(([patient, { profile }]) => [patient, profile]));
  const summaries = new Map(
    [...model.ward.summaries].map(([patient, summary]) => [
      patient,
      { ...summary, profile: profiles.get(patient) ?? null },
    ]),
  );
  const walks = exampleWalks.map((walk) => ({
    ...walk,
    note: makeText(walk.patient, 'note'),
    marks: walk.marks.map((mark) => ({ ...mark, word: makeText(walk.patient, 'word') ?? '' })),
    profile: profiles.get(walk.patient) ?? exampleProfile(walk.patient),
  }));
  const kept = { patient: null, walks, cursor: 0 };
  const notes = { note: makeText(2, 'note'), marks: walks.flatMap(({ marks }) => marks) };
  return { ...model, kept, notes, snapshots: new Map(snapshots), ward: { ...model.ward, summaries } };
}

const scenes = fc.record({
  columns: fc.integer({ min: 60, max: 220 }),
  rows: fc.integer({ min: 20, max: 70 }),
  mode: fc.constantFrom(...MODES),
  unicode: fc.boolean(),
  isStale: fc.boolean(),
  replay: fc.constantFrom(null, exampleReplay()),
});
type Scene = typeof scenes extends fc.Arbitrary<infer T> ? T : never;

function privateModel({ columns, rows, isStale, ...changes }: Scene): Model {
  const selected = isStale ? readEarlier(eventfulSnapshot(), 41) : eventfulSnapshot();
  const snapshots = new Map([1, 2, 3].map((id) => [id, id === 2 ? selected : exampleSnapshot(id)]));
  return exampleModel(columns, rows, { ...changes, snapshots, patients: [1, 2, 3], isPrivate: true });
}

describe('in private mode', () => {
  test('draws the same frame in every mode, whatever the names', () => {
    const texts = fc.option(fc.string({ unit: 'grapheme', maxLength: 40 }));
    fc.assert(
      fc.property(scenes, fc.array(texts, { minLength: 12, maxLength: 12 }), (scene, names) => {
        const model = privateModel(scene);
        let next = 0;
        const renamed = withNames(model, () => names[next++] ?? null);
        expect(view(renamed)).toEqual(view(withNames(model, () => null)));
      }),
      { numRuns: 60 },
    );
  });

  test('draws no part of a name in any mode', () => {
    // No screen has three of these letters in a row.
    const names = fc.stringMatching(/^[QXZJ][qxzj]{3,9}( [QXZJ][qxzj]{3,9})?$/);
    fc.assert(
      fc.property(scenes, names, (scene, name) => {
        const model = privateModel(scene);
        const named = withNames(model, () => name);
        const hasNamePart = (text: string) => /[qxzj]{3}/i.test(text);
        expect(hasNamePart(frameToText(view(named), model.unicode))).toBe(false);
        if (model.mode === 'help') return;
        expect(hasNamePart(frameToText(view({ ...named, isPrivate: false }), model.unicode))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('keeps the number, and tells that names are hidden', () => {
    const [first = '', strip = ''] = frameToText(view(exampleModel(120, 40, { isPrivate: true }))).split(
      '\n',
    );
    expect(first).toMatch(/^ footwatch {2}2 \*\*\* {2}names are hidden +● LIVE/);
    expect(strip).toContain('●1 ***  ▸●2 ***');
  });
});

test('hides names with P at once, and shows them again when P stood alone', () => {
  const older = { patient: 2, samples: [], isReading: false, isAll: true };
  const model = exampleModel(120, 40, { older });
  const hidden = update(model, { kind: 'acted', action: 'privacy' });
  expect(hidden.model.isPrivate).toBe(true);
  expect(hidden.effects).toEqual([]);
  expect(play(hidden.model, { kind: 'stoodAlone' })).toEqual(hidden.model);
  const uncovering = play(hidden.model, 'privacy');
  expect(uncovering.isPrivate).toBe(true);
  expect(play(uncovering, 'down', { kind: 'stoodAlone' }).isPrivate).toBe(true);
  expect(play(uncovering, { kind: 'stoodAlone' })).toEqual(model);
});
