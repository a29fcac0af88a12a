import { expect, test } from 'vitest';
import type { Block, Colour } from '../../../src/tui/frame/frame.ts';
import { view } from '../../../src/tui/screens/view.ts';
import {
  eventfulSnapshot,
  exampleModel,
  exampleReplay,
  exampleSnapshot,
  modelWithSnapshot,
  readEarlier,
  unseenSnapshot,
  walkSamples,
} from '../example-model.ts';
import { allFlagged, downSnapshot } from '../example-screens.ts';
import { contentLines, frameToText } from '../frame/frame-to-text.ts';

test('never shows a recording as live or as now, on any screen', () => {
  for (const mode of ['patient', 'event', 'distribution'] as const) {
    for (const replay of [exampleReplay(), exampleReplay('halted'), exampleReplay('ended')]) {
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

test('says where a recording has no samples, and when it has ended', () => {
  const gap = {
    ...modelWithSnapshot(120, 40, readEarlier(eventfulSnapshot(), 41)),
    replay: exampleReplay(),
  };
  expect(frameToText(view(gap), true)).toMatch(/» REPLAY of \d{4}-\d\d-\d\d, no sample for 41 s/);
  expect(frameToText(view({ ...gap, replay: exampleReplay('ended') }), true)).toMatch(
    /» REPLAY ENDED of \d{4}-\d\d-\d\d /,
  );
});

test.each([
  ['stale', readEarlier(eventfulSnapshot(), 41)],
  ['down', downSnapshot],
])('draws all panels of a patient that is %s in grey, without the ramp or an alarm', (_, snapshot) => {
  const model = modelWithSnapshot(120, 40, snapshot);
  const panels = view(model).blocks.filter((block) => /traces|pressure|load/.test(block.id));
  expect(panels).toHaveLength(4);
  for (const block of panels) {
    for (const line of contentLines(block)) {
      for (const span of line) expect(span.foreground ?? 'dim').toBe('dim');
    }
  }
  expect(frameToText(view(model))).not.toMatch(/LIVE|Pressure now/);
});

test('shows every state by a sign and a word', () => {
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

test('lets ages grow while the store sends nothing', () => {
  const model = exampleModel(120, 40);
  const later = { ...model, nowMs: model.nowMs + 1_200 };
  expect(frameToText(view(later))).toContain('● LIVE  age  1 s');
  expect(frameToText(view({ ...model, nowMs: model.nowMs + 60_000 }))).toContain('○ STALE 60 s');
});

test.each([true, false])('shows an anomaly without any colours (Unicode: %s)', (unicode) => {
  const model = { ...modelWithSnapshot(120, 40, allFlagged), unicode };
  const text = frameToText(view(model), unicode);
  expect(text).toContain('2 El'.concat(unicode ? 'żbieta !' : 'zbieta !'));
  expect(text.match(/! {2}624/g)).toHaveLength(2);
  expect(text).toMatch(/14:03:20 +now/);
});

test('draws an anomaly as an alarm at its number, on the foot, in the trace and in the log', () => {
  const colours = new Map(
    view(modelWithSnapshot(120, 40, allFlagged)).blocks.map((block) => [block.id, listForegrounds(block)]),
  );
  for (const id of ['patients', 'left-traces', 'right-traces', 'pressure', 'anomalies']) {
    expect(colours.get(id)).toContain('alarm');
  }
});

test('draws nothing as an alarm when there is no anomaly', () => {
  for (const block of view(modelWithSnapshot(120, 40, exampleSnapshot(2))).blocks) {
    expect(listForegrounds(block)).not.toContain('alarm');
  }
});

test('keeps the places of numbers while they change', () => {
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

test('shows the sample of a patient of whom only one is known, and makes up no history', () => {
  const snapshot = exampleSnapshot(2, { samples: walkSamples(2, 1), anomalies: null });
  const model = exampleModel(120, 40, { snapshots: new Map([[2, snapshot]]) });
  const frame = view(model);
  const traces = frame.blocks.filter((block) => block.kind === 'traces');
  expect(traces).toHaveLength(2);
  for (const block of traces) for (const { columns } of block.traces) expect(columns).toEqual([]);
  const text = frameToText(frame);
  expect(text).toContain('● LIVE');
  expect(text).not.toMatch(/events|none since/);
  expect(text).toMatch(/L +– %/);
});

function listForegrounds(block: Block): (Colour | undefined)[] {
  return contentLines(block).flatMap((line) => line.map((span) => span.foreground));
}
