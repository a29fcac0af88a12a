import { describe, expect, test } from 'vitest';
import type { TableBlock } from '../../src/tui/frame.ts';
import type { Model } from '../../src/tui/model.ts';
import { drawPicker, visiblePatients } from '../../src/tui/picker-view.ts';
import { makeContext } from '../../src/tui/view-context.ts';
import { exampleFeed, exampleModel, flagSamples, readEarlier, walkSamples } from './example-model.ts';

function picker(model: Model): TableBlock {
  const { columns, rows } = model.size;
  return drawPicker(makeContext(model), { x: 0, y: 2, width: columns, height: rows - 3 });
}

function rowsOf(block: TableBlock): string[][] {
  return block.rows.map((row) => row.map((span) => span.text.trim()));
}

function crowd(pickerCursor: number): Model {
  const patients = Array.from({ length: 100_000 }, (_, index) => index + 1);
  return exampleModel(120, 40, { patients, pickerCursor, mode: 'picker', selected: 7 });
}

describe('a row', () => {
  test('tells a patient’s state in a word, the age, and the six readings', () => {
    expect(rowsOf(picker(exampleModel(120, 40)))[1]).toEqual([
      '▸● live',
      '2',
      'Elżbieta Nowak',
      '0.2 s',
      '236',
      '1023',
      '24',
      '0',
      '0',
      '30',
    ]);
  });

  test('has dashes for a patient of whom nothing was read', () => {
    const model = exampleModel(120, 40, { feeds: new Map(), pickerCursor: 0 });
    expect(rowsOf(picker(model))[1]).toEqual(['· reading', '2', '–', '–', '–', '–', '–', '–', '–', '–']);
  });

  test('marks a flagged reading, in the tone of an alarm when it is now', () => {
    const flagged = exampleFeed(2, { samples: flagSamples(walkSamples(2, 5), 0, 0, [1]) });
    const [, live] = picker(exampleModel(120, 40, { feeds: new Map([[2, flagged]]) })).rows;
    const [, old] = picker(exampleModel(120, 40, { feeds: new Map([[2, readEarlier(flagged, 9)]]) })).rows;
    expect(live?.[5]?.text.trim()).toMatch(/^!\d+$/);
    expect(live?.[5]?.ink).toBe('alarm');
    expect(old?.[5]?.ink).toBe('dim');
  });
});

describe('a crowd', () => {
  test('is scrolled with the cursor, and only its visible rows are made', () => {
    for (const cursor of [0, 5, 50_000, 99_999]) {
      const block = picker(crowd(cursor));
      expect(block.rows).toHaveLength(34);
      expect(rowsOf(block)[block.selected ?? -1]?.[1]).toBe(String(cursor + 1));
    }
  });

  test('is followed as far as it is seen', () => {
    const model = crowd(50_000);
    const shown = rowsOf(picker(model)).map(([, patient]) => Number(patient));
    expect(visiblePatients(model)).toEqual(shown);
    expect(visiblePatients({ ...model, mode: 'patient' })).toContain(7);
    expect(visiblePatients({ ...model, size: { columns: 10, rows: 5 } })).toEqual([]);
  });
});
