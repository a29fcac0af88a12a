import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeFigures } from '../../../src/core/gait/gait-figures.ts';
import type { Insole } from '../../../src/core/insole/insole.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { snapshotToJson } from '../../../src/core/snapshot-json.ts';
import { formatFeedLine } from '../../../src/reader/feed-line.ts';
import { drawTrace } from '../../../src/tui/frame/draw-trace.ts';
import type { Frame } from '../../../src/tui/frame/frame.ts';
import { update } from '../../../src/tui/model/update.ts';
import { view } from '../../../src/tui/screens/view.ts';
import { arbitraryInsole } from '../../core/insole/arbitrary-insole.ts';
import { exampleSnapshot, NOW_MS, NOW_SECONDS } from '../example-model.ts';
import { frameToText, lineText } from '../frame/frame-to-text.ts';
import { INSOLE_VIEWS, insoleModel, insoleSnapshot, LEFT_4095 } from '../insole-models.ts';

const SIZES = [
  [60, 20],
  [80, 24],
  [120, 40],
] as const;

/** Samples whose readings go up and down between the lowest and the highest of an insole, the feet by turns. */
function swing({ sensors, lowest, highest, decimals }: Insole): Sample[] {
  return Array.from({ length: 60 }, (_, index) => ({
    atSeconds: Number((NOW_SECONDS - 0.2 - (59 - index) * 0.3).toFixed(3)),
    sensors: sensors.map(({ id, side }, sensor) => {
      const share = (1 + Math.sin(index * 1.7 + sensor * 0.1 + (side === 'left' ? 0 : Math.PI))) / 2;
      return { id, value: Number((lowest + share * (highest - lowest)).toFixed(decimals)), anomaly: false };
    }),
  }));
}

/** Everything that is drawn, traces included. */
function expectDrawn(frame: Frame): void {
  expect(frameToText(frame)).not.toMatch(/NaN|undefined|Infinity/);
  for (const block of frame.blocks) {
    if (block.kind !== 'traces') continue;
    const cells = block.rect.width - 2 - block.gutterWidth;
    expect(cells).toBeGreaterThan(0);
    expect(block.traces.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(block.rect.height - 2);
    for (const trace of block.traces) {
      for (const reading of trace.columns) if (reading !== null) expect(reading).toBeGreaterThanOrEqual(0);
      drawTrace(trace, cells, { unicode: true, newestColumn: 1, motion: 'scroll', isOld: false });
    }
  }
}

describe('an insole of any sensors', () => {
  test('has every view at every size, in Unicode and ASCII, and figures', () => {
    fc.assert(
      fc.property(
        arbitraryInsole,
        fc.constantFrom(...SIZES),
        fc.boolean(),
        fc.constantFrom('field', 'numbers'),
        (insole, [columns, rows], unicode, feet) => {
          const snapshot = insoleSnapshot(insole, swing(insole));
          const model = { ...insoleModel(columns, rows, snapshot), unicode, feet };
          for (const show of Object.values(INSOLE_VIEWS)) expectDrawn(view(show(model)));
          const { model: focused } = update(model, { kind: 'acted', action: 'nextPanel' });
          expectDrawn(view(update(focused, { kind: 'acted', action: 'enlarge' }).model));
          expect(() => computeFigures(snapshot.samples, insole)).not.toThrow();
          expect(snapshotToJson(snapshot).sensors).toHaveLength(insole.sensors.length);
          expect(formatFeedLine(snapshot, NOW_MS, 0)).not.toMatch(/NaN|undefined/);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('that is not known has every view too', () => {
    const unknown = { ...LEFT_4095, sensors: [] };
    for (const [columns, rows] of SIZES)
      for (const show of Object.values(INSOLE_VIEWS))
        expectDrawn(view(show(insoleModel(columns, rows, insoleSnapshot(unknown, [])))));
  });
});

test('one foot alone has the place of both panels of traces, also when the other is enlarged', () => {
  const model = insoleModel(80, 24, insoleSnapshot(LEFT_4095));
  const listPanels = (frame: Frame) => frame.blocks.filter(({ kind }) => kind === 'traces');
  expect(listPanels(view(model)).map(({ id, rect }) => [id, rect.height])).toEqual([['left-traces', 16]]);
  const enlarged = { ...model, focus: 'right-traces', isEnlarged: true } as const;
  expect(listPanels(view(enlarged)).map(({ id, rect }) => [id, rect.height])).toEqual([['left-traces', 21]]);
});

test('the numbers on the feet are whole, however many fit', () => {
  fc.assert(
    fc.property(arbitraryInsole, fc.constantFrom(...SIZES), (made, [columns, rows]) => {
      const insole = { ...made, lowest: 0, highest: 999, decimals: 0 };
      const samples = swing(insole).map(({ atSeconds, sensors }) => ({
        atSeconds,
        sensors: sensors.map((reading) => ({ ...reading, value: 345 })),
      }));
      const snapshot = exampleSnapshot(2, { insole, samples });
      const panel = view(insoleModel(columns, rows, snapshot)).blocks.find(({ id }) => id === 'pressure');
      const lines = panel?.kind === 'text' ? panel.lines.map(lineText) : [];
      const numbers =
        lines
          .filter((line) => !line.includes(' 999'))
          .join('\n')
          .match(/\d+/g) ?? [];
      expect(new Set(numbers)).toEqual(new Set(['345']));
    }),
    { numRuns: 40 },
  );
});
