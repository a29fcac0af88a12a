import { describe, expect, test } from 'vitest';
import { eventToJson, formatInstant, groupEvents } from '../../../src/core/events/anomaly-events.ts';
import type { Sample } from '../../../src/core/sample.ts';

const BASE = 1_795_465_522.312;

interface Flag {
  readonly value?: number;
  readonly source?: string;
}

/** A sample some seconds after the base, with flags by sensor id. */
function sampleAt(
  seconds: number,
  flags: Readonly<Record<number, Flag>> = {},
  ids = [0, 1, 2, 3, 4, 5],
): Sample {
  const sensors = ids.map((id) => {
    const flag = flags[id];
    const source = flag?.source;
    return { id, value: flag?.value ?? 1000, anomaly: flag !== undefined, ...(source && { source }) };
  });
  return { atSeconds: Math.round((BASE + seconds) * 1000) / 1000, sensors };
}

const api = { 0: {}, 1: {} };
const countSamples = (samples: readonly Sample[], gapLimitSeconds = 2) =>
  groupEvents(3, samples, gapLimitSeconds).map((event) => event.samples);

describe('groupEvents', () => {
  test('makes one event of samples in a row with the same flags', () => {
    const samples = [
      sampleAt(0, { 1: { value: 7 }, 0: { value: 20 } }),
      sampleAt(0.3, { 0: { value: 500 }, 1: { value: 3 } }),
      sampleAt(0.6, { 0: { value: 40 }, 1: { value: 12 } }),
    ];
    expect(groupEvents(3, samples, 2).map(eventToJson)).toEqual([
      {
        patient: 3,
        start: formatInstant(BASE),
        end: formatInstant(BASE + 0.6),
        durationSeconds: 0.6,
        samples: 3,
        sensors: [0, 1],
        sources: ['api'],
        peak: 500,
      },
    ]);
  });

  test('finds no event where nothing is flagged', () => {
    expect(groupEvents(3, [], 2)).toEqual([]);
    expect(groupEvents(3, [sampleAt(0), sampleAt(0.3)], 2)).toEqual([]);
  });

  test('is not ended by samples without an anomaly', () => {
    expect(countSamples([sampleAt(0, api), sampleAt(0.3), sampleAt(0.6), sampleAt(0.9, api)])).toEqual([2]);
  });

  test('starts another event when the flagged sensors or the sources change', () => {
    const simulated = { 0: { source: 'simulated' }, 1: {} };
    const samples = [
      sampleAt(0, api),
      sampleAt(0.3, { 0: {} }),
      sampleAt(0.6, api),
      sampleAt(0.9, simulated),
      sampleAt(1.2, simulated),
    ];
    expect(countSamples(samples)).toEqual([1, 1, 1, 2]);
    expect(groupEvents(3, samples, 2)[3]?.sources).toEqual(['api', 'simulated']);
  });

  test('starts another event when two sensors exchange their sources', () => {
    const samples = [
      sampleAt(0, { 0: { source: 'simulated' }, 1: {} }),
      sampleAt(0.3, { 0: {}, 1: { source: 'simulated' } }),
    ];
    expect(countSamples(samples)).toEqual([1, 1]);
  });

  test('is not ended by a sensor without a flag that appears or disappears', () => {
    expect(countSamples([sampleAt(0, api), sampleAt(0.3, api, [0, 1, 2])])).toEqual([2]);
  });

  test('ends an event after a gap longer than the limit', () => {
    expect(countSamples([sampleAt(0, api), sampleAt(2, api), sampleAt(4.001, api)])).toEqual([2, 1]);
  });

  test('measures a gap in whole milliseconds', () => {
    // As floating-point numbers, some of these gaps are slightly above the limit.
    const instants = Array.from({ length: 1000 }, (_, index) => index * 2.05);
    expect(
      countSamples(
        instants.map((seconds) => sampleAt(seconds, api)),
        2.05,
      ),
    ).toEqual([1000]);
  });

  test('ends an event when the clock steps back', () => {
    expect(countSamples([sampleAt(0, api), sampleAt(-5, api), sampleAt(-4.7, api)])).toEqual([1, 2]);
  });

  test('has the highest reading of the flagged sensors as its peak', () => {
    const samples = [sampleAt(0, { 2: { value: 30 } }), sampleAt(0.3, { 2: { value: 20 } })];
    expect(groupEvents(3, samples, 2)[0]?.peak).toBe(30);
  });
});

describe('eventToJson', () => {
  test('has the fields of the contract in their order', () => {
    const [event] = groupEvents(3, [sampleAt(0, api)], 2);
    expect(event && JSON.stringify(eventToJson(event))).toBe(
      '{"patient":3,"start":"2026-11-23T20:25:22.312Z","end":"2026-11-23T20:25:22.312Z","durationSeconds":0,' +
        '"samples":1,"sensors":[0,1],"sources":["api"],"peak":1000}',
    );
  });
});
