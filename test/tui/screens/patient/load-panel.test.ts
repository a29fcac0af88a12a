import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../../src/core/sample.ts';
import type { TimedSnapshot } from '../../../../src/reader/timed-snapshot.ts';
import { drawLoadPanel } from '../../../../src/tui/screens/patient/load-panel.ts';
import { makeContext } from '../../../../src/tui/screens/view-context.ts';
import { exampleSnapshot, modelWithSnapshot, readEarlier, walkSamples } from '../../example-model.ts';
import { lineText } from '../../frame/frame-to-text.ts';

function load(snapshot: TimedSnapshot): string {
  const context = makeContext(modelWithSnapshot(120, 40, snapshot));
  return drawLoadPanel(context, { x: 0, y: 0, width: 44, height: 3 }).lines.map(lineText).join('\n');
}

function note(snapshot: TimedSnapshot, width = 60): string | undefined {
  const context = makeContext(modelWithSnapshot(120, 40, snapshot));
  return drawLoadPanel(context, { x: 0, y: 0, width, height: 3 })
    .border?.note.map(({ text }) => text)
    .join('');
}

function bearing(left: number, right: number): TimedSnapshot {
  const samples = walkSamples(2, 10).map((sample) => ({
    ...sample,
    sensors: [
      { id: 0, value: left, anomaly: false },
      { id: 5, value: right, anomaly: false },
    ],
  }));
  return exampleSnapshot(2, { samples });
}

test('shows by a bar and two percentages which foot bears more load', () => {
  expect(load(bearing(750, 250))).toBe('L  75 ±5 %  ████████████████▒▒▒▒▒  25 %  R');
  expect(load(bearing(0, 10))).toBe('L   0 ±3 %  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ 100 %  R');
});

test('shows dashes when no foot is loaded and when the patient is not live', () => {
  const unknown = 'L   – %  ························   – %  R';
  expect(load(bearing(0, 0))).toBe(unknown);
  expect(load(readEarlier(bearing(750, 250), 41))).toBe(unknown);
});

test('tells in the border how the patient walks, in as many words as fit', () => {
  const walking = exampleSnapshot(2, { samples: walkSamples(2, 110) });
  expect(note(walking)).toMatch(/^1\d\d steps\/min · stride 1\.\d\d s · last 30 s$/);
  expect(note(walking, 44)).toMatch(/^1\d\d steps\/min · stride 1\.\d\d s$/);
  expect(note(walking, 30)).toMatch(/^1\d\d steps\/min$/);
});

test('tells in the border that the patient stands, and no steps that are not known or not of now', () => {
  expect(note(bearing(750, 250))).toBe('standing · last 5 s');
  expect(note(exampleSnapshot(2, { samples: walkSamples(2, 5) }))).toBe('last 30 s');
  expect(note(readEarlier(exampleSnapshot(2, { samples: walkSamples(2, 110) }), 41))).toBe('');
});

describe('with rows for it', () => {
  const drawLines = (snapshot: TimedSnapshot, width = 40) => {
    const context = makeContext(modelWithSnapshot(120, 40, snapshot));
    return drawLoadPanel(context, { x: 0, y: 0, width, height: 8 }).lines.map(lineText);
  };
  const walking = exampleSnapshot(2, { samples: walkSamples(2, 110) });

  test('writes each gait figure on a line, with words where a figure could be misread', () => {
    expect(drawLines(walking)).toEqual([
      expect.stringMatching(/^ walking {2}on (the (left|right) foot|both feet)$/),
      expect.stringMatching(/^ cadence {3}1\d\d ±\d steps\/min$/),
      expect.stringMatching(/^ stride {3}1\.\d\d ±0\.0\d s straight on$/),
      expect.stringMatching(/^ stance {3}L \d\d ±\d R \d\d ±\d both {2}(– %|\d\d ±\d %)$/),
      expect.stringMatching(/^ symmetry {2}[+]\d+ ±\d\d % may be even$/),
      expect.stringMatching(/^L +\d+ ±\d % .*R$/),
    ]);
  });

  test('says why the gait is not known, in one word where there is little room', () => {
    const hop = walkSamples(2, 110).map((sample, index) => ({
      ...sample,
      sensors: sample.sensors.map((reading) => ({ ...reading, value: (index % 2) * 900 })),
    }));
    const drawState = (samples: readonly Sample[], width?: number) =>
      drawLines(exampleSnapshot(2, { samples }), width)[0];
    expect(drawState(hop)).toBe(' – moving, no steps known');
    expect(drawState(hop, 27)).toBe(' – moving, no steps known');
    expect(drawState(hop, 26)).toBe(' moving');
    expect(drawState(walkSamples(2, 110).filter((_, index) => index % 2 === 0))).toBe(' – polled too seldom');
    expect(drawState(walkSamples(2, 5))).toBe(' – gait not known yet');
    expect(drawLines(bearing(0, 0))[0]).toBe(' – gait not known');
  });

  test('never says that somebody is on neither foot', () => {
    const samples = walkSamples(2, 110).map((sample, index) => ({
      ...sample,
      sensors: sample.sensors.map((reading) => (index < 109 ? reading : { ...reading, value: 0 })),
    }));
    expect(drawLines(exampleSnapshot(2, { samples }))[0]).toBe(' walking');
  });

  test('leaves out the words in the numbers style, which is for slow links', () => {
    const context = makeContext({ ...modelWithSnapshot(120, 40, walking), feet: 'numbers' });
    const { lines } = drawLoadPanel(context, { x: 0, y: 0, width: 40, height: 8 });
    expect(lineText(lines[0] ?? [])).toBe(' walking');
    expect(lineText(lines[4] ?? [])).toMatch(/^ symmetry {2}[+]\d+ ±\d\d % *$/);
  });

  test('shows a dash in the same place for a figure that is not known or not of now', () => {
    for (const snapshot of [readEarlier(walking, 41), exampleSnapshot(2, { samples: walkSamples(2, 5) })]) {
      const lines = drawLines(snapshot);
      expect(lines).toHaveLength(6);
      expect(lines.slice(1, 4)).toEqual([
        ' cadence     – steps/min',
        ' stride      – s',
        ' stance   L  – R  – both  – %',
      ]);
      expect(lines[0]).toMatch(/^ –/);
    }
    expect(drawLines(bearing(750, 250)).slice(0, 5)).toEqual([
      ' standing',
      ' cadence     – steps/min',
      ' stride      – s',
      ' stance   L  – R  – both  – %',
      ' symmetry -100 ±18 % left bears more',
    ]);
  });

  test('drops words before figures when there is little room', () => {
    for (const width of [26, 28, 34, 40, 60]) {
      for (const line of drawLines(walking, width)) expect(line.length).toBeLessThanOrEqual(width - 2);
      expect(drawLines(walking, width)[1]).toContain('steps/min');
    }
  });
});

test('writes the walk above the shares of the load when there are two rows', () => {
  const context = makeContext(
    modelWithSnapshot(80, 24, exampleSnapshot(2, { samples: walkSamples(2, 110) })),
  );
  const block = drawLoadPanel(context, { x: 0, y: 0, width: 31, height: 4 });
  expect(block.lines.map(lineText)).toEqual([
    expect.stringMatching(/^ walking 1\d\d steps\/min 1\.\d\d s$/),
    expect.stringMatching(/^L +\d+ % .*R$/),
  ]);
});

describe('in the border', () => {
  const walking = walkSamples(2, 110);
  const drawNote = (samples: readonly Sample[], width: number, unicode = true) => {
    const model = { ...modelWithSnapshot(120, 40, exampleSnapshot(2, { samples })), unicode };
    return drawLoadPanel(makeContext(model), { x: 0, y: 0, width, height: 8 })
      .border?.note.map(({ text }) => text)
      .join('');
  };
  const breakSensors = (ids: readonly number[]) =>
    walking.map((sample, index) => ({
      ...sample,
      sensors: sample.sensors.map((sensor) =>
        ids.includes(sensor.id) && index > 80
          ? { ...sensor, value: 0, anomaly: true, source: 'rule:stuck-low' }
          : sensor,
      ),
    }));

  test('tells how many new frames a second there were, at least where polls are no faster', () => {
    expect(drawNote(walking, 60)).toBe('≥3 frames/s · last 30 s');
    expect(drawNote(walking, 60, false)).toBe('>=3 frames/s | last 30 s');
    expect(drawNote(walking, 28)).toBe('last 30 s');
    const twice = walking.flatMap((sample) => [sample, { ...sample, atSeconds: sample.atSeconds + 0.14 }]);
    expect(drawNote(twice, 60)).toBe('3 frames/s · last 30 s');
    expect(drawNote(walkSamples(2, 5), 60)).toBe('last 30 s');
  });

  test('names the faulty sensors that no figure rests on, before all else', () => {
    expect(drawNote(breakSensors([1]), 60)).toBe('without L1 · ≥3 frames/s · last 30 s');
    expect(drawNote(breakSensors([1]), 36)).toBe('without L1 · last 30 s');
    expect(drawNote(breakSensors([1]), 24)).toBe('without L1');
    expect(drawNote(breakSensors([0, 1, 5]), 60)).toBe('without L0 L1 R2 · ≥3 frames/s · last 30 s');
    expect(drawNote(breakSensors([0, 1, 2, 5]), 60)).toContain('without 4 sensors');
    const context = makeContext(
      modelWithSnapshot(120, 40, exampleSnapshot(2, { samples: breakSensors([1]) })),
    );
    const low = drawLoadPanel(context, { x: 0, y: 0, width: 60, height: 3 });
    expect(low.border?.note.map(({ text }) => text).join('')).toBe('without L1 · walking');
  });
});
