import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../src/core/sample.ts';
import { listKnownEvents } from '../../../src/tui/model/events.ts';
import type { Message } from '../../../src/tui/model/message.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { view } from '../../../src/tui/screens/view.ts';
import { eventfulSnapshot, exampleModel, flagSamples, NOW_SECONDS, walkSamples } from '../example-model.ts';
import { frameToText } from '../frame/frame-to-text.ts';
import { findQuery, play, playToTransition } from '../play.ts';

/** A snapshot with three events. */
const snapshot = eventfulSnapshot();

describe('anomalies older than the retained samples', () => {
  const old = flagSamples(walkSamples(3, 40), 0, 39, [5]).map((sample) => ({
    ...sample,
    atSeconds: sample.atSeconds - 86_400,
  }));
  /** The model after older anomalies were read, all that are stored. */
  const withOlder = () => {
    const stored = (snapshot.anomalies?.length ?? 0) + old.length;
    const start = exampleModel(120, 40, { snapshots: new Map() });
    const { model, effects } = playToTransition(start, {
      kind: 'patientRead',
      snapshot: { ...snapshot, anomaliesStored: stored },
    });
    const query = findQuery(effects, 'older');
    return { query, model: play(model, { kind: 'samplesRead', query, samples: old }) };
  };

  test('are requested once the cursor comes near the end of the known ones, and only once', () => {
    const { model, query } = withOlder();
    expect(query).toMatchObject({
      list: 'anomalies',
      atSeconds: snapshot.anomalies?.[0]?.atSeconds,
      from: 0,
    });
    expect(model.older).toMatchObject({ isAll: true, isReading: false });
    expect(listKnownEvents(model)).toHaveLength(4);
    expect(playToTransition(model, 'down').effects).toEqual([]);
  });

  test('are in the log with their date, and open with the flagged samples, which are kept for ever', () => {
    const { model } = withOlder();
    expect(frameToText(view(model))).toContain('11-22 14:03');
    const { model: opened, effects } = playToTransition(model, 'last', 'open');
    const query = findQuery(effects, 'event');
    const text = frameToText(view(play(opened, { kind: 'samplesRead', query, samples: [] })));
    expect(text).toContain('only flagged samples are kept for ever');
    expect(text).toContain('of 2026-11-22');
  });

  test('are in the log once, even when two lists share an instant where they join', () => {
    const samples = walkSamples(2, 10);
    const known = flagSamples(samples, 0, 1, [0]).slice(-1);
    const model = exampleModel(120, 40, {
      snapshots: new Map([[2, eventfulSnapshot({ samples, anomalies: known, anomaliesStored: 9 })]]),
    });
    const { model: reading, effects } = playToTransition(model, {
      kind: 'ticked',
      nowMs: model.nowMs,
      zoneOffsetMinutes: 60,
    });
    const query = findQuery(effects, 'older');
    const older = known.map((sample) => ({ ...sample, atSeconds: sample.atSeconds - 99 }));
    const joined = play(reading, { kind: 'samplesRead', query, samples: [...older, ...known] });
    expect(listKnownEvents(joined).map(({ samples: count }) => count)).toEqual([1, 1]);
  });

  test('are joined by those that expire from the retained samples', () => {
    const { model } = withOlder();
    const anomalies = snapshot.anomalies?.slice(21) ?? [];
    const oldestAtSeconds = anomalies[0]?.atSeconds ?? NOW_SECONDS;
    const trimmed = { ...snapshot, anomaliesStored: 9999, anomalies, oldestAtSeconds };
    const after = play(model, { kind: 'patientRead', snapshot: trimmed });
    expect(listKnownEvents(after)).toHaveLength(4);
  });

  describe('on a screen that is on for weeks', () => {
    const RETAINED = 100;
    /** The snapshot after so many anomalies, each an event of its own. */
    const snapshotAfter = (count: number) => {
      const anomalies = Array.from({ length: RETAINED }, (_, index) => anomalyAt(count - RETAINED + index));
      const oldestAtSeconds = anomalies[0]?.atSeconds ?? 0;
      return { ...snapshot, anomaliesStored: count, anomalies, oldestAtSeconds };
    };
    const anomalyAt = (index: number): Sample => ({
      atSeconds: NOW_SECONDS + 10 * index,
      sensors: [{ id: 0, value: 500, anomaly: true }],
    });
    const readAt = (count: number): Message => ({ kind: 'patientRead', snapshot: snapshotAfter(count) });
    const stayOn = (model: Model, from: number, to: number) =>
      play(model, ...Array.from({ length: to - from }, (_, step) => readAt(from + step + 1)));
    const BEGINNING = 1000;
    /** The user went to the last row, so that older ones were requested; `answer` has not arrived yet. */
    const requestOlder = () => {
      const start = exampleModel(120, 40, { snapshots: new Map() });
      const { model, effects } = playToTransition(start, readAt(BEGINNING), 'last');
      const query = findQuery(effects, 'older');
      const samples = Array.from({ length: query.before }, (_, back) =>
        anomalyAt(BEGINNING - RETAINED - query.before + back),
      );
      const answer: Message = { kind: 'samplesRead', query, samples };
      return { model, answer };
    };

    test('are no more than one page, and the dropped ones can be requested again', () => {
      const { model, answer } = requestOlder();
      const looked = play(model, answer, 'first');
      const after = stayOn(looked, BEGINNING, BEGINNING + 600);
      expect(after.older?.samples).toHaveLength(500);
      expect(listKnownEvents(after)).toHaveLength(500 + RETAINED);
      expect(after.older?.isAll).toBe(false);
      expect(findQuery(playToTransition(after, 'last').effects, 'older').atSeconds).toBe(
        after.older?.samples[0]?.atSeconds,
      );
    });

    test('are kept while the cursor is near them', () => {
      const { model, answer } = requestOlder();
      const near = { ...play(model, answer), anomalyCursor: 480 };
      const after = stayOn(near, BEGINNING, BEGINNING + 300);
      expect(listKnownEvents(after)[after.anomalyCursor]).toEqual(listKnownEvents(near)[480]);
      expect(after.older?.isReading).toBe(false);
    });

    test('are kept while a pending answer has to join on to them', () => {
      const { model, answer } = requestOlder();
      const after = play(stayOn(play(model, 'first'), BEGINNING, BEGINNING + 600), answer);
      const instants = listKnownEvents(after).map(({ startSeconds }) => startSeconds);
      const gaps = instants.slice(1).map((startSeconds, index) => (instants[index] ?? 0) - startSeconds);
      expect(new Set(gaps)).toEqual(new Set([10]));
    });
  });
});
