import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TimedSnapshot } from '../../../src/reader/timed-snapshot.ts';
import { lineWidth } from '../../../src/tui/frame/fit-line.ts';
import type { Block, Colour, Rect } from '../../../src/tui/frame/frame.ts';
import { listEvents } from '../../../src/tui/model/events.ts';
import { type History, type Model, PANELS } from '../../../src/tui/model/model.ts';
import { view } from '../../../src/tui/screens/view.ts';
import {
  eventfulSnapshot,
  exampleHealth,
  exampleModel,
  exampleProfile,
  exampleSnapshot,
  flagSamples,
  modelWithSnapshot,
  NOW_MS,
  NOW_SECONDS,
  readEarlier,
  sampleLessSnapshot,
  unseenSnapshot,
  walkSamples,
} from '../example-model.ts';
import { counted, openFirstEvent, troubledWard } from '../example-screens.ts';
import { contentLines, frameToText } from '../frame/frame-to-text.ts';
import { play, typeText } from '../play.ts';

const allFlagged = exampleSnapshot(2, {
  samples: flagSamples(walkSamples(2, 400), 0, 6, [0, 1, 2, 3, 4, 5]),
});
const downSnapshot = exampleSnapshot(2, {
  nowSeconds: NOW_SECONDS + 9,
  health: exampleHealth({
    state: 'down',
    updatedAtSeconds: NOW_SECONDS + 8.9,
    lastError: 'no answer in 2 s',
  }),
});
const away = { state: 'down', reason: 'connection refused', sinceMs: NOW_MS - 12_000 } as const;

const SIZES = [
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

function pastOf({ patient, samples }: TimedSnapshot): History | null {
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

describe('the screen looks as it did when it was judged', () => {
  const screens: readonly (readonly [name: string, model: Model])[] = [
    ['live-60x20', exampleModel(60, 20)],
    ['live-80x24', exampleModel(80, 24)],
    ['live-120x40', exampleModel(120, 40)],
    ['live-200x60', exampleModel(200, 60)],
    ['live-80x24-ascii', exampleModel(80, 24, { unicode: false })],
    ['flagged-120x40', modelWithSnapshot(120, 40, allFlagged)],
    ['flagged-80x24-ascii', { ...modelWithSnapshot(80, 24, allFlagged), unicode: false }],
    ['stale-120x40', modelWithSnapshot(120, 40, readEarlier(eventfulSnapshot(), 41))],
    ['down-120x40', modelWithSnapshot(120, 40, downSnapshot)],
    ['replay-120x40', exampleModel(120, 40, { replay: 'playing' })],
    ['replay-ended-80x24', exampleModel(80, 24, { replay: 'ended' })],
    ['no-sample-80x24', modelWithSnapshot(80, 24, sampleLessSnapshot(3))],
    ['never-seen-80x24', modelWithSnapshot(80, 24, unseenSnapshot(3))],
    [
      'store-away-120x40',
      {
        ...exampleModel(120, 40),
        snapshots: new Map([[2, readEarlier(eventfulSnapshot(), 12)]]),
        link: away,
      },
    ],
    ['nothing-stored-80x24', exampleModel(80, 24, { patients: [], selected: null, snapshots: new Map() })],
    ...SIZES.flatMap(([columns, rows]) => {
      const size = `${columns}x${rows}`;
      const snapshots = new Map(exampleModel(columns, rows).snapshots).set(2, eventfulSnapshot());
      const example = exampleModel(columns, rows, { snapshots });
      return [
        [`ward-${size}`, troubledWard(columns, rows)],
        [`event-${size}`, openFirstEvent(example)],
        [`distribution-${size}`, { ...example, mode: 'distribution', distribution: counted() }],
        [`frozen-${size}`, play(example, 'freeze', ...new Array(30).fill('earlier'))],
        [`enlarged-${size}`, play(example, 'nextPanel', 'nextPanel', 'nextPanel', 'enlarge')],
        [`long-time-${size}`, { ...example, pollsPerColumn: 4 }],
      ] as (readonly [string, Model])[];
    }),
    ['ward-80x24-ascii', troubledWard(80, 24, { unicode: false })],
    ['event-not-retained-120x40', openFirstEvent(exampleModel(120, 40), false)],
    ['ward-find-80x24', play(exampleModel(80, 24, { mode: 'ward' }), 'filter', ...typeText('el'))],
    ['help-120x40', exampleModel(120, 40, { mode: 'help' })],
    ['too-small', exampleModel(43, 12)],
  ];
  test.each(screens)('%s', async (name, model) => {
    await expect(frameToText(view(model), model.unicode)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

describe('a recording', () => {
  test('is never shown as live, nor as now, whatever is on the screen', () => {
    for (const mode of ['patient', 'event', 'distribution'] as const) {
      for (const replay of ['playing', 'ended'] as const) {
        for (const [columns, rows] of [
          [60, 20],
          [80, 24],
          [120, 40],
          [200, 60],
        ] as const) {
          const model = exampleModel(columns, rows, { mode, replay });
          for (const shown of [
            model,
            { ...model, ...modelWithSnapshot(columns, rows, allFlagged), mode, replay },
          ]) {
            const text = frameToText(view(shown), true);
            expect(text).toContain('REPLAY');
            expect(text).not.toMatch(/live|\bnow\b/i);
          }
        }
      }
    }
  });

  test('says where it has no samples, and when it has ended', () => {
    const gap = {
      ...modelWithSnapshot(120, 40, readEarlier(eventfulSnapshot(), 41)),
      replay: 'playing' as const,
    };
    expect(frameToText(view(gap), true)).toMatch(/» REPLAY of \d{4}-\d\d-\d\d, no sample for 41 s/);
    expect(frameToText(view({ ...gap, replay: 'ended' }), true)).toMatch(
      /» REPLAY ENDED of \d{4}-\d\d-\d\d /,
    );
  });
});

describe('at every size', () => {
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
      link: fc.constantFrom(away, { state: 'connecting' } as const),
      cursor: fc.nat(12),
    })
    .map(
      ({ size, mode, unicode, snapshot, link, cursor }): Model => ({
        ...modelWithSnapshot(size.columns, size.rows, snapshot),
        mode,
        unicode,
        link,
        anomalyCursor: cursor,
        history: cursor % 2 === 0 ? null : pastOf(snapshot),
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

  test('blocks lie within the screen, do not overlap, and hold what is in them', () => {
    fc.assert(
      fc.property(models, (model) => {
        expectToFit(model);
      }),
      { numRuns: 150 },
    );
  });

  test('the patient view leaves no row of the screen unused', () => {
    fc.assert(
      fc.property(sizes, ({ columns, rows }) => {
        const covered = view(exampleModel(columns, rows)).blocks.reduce(
          (cells, { rect }) => cells + rect.width * rect.height,
          0,
        );
        expect(covered).toBe(columns * rows);
      }),
      { numRuns: 100 },
    );
  });

  test('names that are wide, combined, long or empty break no line', () => {
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

  test('a screen that is too small gets one block that says what is needed', () => {
    const frame = view(exampleModel(43, 12));
    expect(frame.blocks).toHaveLength(1);
    expect(frameToText(frame)).toContain('footwatch needs 60x20, this is 43x12');
  });

  test('even one cell is no error', () => {
    for (const [columns, rows] of [
      [0, 0],
      [1, 1],
      [300, 19],
      [59, 100],
    ] as const) {
      expect(() => frameToText(view(exampleModel(columns, rows)))).not.toThrow();
    }
  });
});

describe('what is not now is not shown as now', () => {
  test.each([
    ['stale', readEarlier(eventfulSnapshot(), 41)],
    ['down', downSnapshot],
  ])(
    'when %s, traces are old, and neither the ramp nor bright readings nor alarms are left',
    (_, snapshot) => {
      const model = modelWithSnapshot(120, 40, snapshot);
      const panels = view(model).blocks.filter((block) => /traces|pressure|load/.test(block.id));
      expect(panels).toHaveLength(4);
      for (const block of panels) {
        for (const line of contentLines(block)) {
          for (const span of line) expect(span.foreground ?? 'dim').toBe('dim');
        }
      }
      expect(frameToText(view(model))).not.toMatch(/LIVE|Pressure now/);
    },
  );

  test('every sign of a state comes with a word', () => {
    const texts = [
      exampleModel(120, 40),
      modelWithSnapshot(120, 40, readEarlier(eventfulSnapshot(), 41)),
      modelWithSnapshot(120, 40, downSnapshot),
      modelWithSnapshot(120, 40, unseenSnapshot(2)),
    ].map((model) => frameToText(view(model)).split('\n')[0]);
    expect(texts[0]).toContain('● LIVE  age <1 s  delay <10 ms  14:03:22');
    expect(texts[1]).toContain('○ STALE 41 s  14:04:03');
    expect(texts[2]).toContain('× DOWN since 14:03:21: no answer in 2 s  14:03:31');
    expect(texts[3]).toContain('– NEVER SEEN');
  });

  test('ages go on while the store is not heard of', () => {
    const model = exampleModel(120, 40);
    const later = { ...model, nowMs: model.nowMs + 1_200 };
    expect(frameToText(view(later))).toContain('● LIVE  age  1 s');
    expect(frameToText(view({ ...model, nowMs: model.nowMs + 60_000 }))).toContain('○ STALE 60 s');
  });
});

describe('an anomaly cannot be overlooked', () => {
  test.each([true, false])('it is seen without colours (Unicode: %s)', (unicode) => {
    const model = { ...modelWithSnapshot(120, 40, allFlagged), unicode };
    const text = frameToText(view(model), unicode);
    expect(text).toContain('2 El'.concat(unicode ? 'żbieta!' : 'zbieta!'));
    expect(text.match(/!624!/g)).toHaveLength(2);
    expect(text).toMatch(/14:03:20 +now/);
  });

  test('it is in the tone of an alarm at the number, on the foot, in the trace and in the log', () => {
    const colours = new Map(
      view(modelWithSnapshot(120, 40, allFlagged)).blocks.map((block) => [block.id, inksOf(block)]),
    );
    for (const id of ['patients', 'left-traces', 'right-traces', 'pressure', 'anomalies']) {
      expect(colours.get(id)).toContain('alarm');
    }
  });

  test('without one, nothing is in that tone', () => {
    for (const block of view(modelWithSnapshot(120, 40, exampleSnapshot(2))).blocks) {
      expect(inksOf(block)).not.toContain('alarm');
    }
  });
});

test('numbers and ages keep their places when they change', () => {
  const places = [0, 7, 42, 1023].map((value) => {
    const samples = walkSamples(2, 400).map((sample) => ({
      ...sample,
      sensors: sample.sensors.map((reading) => ({ ...reading, value })),
    }));
    const text = frameToText(view(modelWithSnapshot(120, 40, exampleSnapshot(2, { samples }))));
    const row = text.split('\n')[4] ?? '';
    return row.indexOf(`${value} `) + String(value).length;
  });
  expect(new Set(places).size).toBe(1);
});

test('a patient of whom one sample is known shows that sample, and makes up no history', () => {
  const peek = exampleSnapshot(2, { samples: walkSamples(2, 1), anomalies: null });
  const model = exampleModel(120, 40, { snapshots: new Map([[2, peek]]) });
  const frame = view(model);
  const traces = frame.blocks.filter((block) => block.kind === 'traces');
  expect(traces).toHaveLength(2);
  for (const block of traces) for (const { columns } of block.traces) expect(columns).toEqual([]);
  const text = frameToText(frame);
  expect(text).toContain('● LIVE');
  expect(text).not.toMatch(/events|none since/);
  expect(text).toMatch(/L +– %/);
});

test('the same model always gives the same frame', () => {
  const model = exampleModel(120, 40);
  const first = JSON.stringify(view(model));
  view(exampleModel(80, 24));
  expect(JSON.stringify(view(model))).toBe(first);
});

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

function inksOf(block: Block): (Colour | undefined)[] {
  return contentLines(block).flatMap((line) => line.map((span) => span.foreground));
}
