import { describe, expect, test } from 'vitest';
import type { TimedSnapshot } from '../../../../src/reader/timed-snapshot.ts';
import type { TableBlock } from '../../../../src/tui/frame/frame.ts';
import { drawAnomalyLog } from '../../../../src/tui/screens/patient/anomaly-log.ts';
import { makeContext } from '../../../../src/tui/screens/view-context.ts';
import {
  eventfulSnapshot,
  exampleSnapshot,
  flagSamples,
  modelWithSnapshot,
  readEarlier,
  walkSamples,
} from '../../example-model.ts';
import { lineText } from '../../frame/frame-to-text.ts';

function log(snapshot: TimedSnapshot, { width = 120, height = 9, cursor = 0 } = {}): TableBlock {
  const context = makeContext({ ...modelWithSnapshot(120, 40, snapshot), anomalyCursor: cursor });
  return drawAnomalyLog(context, { x: 0, y: 0, width, height });
}

function drawRows(block: TableBlock): string[][] {
  return block.rows.map((row) => row.map((span) => span.text.trim()));
}

/** An event every 10 samples, which is more than the gap that ends one. */
function manyEvents(): TimedSnapshot {
  let samples = walkSamples(2, 400);
  for (let back = 10; back < 400; back += 10) samples = flagSamples(samples, back, back, [0], 'simulated');
  return exampleSnapshot(2, { samples });
}

describe('events', () => {
  test('lists events newest first, with when, ago, duration, sensors, source and peak', () => {
    expect(drawRows(log(eventfulSnapshot()))).toEqual([
      ['▸~', '14:03:15', '6.2 s', 'once', 'L1', 'simulated', '0'],
      ['!', '14:02:23', '40 s', '18 s', 'all six', 'API', '1023'],
      ['!', '14:01:44', '91 s', '6.0 s', 'R2', 'rule stuck-high', '1023'],
    ]);
  });

  test('shows an event that goes on as now, unless the patient is not live', () => {
    const snapshot = exampleSnapshot(2, { samples: flagSamples(walkSamples(2, 100), 0, 9, [0, 2]) });
    expect(drawRows(log(snapshot))[0]).toContain('now');
    expect(drawRows(log(snapshot))[0]).toContain('L0 L2');
    expect(drawRows(log(readEarlier(snapshot, 41)))[0]).toContain('41 s');
  });

  test('counts the events, and tells since when they are known', () => {
    expect(lineText(log(eventfulSnapshot()).border?.note ?? [])).toBe('3 events · since 13:58 · 1207 stored');
    expect(lineText(log(eventfulSnapshot(), { width: 32 }).border?.note ?? [])).toBe('3 events');
    expect(log(exampleSnapshot(2)).empty).toBe('none since 13:58');
  });
});

describe('the rows', () => {
  test('scrolls with the cursor, which stays within the events', () => {
    const tops = [0, 3, 20, 1000].map((cursor) => {
      const { rows, selected } = log(manyEvents(), { cursor });
      expect(rows).toHaveLength(6);
      expect(rows[selected ?? -1]?.[0]?.text).toBe('▸~');
      return rows[0]?.[1]?.text;
    });
    expect(new Set(tops).size).toBe(3);
    expect(log(manyEvents(), { cursor: 1000 }).selected).toBe(5);
  });

  test('leaves out the headers when there are only three rows', () => {
    const { headers, rows } = log(manyEvents(), { height: 5 });
    expect(headers).toEqual([]);
    expect(rows).toHaveLength(3);
  });

  test.each([34, 49, 60, 120, 300])('fits a panel of %i columns', (width) => {
    const { columnWidths, rows, headers } = log(eventfulSnapshot(), { width });
    expect(columnWidths.reduce((sum, column) => sum + column, 0)).toBeLessThanOrEqual(width - 2);
    for (const row of [...rows, headers.map((text) => ({ text }))]) {
      expect(row).toHaveLength(columnWidths.length);
      for (const [column, span] of row.entries()) {
        expect(span.text.length).toBeLessThanOrEqual(columnWidths[column] ?? 0);
      }
    }
  });
});
