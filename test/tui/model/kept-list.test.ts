import { describe, expect, test } from 'vitest';
import type { Model } from '../../../src/tui/model/model.ts';
import { exampleModel, exampleReplay } from '../example-model.ts';
import { exampleWalks } from '../example-screens.ts';
import { play, playToTransition } from '../play.ts';

const start = (changes: Partial<Model> = {}) => exampleModel(120, 40, changes);
const listed = (model: Model, patient: number | null) =>
  play(model, 'kept', {
    kind: 'keptListed',
    patient,
    walks: exampleWalks.filter((walk) => patient === null || walk.patient === patient),
  });
const cursorId = ({ kept }: Model) => kept.walks?.[kept.cursor]?.id;

describe('the list of kept walks', () => {
  test('is of the patient on the screen, in the ward of all, the newest first', () => {
    const asked = playToTransition(start(), 'kept');
    expect(asked.model).toMatchObject({ mode: 'kept', kept: { patient: 2, walks: null } });
    expect(asked.effects).toContainEqual({ kind: 'listKept', patient: 2 });
    expect(listed(start(), 2).kept.walks?.map(({ id }) => id)).toEqual([
      '20261126-150102',
      '20261126-140322',
    ]);
    const ward = playToTransition(start({ mode: 'ward' }), 'kept');
    expect(ward.effects).toContainEqual({ kind: 'listKept', patient: null });
    expect(listed(start({ mode: 'ward' }), null).kept.walks?.at(-1)?.id).toBe('20261125-090000');
  });

  test('leads back to where it was opened, by its key and by Esc', () => {
    for (const key of ['kept', 'back'] as const) {
      expect(play(listed(start(), 2), key).mode).toBe('patient');
      expect(play(listed(start({ mode: 'ward' }), null), key).mode).toBe('ward');
    }
  });

  test('moves its cursor within the list, and keeps it on its walk when the list is read again', () => {
    const model = listed(start(), 2);
    expect(cursorId(play(model, 'down', 'down', 'down'))).toBe('20261126-140322');
    expect(cursorId(play(model, 'last', 'up', 'up'))).toBe('20261126-150102');
    const moved = play(model, 'down');
    const newer = { ...exampleWalks[0], id: '20261127-000000', patient: 2 } as (typeof exampleWalks)[0];
    const read = play(moved, { kind: 'keptListed', patient: 2, walks: [...(moved.kept.walks ?? []), newer] });
    expect(read.kept.walks).toHaveLength(3);
    expect(cursorId(read)).toBe('20261126-140322');
  });

  test('plays the walk under the cursor, and nothing of an empty list', () => {
    const opened = playToTransition(listed(start(), 2), 'down', 'open');
    expect(opened.effects).toEqual([{ kind: 'playKept', walk: exampleWalks[1] }]);
    expect(playToTransition(play(start(), 'kept'), 'open').effects).toEqual([]);
  });

  test('takes no answer that is of another list, and is not there in a recording', () => {
    const model = play(start(), 'kept', { kind: 'keptListed', patient: 5, walks: exampleWalks });
    expect(model.kept.walks).toBeNull();
    expect(play(start({ replay: exampleReplay() }), 'kept').mode).toBe('patient');
  });
});

test('going back leaves a walk for the dashboard from which it was opened, once nothing else is undone', () => {
  const model = start({ replay: exampleReplay(), isLeadingBack: true });
  const ends = (from: Model) => playToTransition(from, 'back').effects.filter(({ kind }) => kind === 'end');
  expect(ends(model)).toEqual([{ kind: 'end', ending: 'left' }]);
  expect(ends({ ...model, isEnlarged: true })).toEqual([]);
  expect(ends(start({ replay: exampleReplay() }))).toEqual([]);
});
