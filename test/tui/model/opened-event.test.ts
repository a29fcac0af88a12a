import { describe, expect, test } from 'vitest';
import { hasAnomaly } from '../../../src/core/sample.ts';
import { listKnownEvents } from '../../../src/tui/model/events.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { canShiftEvent } from '../../../src/tui/model/opened-event.ts';
import { view } from '../../../src/tui/screens/view.ts';
import { eventfulSnapshot, exampleModel, flagSamples, walkSamples } from '../example-model.ts';
import { frameToText } from '../frame/frame-to-text.ts';
import { findQuery, play, playToTransition } from '../play.ts';

/** A snapshot with three events, and nothing older than its samples. */
const snapshot = eventfulSnapshot({ anomaliesStored: eventfulSnapshot().anomalies?.length ?? 0 });
const MODEL = exampleModel(120, 40, { snapshots: new Map([[2, snapshot]]) });

/** The model after the event in a row of the log was opened and its samples were read. */
function openedAt(row: number): Model {
  const { model, effects } = playToTransition(
    MODEL,
    ...Array.from({ length: row }, () => 'down' as const),
    'open',
  );
  const query = findQuery(effects, 'event');
  return play(model, { kind: 'samplesRead', query, samples: snapshot.samples });
}

/** The model after the newest event was opened and only samples of some seconds around its start were read. */
function openedWithin(seconds: number): Model {
  const { model, effects } = playToTransition(MODEL, 'open');
  const start = model.event?.startSeconds ?? 0;
  const samples = snapshot.samples.filter(({ atSeconds }) => Math.abs(atSeconds - start) < seconds);
  return play(model, { kind: 'samplesRead', query: findQuery(effects, 'event'), samples });
}

describe('an opened event', () => {
  test('shows what was flagged, who flagged it, and the readings around it', () => {
    const text = frameToText(view(openedAt(0)));
    expect(text).toContain('L1 lateral forefoot');
    expect(text).toMatch(/by +simulated +no anomaly of the patient/);
    expect(text).toMatch(/L1 lateral.*~ +0 /);
    expect(text).toMatch(/-0\.3 +0\.0 +\+0\.3/);
    expect(text).toContain('3 of 3');
  });

  test('tells flags of the API and of rules from simulated ones', () => {
    expect(frameToText(view(openedAt(1)))).toMatch(/by +API +the API flagged it/);
    expect(frameToText(view(openedAt(2)))).toMatch(
      /by +rule stuck-high +footwatch flagged it, by its own rule/,
    );
  });

  test('gives way to the next and the previous event, and to the patient', () => {
    const newest = openedAt(0);
    const older = playToTransition(newest, 'olderEvent');
    expect(older.model.event?.startSeconds).toBe(listKnownEvents(MODEL)[1]?.startSeconds);
    expect(findQuery(older.effects, 'event').atSeconds).toBe(older.model.event?.startSeconds);
    expect(play(older.model, 'newerEvent').event?.startSeconds).toBe(newest.event?.startSeconds);
    expect(play(newest, 'newerEvent').event).toBe(newest.event);
    expect(play(newest, 'back')).toMatchObject({ mode: 'patient', event: null });
  });

  test('stays on the screen, with the same neighbours, when a newer event begins', () => {
    const opened = openedAt(0);
    const samples = walkSamples(2, 401).map((sample) => ({ ...sample, atSeconds: sample.atSeconds + 60 }));
    const newer = flagSamples(samples, 0, 1, [0]);
    const anomalies = [...(snapshot.anomalies ?? []), ...newer.filter(({ sensors }) => hasAnomaly(sensors))];
    const later = play(opened, {
      kind: 'patientRead',
      snapshot: { ...snapshot, samples: newer, anomalies },
    });
    expect(listKnownEvents(later)).toHaveLength(4);
    expect(later.event?.startSeconds).toBe(opened.event?.startSeconds);
    const older = play(later, 'olderEvent');
    expect(older.event?.startSeconds).toBe(listKnownEvents(MODEL)[1]?.startSeconds);
  });

  test('has an empty column for each sample that is missing', () => {
    const { model, effects } = playToTransition(MODEL, 'open');
    const start = model.event?.startSeconds ?? 0;
    const samples = snapshot.samples.filter(
      ({ atSeconds }) => atSeconds < start + 0.1 || atSeconds > start + 1,
    );
    const message = { kind: 'samplesRead', query: findQuery(effects, 'event'), samples } as const;
    const text = frameToText(view(play(model, message)));
    expect(text).toMatch(/ 0\.0 +\+0\.3 +\+0\.6 +\+0\.9 +\+1\.2/);
    expect(text).toMatch(/L1 lateral.*~ +0 +· +· +· +\d+ /);
  });

  test('says how to see the rest only when there is more', () => {
    const narrow = play(openedAt(0), { kind: 'resized', columns: 80, rows: 24 });
    expect(frameToText(view(narrow))).toContain('← → for more seconds');
    const few = openedWithin(1);
    expect(frameToText(view(few))).toContain('seconds from its start');
    expect(canShiftEvent(few, -1) || canShiftEvent(few, 1)).toBe(false);
  });

  test('moves its table as far as there are samples, and back again at once', () => {
    const opened = openedWithin(4);
    const text = (model: Model) => frameToText(view(model));
    for (const [to, back] of [
      ['later', 'earlier'],
      ['earlier', 'later'],
    ] as const) {
      const step = to === 'later' ? 1 : -1;
      let model = opened;
      while (canShiftEvent(model, step)) {
        const next = play(model, to);
        expect(text(next)).not.toBe(text(model));
        model = next;
      }
      expect(text(play(model, to))).toBe(text(model));
      expect(text(play(model, to, back))).not.toBe(text(model));
    }
  });

  test('shows the readings before and after its window when the window is moved', () => {
    const text = (model: Model) => frameToText(view(model));
    expect(text(play(openedAt(0), 'later', 'later'))).not.toBe(text(openedAt(0)));
    expect(text(play(openedAt(0), 'earlier', 'later'))).toBe(text(openedAt(0)));
  });

  test('does not show samples that were requested for another event', () => {
    const { model, effects } = playToTransition(MODEL, 'open');
    const stale = { ...findQuery(effects, 'event'), atSeconds: 1 };
    expect(play(model, { kind: 'samplesRead', query: stale, samples: snapshot.samples }).event?.around).toBe(
      null,
    );
  });
});
