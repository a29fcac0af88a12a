import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../src/core/sample.ts';
import type { Action } from '../../../src/tui/model/action.ts';
import type { Effect, SamplesQuery } from '../../../src/tui/model/effect.ts';
import { listKnownEvents } from '../../../src/tui/model/events.ts';
import type { Message } from '../../../src/tui/model/message.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { update } from '../../../src/tui/model/update.ts';
import { view } from '../../../src/tui/screens/view.ts';
import { eventfulSnapshot, exampleModel, flagSamples, NOW_SECONDS, walkSamples } from '../example-model.ts';
import { frameToText } from '../frame/frame-to-text.ts';

function play(model: Model, ...steps: (Action | Message)[]): { model: Model; effects: readonly Effect[] } {
  let effects: readonly Effect[] = [];
  let next = model;
  for (const step of steps) {
    const made = update(next, typeof step === 'string' ? { kind: 'acted', action: step } : step);
    next = made.model;
    effects = made.effects;
  }
  return { model: next, effects };
}

function findQuery(effects: readonly Effect[], purpose: SamplesQuery['purpose']): SamplesQuery {
  for (const effect of effects) {
    if (effect.kind === 'readSamples' && effect.query.purpose === purpose) return effect.query;
  }
  throw new Error(`nothing was requested for ${purpose}`);
}

/** With nothing older than what is retained. */
const snapshot = eventfulSnapshot({ anomaliesStored: eventfulSnapshot().anomalies?.length ?? 0 });
const MODEL = exampleModel(120, 40, { snapshots: new Map([[2, snapshot]]) });

function openedAt(row: number): Model {
  const { model, effects } = play(MODEL, ...Array.from({ length: row }, () => 'down' as const), 'open');
  const query = findQuery(effects, 'event');
  return play(model, { kind: 'samplesRead', query, samples: snapshot.samples }).model;
}

describe('an event', () => {
  test('opens with what was flagged, by whom, and the readings around it', () => {
    const text = frameToText(view(openedAt(0)));
    expect(text).toContain('L1 lateral forefoot');
    expect(text).toMatch(/by +simulated +no anomaly of the patient/);
    expect(text).toMatch(/L1 lateral.*~0~/);
    expect(text).toMatch(/-0\.3 +0\.0 +\+0\.3/);
    expect(text).toContain('3 of 3');
  });

  test('tells the API and the rules from what was simulated', () => {
    expect(frameToText(view(openedAt(1)))).toMatch(/by +API +the API flagged it/);
    expect(frameToText(view(openedAt(2)))).toMatch(
      /by +rule stuck-high +footwatch flagged it, by its own rule/,
    );
  });

  test('goes to the next and the previous one, and back to the patient', () => {
    const newest = openedAt(0);
    const older = play(newest, 'olderEvent');
    expect(older.model.event?.startSeconds).toBe(listKnownEvents(MODEL)[1]?.startSeconds);
    expect(findQuery(older.effects, 'event').atSeconds).toBe(older.model.event?.startSeconds);
    expect(play(older.model, 'newerEvent').model.event?.startSeconds).toBe(newest.event?.startSeconds);
    expect(play(newest, 'newerEvent').model.event).toBe(newest.event);
    expect(play(newest, 'back').model).toMatchObject({ mode: 'patient', event: null });
  });

  test('stays on the screen, and has the same neighbours, when a newer one comes', () => {
    const opened = openedAt(0);
    const samples = walkSamples(2, 401).map((sample) => ({ ...sample, atSeconds: sample.atSeconds + 60 }));
    const newer = flagSamples(samples, 0, 1, [0]);
    const anomalies = [
      ...(snapshot.anomalies ?? []),
      ...newer.filter(({ sensors }) => sensors.some((s) => s.anomaly)),
    ];
    const later = play(opened, {
      kind: 'patientRead',
      snapshot: { ...snapshot, samples: newer, anomalies },
    }).model;
    expect(listKnownEvents(later)).toHaveLength(4);
    expect(later.event?.startSeconds).toBe(opened.event?.startSeconds);
    const older = play(later, 'olderEvent').model;
    expect(older.event?.startSeconds).toBe(listKnownEvents(MODEL)[1]?.startSeconds);
  });

  test('has a column for each sample that did not come', () => {
    const { model, effects } = play(MODEL, 'open');
    const start = model.event?.startSeconds ?? 0;
    const samples = snapshot.samples.filter(
      ({ atSeconds }) => atSeconds < start + 0.1 || atSeconds > start + 1,
    );
    const message = { kind: 'samplesRead', query: findQuery(effects, 'event'), samples } as const;
    const text = frameToText(view(play(model, message).model));
    expect(text).toMatch(/ 0\.0 +\+0\.3 +\+0\.6 +\+0\.9 +\+1\.2/);
    expect(text).toMatch(/L1 lateral.*~0~ +· +· +· +\d+ /);
  });

  test('says how to see the rest where the screen is too narrow for all five seconds', () => {
    const narrow = play(openedAt(0), { kind: 'resized', columns: 80, rows: 24 }).model;
    expect(frameToText(view(narrow))).toContain('← → for more seconds');
    expect(frameToText(view(openedAt(0)))).toContain('seconds from its start');
  });

  test('shows readings before and after what fits', () => {
    const text = (model: Model) => frameToText(view(model));
    expect(text(play(openedAt(0), 'later', 'later').model)).not.toBe(text(openedAt(0)));
    expect(text(play(openedAt(0), 'earlier', 'later').model)).toBe(text(openedAt(0)));
  });

  test('leaves out what another event was asked for', () => {
    const { model, effects } = play(MODEL, 'open');
    const stale = { ...findQuery(effects, 'event'), atSeconds: 1 };
    expect(
      play(model, { kind: 'samplesRead', query: stale, samples: snapshot.samples }).model.event?.around,
    ).toBe(null);
  });
});

describe('events older than the retention', () => {
  const old = flagSamples(walkSamples(3, 40), 0, 39, [5]).map((sample) => ({
    ...sample,
    atSeconds: sample.atSeconds - 86_400,
  }));
  const withOlder = () => {
    const stored = (snapshot.anomalies?.length ?? 0) + old.length;
    const start = exampleModel(120, 40, { snapshots: new Map() });
    const { model, effects } = play(start, {
      kind: 'patientRead',
      snapshot: { ...snapshot, anomaliesStored: stored },
    });
    const query = findQuery(effects, 'older');
    return { query, model: play(model, { kind: 'samplesRead', query, samples: old }).model };
  };

  test('are asked for when the known ones do not reach further, and once only', () => {
    const { model, query } = withOlder();
    expect(query).toMatchObject({
      list: 'anomalies',
      atSeconds: snapshot.anomalies?.[0]?.atSeconds,
      from: 0,
    });
    expect(model.older).toMatchObject({ isAll: true, isReading: false });
    expect(listKnownEvents(model)).toHaveLength(4);
    expect(play(model, 'down').effects).toEqual([]);
  });

  test('stand in the log with their day, and open with the flagged samples that are kept for ever', () => {
    const { model } = withOlder();
    expect(frameToText(view(model))).toContain('11-22 14:03');
    const { model: opened, effects } = play(model, 'last', 'open');
    const query = findQuery(effects, 'event');
    const text = frameToText(view(play(opened, { kind: 'samplesRead', query, samples: [] }).model));
    expect(text).toContain('only flagged samples are kept for ever');
    expect(text).toContain('of 2026-11-22');
  });

  test('stand there once, also when two of the same instant lie where they join', () => {
    const samples = walkSamples(2, 10);
    const held = flagSamples(samples, 0, 1, [0]).slice(-1);
    const model = exampleModel(120, 40, {
      snapshots: new Map([[2, eventfulSnapshot({ samples, anomalies: held, anomaliesStored: 9 })]]),
    });
    const { model: asked, effects } = play(model, {
      kind: 'ticked',
      nowMs: model.nowMs,
      zoneOffsetMinutes: 60,
    });
    const query = findQuery(effects, 'older');
    const older = held.map((sample) => ({ ...sample, atSeconds: sample.atSeconds - 99 }));
    const told = play(asked, { kind: 'samplesRead', query, samples: [...older, ...held] }).model;
    expect(listKnownEvents(told).map(({ samples: count }) => count)).toEqual([1, 1]);
  });

  test('are joined by those that are no longer retained', () => {
    const { model } = withOlder();
    const anomalies = snapshot.anomalies?.slice(21) ?? [];
    const oldestAtSeconds = anomalies[0]?.atSeconds ?? NOW_SECONDS;
    const trimmed = { ...snapshot, anomaliesStored: 9999, anomalies, oldestAtSeconds };
    const after = play(model, { kind: 'patientRead', snapshot: trimmed }).model;
    expect(listKnownEvents(after)).toHaveLength(4);
  });

  describe('on a screen that is on for long', () => {
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
      play(model, ...Array.from({ length: to - from }, (_, step) => readAt(from + step + 1))).model;
    const BEGINNING = 1000;
    /** Somebody went to the last row, and those before it were asked for. */
    const asked = () => {
      const start = exampleModel(120, 40, { snapshots: new Map() });
      const { model, effects } = play(start, readAt(BEGINNING), 'last');
      const query = findQuery(effects, 'older');
      const samples = Array.from({ length: query.before }, (_, back) =>
        anomalyAt(BEGINNING - RETAINED - query.before + back),
      );
      const answer: Message = { kind: 'samplesRead', query, samples };
      return { model, answer };
    };

    test('are no more than were asked for at once, and can be asked for again', () => {
      const { model, answer } = asked();
      const looked = play(model, answer, 'first').model;
      const after = stayOn(looked, BEGINNING, BEGINNING + 600);
      expect(after.older?.samples).toHaveLength(500);
      expect(listKnownEvents(after)).toHaveLength(500 + RETAINED);
      expect(after.older?.isAll).toBe(false);
      expect(findQuery(play(after, 'last').effects, 'older').atSeconds).toBe(
        after.older?.samples[0]?.atSeconds,
      );
    });

    test('stay while somebody is near them, and need not be asked for again', () => {
      const { model, answer } = asked();
      const near = { ...play(model, answer).model, anomalyCursor: 480 };
      const after = stayOn(near, BEGINNING, BEGINNING + 300);
      expect(listKnownEvents(after)[after.anomalyCursor]).toEqual(listKnownEvents(near)[480]);
      expect(after.older?.isReading).toBe(false);
    });

    test('stay while an answer is under way that joins them', () => {
      const { model, answer } = asked();
      const after = play(stayOn(play(model, 'first').model, BEGINNING, BEGINNING + 600), answer).model;
      const instants = listKnownEvents(after).map(({ startSeconds }) => startSeconds);
      const gaps = instants.slice(1).map((startSeconds, index) => (instants[index] ?? 0) - startSeconds);
      expect(new Set(gaps)).toEqual(new Set([10]));
    });
  });
});
