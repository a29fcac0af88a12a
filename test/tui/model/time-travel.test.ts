import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../src/core/sample.ts';
import type { Effect, SamplesQuery } from '../../../src/tui/model/effect.ts';
import type { Message } from '../../../src/tui/model/message.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { view } from '../../../src/tui/screens/view.ts';
import { makeContext } from '../../../src/tui/screens/view-context.ts';
import {
  exampleModel,
  exampleSnapshot,
  flagSamples,
  NOW_MS,
  NOW_SECONDS,
  walkSamples,
} from '../example-model.ts';
import { frameToText } from '../frame/frame-to-text.ts';
import { findQuery, playToTransition, type Step } from '../play.ts';

const INTERVAL = 0.3;
const NEWEST = NOW_SECONDS - 0.2;

/** A model that goes on with each step, and what it shows. */
class Session {
  model: Model;
  effects: readonly Effect[] = [];

  constructor(model: Model) {
    this.model = model;
  }

  do(...steps: readonly Step[]): this {
    const { model, effects } = playToTransition(this.model, ...steps);
    this.model = model;
    this.effects = effects;
    return this;
  }

  get atSeconds(): number | undefined {
    return this.model.history?.atSeconds;
  }
  get text(): string {
    return frameToText(view(this.model));
  }
  /** The query for samples that the last step made. */
  get query(): SamplesQuery {
    return findQuery(this.effects, 'history');
  }
}

function ticked(afterMs: number): Message {
  return { kind: 'ticked', nowMs: NOW_MS + afterMs, zoneOffsetMinutes: 60 };
}

function begin(samples = walkSamples(2, 400), retained = samples.length): Session {
  const snapshot = exampleSnapshot(2, { samples, retained, anomaliesStored: 0 });
  return new Session(exampleModel(120, 40, { snapshots: new Map([[2, snapshot]]) }));
}

function shifted(samples: readonly Sample[], bySeconds: number): Sample[] {
  return samples.map((sample) => ({ ...sample, atSeconds: sample.atSeconds + bySeconds }));
}

describe('time travel', () => {
  test('freezes the screen, says which instant it shows, and how the patient is now', () => {
    const session = begin().do('freeze', ticked(4000));
    expect(session.atSeconds).toBeCloseTo(NEWEST, 3);
    expect(session.text).toContain('FROZEN at 14:03:21.8  4.2 s ago');
    expect(session.text).toContain('now ○ stale');
    expect(session.text).not.toContain('LIVE');
    expect(session.text).not.toContain('Pressure now');
    expect(session.text).toContain('Pressure at 14:03:21');
    expect(session.text).toContain('30 s until 14:03:21');
    expect(session.text).not.toContain('last 30 s');
    expect(session.text).toContain('as of now: 0 events');
    expect(session.text).toMatch(/until 14:03:21/);
  });

  test.each(['end', 'back', 'nextPatient', 'previousPatient', 'ward'] as const)(
    'says for some seconds that the key of %s ended the freeze',
    (action) => {
      const session = begin().do('freeze', ticked(1000));
      expect(session.text).not.toContain('ended');
      session.do(action, ticked(1100));
      expect(session.model.history).toBe(null);
      expect(session.text).toContain('the freeze of patient 2 ended');
      expect(session.do(ticked(5900)).text).toContain('the freeze of patient 2 ended');
      expect(session.do(ticked(6100)).text).not.toContain('the freeze');
    },
  );

  test('says nothing of a freeze that has ended while another lasts, or when playing reaches the present', () => {
    const frozen = begin().do('freeze', 'end', 'freeze', ticked(100));
    expect(frozen.text).not.toContain('the freeze');
    const played = begin().do('freeze', 'freeze', ticked(500));
    expect(played.model.history).toBe(null);
    expect(played.text).not.toContain('the freeze');
  });

  test('marks no anomaly as going on now', () => {
    const samples = flagSamples(walkSamples(2, 400), 0, 3, [1]);
    const anomalies = samples.slice(-3);
    const snapshot = exampleSnapshot(2, { samples, retained: 400, anomalies, anomaliesStored: 3 });
    const session = new Session(exampleModel(120, 40, { snapshots: new Map([[2, snapshot]]) }));
    expect(session.text).toMatch(/14:03:21 +now /);
    expect(session.do('freeze', 'earlier').text).not.toMatch(/14:03:21 +now /);
    const dim = view(session.model).blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))[0];
    expect(dim?.slice(0, 3).map(({ foreground }) => foreground)).toEqual(['warn', 'normal', 'normal']);
    session.do(...Array.from({ length: 9 }, () => 'earlier' as const));
    const later = view(session.model).blocks.flatMap((block) =>
      block.kind === 'table' ? block.rows : [],
    )[0];
    expect(later?.slice(0, 3).map(({ foreground }) => foreground)).toEqual(['dim', 'dim', 'dim']);
  });

  test('steps by samples and by seconds, within what is stored', () => {
    const session = begin().do('earlier');
    expect(session.atSeconds).toBeCloseTo(NEWEST - INTERVAL, 3);
    expect(session.do('earlier', 'earlier', 'later').atSeconds).toBeCloseTo(NEWEST - 2 * INTERVAL, 3);
    expect(session.do('secondEarlier').atSeconds).toBeLessThanOrEqual(NEWEST - 2 * INTERVAL - 0.9);
    expect(session.do('end').model.history).toBe(null);
    expect(session.do('freeze', 'later', 'later').atSeconds).toBeCloseTo(NEWEST, 3);
  });

  test('shows the readings, traces and figures of its instant', () => {
    const session = begin().do('freeze', ...Array.from({ length: 50 }, () => 'earlier' as const));
    const { status, snapshot } = makeContext(session.model);
    expect(status.newest?.atSeconds).toBeCloseTo(NEWEST - 50 * INTERVAL, 3);
    expect(snapshot?.samples.at(-1)).toBe(status.newest);
    expect(status.state).toBe('historical');
  });

  test('ends with End, Esc, another patient or the ward', () => {
    for (const back of ['end', 'back', 'nextPatient', 'ward'] as const) {
      expect(begin().do('freeze', back).model.history).toBe(null);
    }
  });

  test('counts what is stored meanwhile, and steps on to it', () => {
    const samples = walkSamples(2, 400);
    const session = begin(samples).do('freeze');
    const more = [...samples, ...shifted(samples.slice(-3), 3 * INTERVAL)];
    const snapshot = exampleSnapshot(2, { samples: more, retained: more.length, anomaliesStored: 0 });
    session.do({ kind: 'patientRead', snapshot });
    expect(session.atSeconds).toBeCloseTo(NEWEST, 3);
    expect(session.text).toContain('● live +3');
    const last = more.slice(-1);
    session.do({
      kind: 'patientRead',
      snapshot: { ...snapshot, samples: [...more, ...shifted(last, INTERVAL)] },
    });
    expect(session.text).toContain('● live +4');
    // Samples from before the view was frozen do not count.
    const before = session.model.history?.meanwhile;
    expect(session.do('home', 'earlier').model.history?.meanwhile).toEqual(before);
    session.do({ kind: 'resized', columns: 80, rows: 24 }, 'secondEarlier');
    expect(session.text).toMatch(/FROZEN 14:03:2\d\.\d .* ago {2}● live \+4/);
    expect(session.text).toContain('End now');
    session.do({ kind: 'resized', columns: 60, rows: 20 });
    expect(session.text).toMatch(/FROZEN 14:03:2\d ● live/);
    session.do({ kind: 'resized', columns: 120, rows: 40 });
    expect(session.do(...Array.from({ length: 9 }, () => 'later' as const)).atSeconds).toBeCloseTo(
      NEWEST + 4 * INTERVAL,
      3,
    );
  });

  test('plays from its instant at a quarter to sixteen times the speed, and is live once it catches up', () => {
    const session = begin().do('freeze', ...Array.from({ length: 20 }, () => 'earlier' as const), 'freeze');
    const from = session.atSeconds ?? 0;
    expect(session.do(ticked(1000)).atSeconds).toBeCloseTo(from + 1, 3);
    expect(session.text).toContain('PLAYING 1x');
    session.do('faster', ticked(1500));
    expect(session.atSeconds).toBeCloseTo(from + 2, 3);
    expect(session.text).toContain('PLAYING 2x');
    expect(session.do('freeze', ticked(9000)).atSeconds).toBeCloseTo(from + 2, 3);
    expect(session.do('freeze', ticked(99_000)).model.history).toBe(null);
    for (let count = 0; count < 9; count++) session.do('freeze', 'slower');
    expect(session.model.history?.speed).toBe(0.25);
  });

  test('shows no pressure while it plays over a gap', () => {
    const samples = walkSamples(2, 400).filter((_, index) => index < 300 || index > 340);
    const session = begin(samples).do(
      'freeze',
      ...Array.from({ length: 60 }, () => 'earlier' as const),
      'freeze',
    );
    const { history } = session.model;
    if (history === null) throw new Error('not frozen');
    const holeSeconds = samples[299]?.atSeconds ?? 0;
    session.do(ticked((holeSeconds - history.atSeconds + 5) * 1000));
    expect(makeContext(session.model).status.isLive).toBe(false);
  });

  test('reads more samples before they run out, and goes to the oldest one', () => {
    const all = walkSamples(2, 5000);
    const session = begin(all.slice(-200), 5000).do('freeze');
    const { query } = session;
    expect(query).toMatchObject({ purpose: 'history', patient: 2, list: 'samples' });
    session.do({ kind: 'samplesRead', query, samples: all.slice(-2400) });
    expect(session.atSeconds).toBeCloseTo(NEWEST, 3);
    expect(session.model.history?.isReading).toBe(false);
    session.do('home');
    const { query: oldest } = session;
    expect(oldest.atSeconds).toBe(Number.NEGATIVE_INFINITY);
    session.do({ kind: 'samplesRead', query: oldest, samples: all.slice(0, 2000) });
    expect(session.effects).toEqual([]);
    expect(session.atSeconds).toBe(all[0]?.atSeconds);
    expect(session.model.history).toMatchObject({ isOldest: true, isReading: false });
    // The page ends long before now: what follows it is requested in time.
    for (let step = 0; step < 1999 && session.effects.length === 0; step++) session.do('later');
    expect(session.query.atSeconds).toBe(session.atSeconds);
    expect(session.atSeconds).toBeLessThan(all[1990]?.atSeconds ?? 0);
  });

  test('does nothing without samples to freeze', () => {
    const empty = new Session(exampleModel(120, 40, { snapshots: new Map() }));
    expect(empty.do('freeze', 'earlier', 'home', 'faster').model.history).toBe(null);
  });
});
