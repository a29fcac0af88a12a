import { describe, expect, test } from 'vitest';
import type { PatientId } from '../../../src/core/patient.ts';
import type { FlagMark } from '../../../src/core/sample.ts';
import { layOut } from '../../../src/tui/model/layout.ts';
import type { Message } from '../../../src/tui/model/message.ts';
import type { Model, WardSummary } from '../../../src/tui/model/model.ts';
import { update } from '../../../src/tui/model/update.ts';
import { countNewAnomalies } from '../../../src/tui/model/ward.ts';
import { listWardRows } from '../../../src/tui/model/ward-rows.ts';
import { view } from '../../../src/tui/screens/view.ts';
import {
  exampleHealth,
  exampleModel,
  exampleProfile,
  exampleSnapshot,
  exampleSummary,
  exampleWard,
  flagSamples,
  NOW_MS,
  NOW_SECONDS,
  walkSamples,
} from '../example-model.ts';
import { frameToText } from '../frame/frame-to-text.ts';
import { play, typeText } from '../play.ts';

function summarized(...summaries: WardSummary[]): Message {
  return { kind: 'summariesRead', summaries, readAtMs: NOW_MS };
}

function ward(patients: readonly PatientId[], changes: Partial<Model> = {}): Model {
  return exampleModel(120, 40, { mode: 'ward', patients, ward: exampleWard(patients), ...changes });
}

const down = (patient: PatientId) =>
  exampleSummary(patient, {
    newestAtSeconds: NOW_SECONDS - 40,
    health: exampleHealth({ state: 'down', updatedAtSeconds: NOW_SECONDS - 0.1 }),
  });
const stale = (patient: PatientId) => exampleSummary(patient, { newestAtSeconds: NOW_SECONDS - 40 });
const unseen = (patient: PatientId) =>
  exampleSummary(patient, { known: false, newestAtSeconds: null, health: null, profile: null });

describe('the ward', () => {
  test('lists first who needs attention: down, stale, new anomalies; then live, then never seen', () => {
    const model = play(
      ward([1, 2, 3, 4, 5]),
      summarized(
        unseen(1),
        exampleSummary(2),
        stale(3),
        exampleSummary(4, { anomaliesStored: 1210 }),
        down(5),
      ),
    );
    expect(model.ward.order).toEqual([5, 3, 4, 2, 1]);
  });

  test('sorts by number and by name in turn', () => {
    const model = play(ward([1, 2, 3, 4, 5, 6]), summarized(down(6)));
    expect(play(model, 'sort').ward.order).toEqual([1, 2, 3, 4, 5, 6]);
    // Bielecki, Fokalski, Grzegorczyk, Lisowski, Nosowska, Nowak.
    expect(play(model, 'sort', 'sort').ward.order).toEqual([6, 5, 1, 3, 4, 2]);
    expect(play(model, 'sort', 'sort', 'sort').ward.order[0]).toBe(6);
  });

  test('finds patients by a name without its diacritics, and by number', () => {
    const zolc = exampleSummary(7, {
      profile: { ...exampleProfile(7), firstname: 'Łucja', lastname: 'Żółć' },
    });
    const model = play(ward([1, 2, 3, 7, 70]), summarized(zolc), 'filter');
    expect(play(model, ...typeText('zolc')).ward.order).toEqual([7]);
    expect(play(model, ...typeText('LUC')).ward.order).toEqual([7]);
    expect(play(model, ...typeText('7')).ward.order).toEqual([7, 70]);
    expect(play(model, ...typeText('lisowski al')).ward.order).toEqual([3]);
    expect(play(model, ...typeText('nobody')).ward.order).toEqual([]);
    expect(frameToText(view(play(model, ...typeText('nobody'))))).toContain('nobody is called "nobody"');
  });

  test('neither finds nor sorts by hidden names, says so, and keeps no part of one on the screen', () => {
    const screen = (model: Model) => frameToText(view(model));
    const named = play(ward([1, 2, 3, 4, 5, 6]), 'filter', ...typeText('ela'), {
      kind: 'typed',
      key: 'enter',
    });
    expect(screen(named)).toContain('ela');
    const hidden = play(named, 'privacy');
    expect(screen(hidden)).not.toContain('ela');
    expect(hidden.ward).toMatchObject({ filter: '', order: [1, 2, 3, 4, 5, 6] });
    const numbered = play(ward([1, 2, 11]), 'filter', ...typeText('1'), { kind: 'typed', key: 'enter' });
    expect(play(numbered, 'privacy').ward).toMatchObject({ filter: '1', order: [1, 11] });

    const looking = play(hidden, 'filter', ...typeText('jan'));
    expect(screen(looking)).toContain('names are hidden: find by number');
    expect(screen(looking)).not.toContain('nobody is called');

    const byName = play(ward([1, 2, 3, 4, 5, 6]), 'sort', 'sort');
    expect(screen(byName)).toContain('by name');
    const byNumber = play(byName, 'privacy');
    expect(screen(byNumber)).toContain('by number');
    expect(screen(play(byNumber, 'sort'))).toContain('by attention');
    expect(screen(play(byNumber, 'sort', 'sort', 'sort'))).toContain('by attention');
    expect(screen(play(byNumber, 'privacy', { kind: 'stoodAlone' }))).toContain('by name');
  });

  test('types the filter until Enter or Esc, and Esc shows all patients again', () => {
    const typing = play(ward([1, 2, 3]), 'filter', ...typeText('ela'));
    expect(typing.ward).toMatchObject({ isTyping: true, filter: 'ela' });
    expect(play(typing, { kind: 'typed', key: 'backspace' }).ward.filter).toBe('el');
    expect(play(typing, { kind: 'typed', key: 'enter' }).ward).toMatchObject({
      isTyping: false,
      filter: 'ela',
    });
    expect(play(typing, { kind: 'typed', key: 'escape' }).ward).toMatchObject({
      isTyping: false,
      filter: '',
    });
    expect(play(typing, { kind: 'typed', key: 'f5' }).ward.filter).toBe('ela');
    expect(play(typing, { kind: 'typed', key: 'enter' }, 'back').ward.filter).toBe('');
  });

  test('takes a paste into the filter while it is typed, on one line and without controls', () => {
    const typing = play(ward([1, 2, 3]), 'filter', ...typeText('a'));
    const pasted = play(typing, { kind: 'pasted', text: ' el\r\n\tLis\x1b[2J\x07\u202e ' });
    expect(pasted.ward).toMatchObject({ isTyping: true, filter: 'ael Lis' });
    expect(play(typing, { kind: 'pasted', text: 'x'.repeat(9999) }).ward.filter).toHaveLength(40);
    const chosen = play(typing, { kind: 'typed', key: 'enter' });
    expect(play(chosen, { kind: 'pasted', text: 'lis' })).toEqual(chosen);
  });

  test('deletes the last word and all of the filter', () => {
    const typing = play(ward([1, 2, 3]), 'filter', ...typeText('albert lis '));
    const press = (key: string) => play(typing, { kind: 'typed', key }).ward.filter;
    expect(press('C-w')).toBe('albert ');
    expect(play(typing, { kind: 'typed', key: 'C-w' }, { kind: 'typed', key: 'C-w' }).ward.filter).toBe('');
    expect(press('C-u')).toBe('');
  });

  test('keeps its cursor on the patient however the list is sorted, and within the list', () => {
    const model = play(ward([1, 2, 3]), 'down');
    expect(model.ward.cursor).toBe(2);
    expect(play(model, summarized(down(3))).ward).toMatchObject({ order: [3, 1, 2], cursor: 2 });
    expect(play(model, 'last').ward.cursor).toBe(3);
    expect(play(model, 'last', 'down', 'up').ward.cursor).toBe(2);
    expect(play(model, 'first', 'up').ward.cursor).toBe(1);
  });

  test('keeps its cursor on the first row until it is moved, and again once it goes all the way up', () => {
    const model = play(ward([1, 2, 3]), summarized(down(3)));
    expect(model.ward).toMatchObject({ order: [3, 1, 2], cursor: 3 });
    const moved = play(model, 'down', summarized(down(2)));
    expect(moved.ward).toMatchObject({ order: [2, 3, 1], cursor: 1 });
    expect(play(moved, 'first', summarized(exampleSummary(2))).ward).toMatchObject({
      order: [3, 1, 2],
      cursor: 3,
    });
    expect(play(model, 'help', 'ward', summarized(down(2))).ward.cursor).toBe(2);
  });

  test('shows patients who are down on its first screen, however many others there are', () => {
    const patients = Array.from({ length: 1003 }, (_, index) => index + 1);
    const model = ward(patients, { size: { columns: 80, rows: 24 } });
    const screen = frameToText(view(play(model, summarized(down(400), down(900), down(1003)))));
    const rows = screen.split('\n').filter((line) => line.includes('× down'));
    expect(rows.map((row) => row.match(/\d+/)?.[0])).toEqual(['400', '900', '1003']);
  });

  test('scrolls only as far as the cursor needs', () => {
    const patients = Array.from({ length: 100 }, (_, index) => index + 1);
    const layout = layOut({ columns: 120, rows: 40 });
    if (!layout) throw new Error('too small');
    const model = play(ward(patients), 'up');
    const shown = listWardRows(model, layout).length;
    const downBy = (from: Model, rows: number) =>
      play(from, ...Array.from({ length: rows }, () => 'down' as const));
    expect(listWardRows(downBy(model, shown - 1), layout)[0]).toBe(1);
    const below = downBy(model, shown + 9);
    expect(listWardRows(below, layout)[0]).toBe(11);
    expect(listWardRows(play(below, 'up', 'up'), layout)[0]).toBe(11);
    expect(listWardRows(play(below, 'last'), layout).at(-1)).toBe(100);
    expect(listWardRows(play(below, 'last', 'first'), layout)[0]).toBe(1);
    // The filter finds fewer patients than there were rows above.
    expect(listWardRows(play(below, 'last', 'filter', ...typeText('9')), layout)[0]).toBe(9);
  });

  test('opens the patient under the cursor, and comes back with the cursor on it', () => {
    const opened = play(ward([1, 2, 3]), 'down', 'down', 'open');
    expect(opened).toMatchObject({ mode: 'patient', selected: 3 });
    expect(play(opened, 'back')).toMatchObject({ mode: 'ward', ward: { cursor: 3 } });
    expect(play(opened, 'filter')).toMatchObject({ mode: 'ward', ward: { isTyping: true } });
  });

  test('counts the anomalies since the user last looked at a patient', () => {
    const model = play(ward([1, 2]), summarized(exampleSummary(1, { anomaliesStored: 1210 })));
    expect(countNewAnomalies(model.ward, 1)).toBe(3);
    expect(countNewAnomalies(model.ward, 2)).toBe(0);
    expect(countNewAnomalies(model.ward, 9)).toBe(null);
    expect(countNewAnomalies(play(model, 'first', 'open', 'back').ward, 1)).toBe(0);
    const looking = play(ward([1, 2]), 'open', {
      kind: 'patientRead',
      snapshot: exampleSnapshot(1, { anomaliesStored: 1300 }),
    });
    const later = play(looking, 'ward', summarized(exampleSummary(1, { anomaliesStored: 1304 })));
    expect(countNewAnomalies(later.ward, 1)).toBe(4);
  });

  test('counts from zero after a patient was erased', () => {
    const stores = (anomaliesStored: number) => summarized(exampleSummary(1, { anomaliesStored }));
    const erased = play(ward([1, 2]), stores(0));
    expect(countNewAnomalies(erased.ward, 1)).toBe(0);
    expect(countNewAnomalies(play(erased, stores(4)).ward, 1)).toBe(4);
    expect(countNewAnomalies(play(erased, stores(4), stores(3), stores(5)).ward, 1)).toBe(5);
  });

  test('marks new anomalies as simulated, and does not sort by them, while all of them were simulated', () => {
    const finds = (anomaliesStored: number, newestAnomaly: FlagMark) =>
      summarized(exampleSummary(2, { anomaliesStored, newestAnomaly }));
    const findRow = (model: Model) =>
      frameToText(view(model))
        .split('\n')
        .find((line) => line.includes('2 Elżbieta'));
    const simulated = play(ward([1, 2, 3]), finds(1208, '~'));
    expect(simulated.ward.order).toEqual([1, 2, 3]);
    expect(findRow(simulated)).toMatch(/^│ ~ 2 Elżbieta.* ~ \+1 │/);
    const real = play(simulated, finds(1209, '!'));
    expect(real.ward.order).toEqual([2, 1, 3]);
    expect(findRow(real)).toMatch(/^│[▸ ]! 2 Elżbieta.* \+2 │/);
    const both = play(real, finds(1210, '~'));
    expect(both.ward.order).toEqual([2, 1, 3]);
    expect(findRow(both)).toMatch(/^│[▸ ]! 2 Elżbieta.* \+3 │/);
    const looked = play(both, 'open', 'back', finds(1211, '~'));
    expect(findRow(looked)).toMatch(/^│[▸ ]~ 2 Elżbieta.* ~ \+1 │/);
    // A newest anomaly that cannot be read may be a real one.
    expect(findRow(play(looked, finds(1212, '')))).toMatch(/^│[▸ ]! 2 Elżbieta.* \+2 │/);
  });

  test('says that it counts samples', () => {
    expect(frameToText(view(ward([1, 2])))).toContain('samples! │');
    expect(frameToText(view(exampleModel(120, 40, { mode: 'help' })))).toMatch(/~ \+3 +the same/);
  });

  test('needs a summary of every patient, and samples only of those with a row on the screen', () => {
    const patients = Array.from({ length: 1000 }, (_, index) => index + 1);
    const model = ward(patients, { snapshots: new Map() });
    const { effects } = update({ ...model, mode: 'patient' }, { kind: 'acted', action: 'ward' });
    const follow = effects.find(({ kind }) => kind === 'follow');
    if (follow?.kind !== 'follow') throw new Error('nothing is followed');
    expect(follow.summaries).toHaveLength(1000);
    const layout = layOut(model.size);
    if (!layout) throw new Error('too small');
    expect(follow.patients.map(({ patient }) => patient)).toEqual(listWardRows(play(model, 'ward'), layout));
    expect(follow.patients.length).toBeLessThan(40);
    expect(follow.patients.every(({ depth }) => depth === 'trace')).toBe(true);
  });

  test('shows a flag and a state by sign and word, and never an old state as live', () => {
    const flagged = exampleSnapshot(2, { samples: flagSamples(walkSamples(2, 120), 0, 2, [1], 'simulated') });
    const model = ward([2, 3], { snapshots: new Map([[2, flagged]]) });
    const findRow = (shown: Model, patient: number) =>
      frameToText(view(shown))
        .split('\n')
        .find((line) => new RegExp(`[ !] ${patient} \\S`).test(line));
    expect(findRow(model, 2)).toContain('~');
    expect(findRow(model, 2)).toContain('● live');
    const real = exampleSnapshot(2, { samples: flagSamples(walkSamples(2, 120), 0, 2, [1]) });
    expect(findRow(ward([2, 3], { snapshots: new Map([[2, real]]) }), 2)).toMatch(/!.*!.*●|●.*!/);
    const later = { ...model, nowMs: NOW_MS + 9000 };
    expect(findRow(later, 2)).toContain('○ stale');
    expect(findRow(later, 3)).toContain('○ stale');
    expect(frameToText(view(later))).not.toContain('● live');
  });
});
