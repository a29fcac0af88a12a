import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimedSnapshot } from '../../../src/reader/timed-snapshot.ts';
import { lineWidth } from '../../../src/tui/frame/fit-line.ts';
import type { Rect } from '../../../src/tui/frame/frame.ts';
import { listEvents } from '../../../src/tui/model/events.ts';
import { type History, type Model, PANELS } from '../../../src/tui/model/model.ts';
import { view } from '../../../src/tui/screens/view.ts';
import {
  eventfulSnapshot,
  exampleModel,
  exampleProfile,
  exampleSnapshot,
  modelWithSnapshot,
  NOW_SECONDS,
  sampleLessSnapshot,
  unseenSnapshot,
} from '../example-model.ts';
import { allFlagged, counted, downLink, downSnapshot } from '../example-screens.ts';
import { contentLines, frameToText } from '../frame/frame-to-text.ts';

const sizes = fc.record({
  columns: fc.integer({ min: 60, max: 300 }),
  rows: fc.integer({ min: 20, max: 100 }),
});
const models = fc
  .record({
    size: sizes,
    mode: fc.constantFrom('patient', 'ward', 'event', 'distribution', 'help'),
    unicode: fc.boolean(),
    snapshot: fc.constantFrom(
      eventfulSnapshot(),
      allFlagged,
      downSnapshot,
      unseenSnapshot(2),
      sampleLessSnapshot(2),
    ),
    link: fc.constantFrom(downLink, { state: 'connecting' } as const),
    cursor: fc.nat(12),
  })
  .map(
    ({ size, mode, unicode, snapshot, link, cursor }): Model => ({
      ...modelWithSnapshot(size.columns, size.rows, snapshot),
      mode,
      unicode,
      link,
      anomalyCursor: cursor,
      history: cursor % 2 === 0 ? null : makeHistory(snapshot),
      focus: PANELS[cursor % 7] ?? null,
      isEnlarged: cursor % 3 === 0,
      pollsPerColumn: 2 ** (cursor % 5),
      event: {
        patient: 2,
        startSeconds: listEvents(snapshot, 2)[0]?.startSeconds ?? 0,
        around: snapshot.samples,
        shift: cursor,
      },
      distribution: counted(),
      helpScroll: cursor,
    }),
  );

test('keeps blocks within the screen and apart, and their content within them, at every size', () => {
  fc.assert(
    fc.property(models, (model) => {
      expectToFit(model);
    }),
    { numRuns: 150 },
  );
});

test('covers the whole screen with the patient view at every size', () => {
  const model = exampleModel(120, 40);
  fc.assert(
    fc.property(sizes, ({ columns, rows }) => {
      const covered = view({ ...model, size: { columns, rows } }).blocks.reduce(
        (cells, { rect }) => cells + rect.width * rect.height,
        0,
      );
      expect(covered).toBe(columns * rows);
    }),
    { numRuns: 100 },
  );
});

test('keeps every line whole with names that are wide, combined, long or empty', () => {
  const names = fc.oneof(
    fc.constantFrom(
      '王小明王小明王小明王小明',
      'Zoë̩̩',
      '👩‍👩‍👧‍👦 family',
      '한국어이름한국어이름',
      'ﾊﾟ'.repeat(30),
      '',
    ),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constant('x'.repeat(200)),
  );
  fc.assert(
    fc.property(sizes, names, names, fc.boolean(), (size, firstname, lastname, isPicker) => {
      const profile = { ...exampleProfile(2), firstname, lastname, traceName: `${lastname}${firstname}` };
      const model = modelWithSnapshot(size.columns, size.rows, exampleSnapshot(2, { profile }));
      expectToFit({ ...model, mode: isPicker ? 'ward' : 'patient' });
    }),
    { numRuns: 80 },
  );
});

test('says on a screen that is too small which size is needed', () => {
  const frame = view(exampleModel(43, 12));
  expect(frame.blocks).toHaveLength(1);
  expect(frameToText(frame)).toContain('footwatch needs 60x20, this is 43x12');
});

test('draws without an error on a screen of one cell, or none', () => {
  for (const [columns, rows] of [
    [0, 0],
    [1, 1],
    [300, 19],
    [59, 100],
  ] as const) {
    expect(() => frameToText(view(exampleModel(columns, rows)))).not.toThrow();
  }
});

function makeHistory({ patient, samples }: TimedSnapshot): History | null {
  const at = samples[Math.floor(samples.length / 2)];
  if (!at) return null;
  return {
    patient,
    samples,
    atSeconds: at.atSeconds,
    play: null,
    speed: 1,
    isReading: false,
    isOldest: true,
    meanwhile: { samples: 13, countedToSeconds: NOW_SECONDS },
  };
}

function expectToFit(model: Model): void {
  const { width, height, blocks } = view(model);
  for (const [index, block] of blocks.entries()) {
    const { x, y } = block.rect;
    expect(x >= 0 && y >= 0 && endX(block.rect) <= width && endY(block.rect) <= height, block.id).toBe(true);
    const over = blocks.slice(index + 1).find((other) => overlap(block.rect, other.rect));
    expect(over?.id).toBe(undefined);
    const inset = block.border ? 2 : 0;
    const lines = contentLines(block, model.unicode);
    expect(lines.length, block.id).toBeLessThanOrEqual(block.rect.height - inset);
    expect(Math.max(0, ...lines.map(lineWidth)), block.id).toBeLessThanOrEqual(block.rect.width - inset);
    if (block.border) {
      const { title, note } = block.border;
      expect(lineWidth(title) + lineWidth(note) + 6, block.id).toBeLessThanOrEqual(block.rect.width);
    }
  }
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < endX(b) && b.x < endX(a) && a.y < endY(b) && b.y < endY(a);
}

function endX({ x, width }: Rect): number {
  return x + width;
}

function endY({ y, height }: Rect): number {
  return y + height;
}
