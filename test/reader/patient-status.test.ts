import { describe, expect, test } from 'vitest';
import {
  assessPatient,
  computeAge,
  describeClockError,
  findReading,
  isOfAnotherTime,
  markNow,
} from '../../src/reader/patient-status.ts';
import {
  exampleHealth,
  exampleSnapshot,
  flagSamples,
  NOW_MS,
  NOW_SECONDS,
  walkSamples,
} from '../tui/example-model.ts';

const snapshot = exampleSnapshot(2);

describe('assessPatient', () => {
  test('knows nothing but the assumed interval of a patient who was not read yet', () => {
    expect(assessPatient(null, NOW_MS)).toEqual({
      ...{ state: 'unread', isLive: false, ageSeconds: null, nowSeconds: null, newest: null },
      ...{ intervalMs: 300, limitSeconds: 2, clockOffsetSeconds: 0 },
    });
  });

  test("carries the store's clock on by the reader's, so that ages grow between two reads", () => {
    const status = assessPatient(snapshot, NOW_MS + 1500);
    expect(status).toMatchObject({ state: 'live', isLive: true, nowSeconds: NOW_SECONDS + 1.5 });
    expect(status.ageSeconds).toBeCloseTo(1.7);
    expect(assessPatient(snapshot, NOW_MS + 1900)).toMatchObject({ state: 'stale', isLive: false });
  });

  test('takes interval, limit and clock offset from the health record of the patient', () => {
    const health = exampleHealth({ intervalMs: 1000, clockOffsetMs: 500 });
    expect(assessPatient(exampleSnapshot(2, { health }), NOW_MS)).toMatchObject({
      ...{ intervalMs: 1000, limitSeconds: 5, clockOffsetSeconds: 0.5 },
    });
  });

  test('never says of a recording that it is live, though its samples may be of the instant shown', () => {
    expect(assessPatient(snapshot, NOW_MS, true)).toMatchObject({ state: 'replay', isLive: true });
    expect(assessPatient(snapshot, NOW_MS + 60_000, true)).toMatchObject({ state: 'replay', isLive: false });
    const recorded = exampleSnapshot(2, { isReplay: true });
    expect(assessPatient(recorded, NOW_MS)).toMatchObject({ state: 'replay', isLive: true });
  });
});

test('an earlier instant is shown by a replay and by the history, by no other state', () => {
  const status = assessPatient(snapshot, NOW_MS);
  const states = ['live', 'stale', 'down', 'unknown', 'unread', 'replay', 'historical'] as const;
  expect(states.filter((state) => isOfAnotherTime({ ...status, state }))).toEqual(['replay', 'historical']);
});

test("an age counts from the store's clock, and is not known before the store was read", () => {
  const status = { ...assessPatient(snapshot, NOW_MS), clockOffsetSeconds: 2 };
  expect(computeAge(NOW_SECONDS - 3, status)).toBe(5);
  expect(computeAge(NOW_SECONDS - 3, assessPatient(null, NOW_MS))).toBeNull();
});

test('a reading is found by its sensor, where the newest sample has one', () => {
  const status = assessPatient(snapshot, NOW_MS);
  expect(findReading(status, 5)).toBe(snapshot.samples.at(-1)?.sensors[5]);
  expect(findReading(status, 6)).toBeNull();
  expect(findReading(assessPatient(null, NOW_MS), 0)).toBeNull();
});

describe('describeClockError', () => {
  const describeOffset = (clockOffsetMs: number | null) =>
    describeClockError(
      assessPatient(exampleSnapshot(2, { health: exampleHealth({ clockOffsetMs }) }), NOW_MS),
    );

  test("tells the cacher's clock when it is off by more than a second, and in which direction", () => {
    expect(describeOffset(1000)).toBeNull();
    expect(describeOffset(1001)).toBe('cacher clock 1.0 s ahead');
    expect(describeOffset(-1000)).toBeNull();
    expect(describeOffset(-3200)).toBe('cacher clock 3.2 s behind');
  });

  test('tells from a sample that is more than a second ahead, where the offset was not measured', () => {
    const readAhead = (seconds: number) => {
      const sample = { atSeconds: NOW_SECONDS + seconds, sensors: [] };
      return describeClockError(
        assessPatient(exampleSnapshot(2, { samples: [sample], health: null }), NOW_MS),
      );
    };
    expect(readAhead(1)).toBeNull();
    expect(readAhead(1.5)).toBe('clock of the samples 1.5 s ahead');
    expect(readAhead(-600)).toBeNull();
  });

  test('tells nothing of a patient without samples', () => {
    expect(describeClockError(assessPatient(exampleSnapshot(2, { samples: [] }), NOW_MS))).toBeNull();
    expect(describeClockError(assessPatient(null, NOW_MS))).toBeNull();
  });
});

test('the mark of now is that of the newest sample, and nothing when it is not of now', () => {
  const pickMark = (source: string | undefined, nowMs = NOW_MS) => {
    const samples = flagSamples(walkSamples(2, 5), 0, 0, [1], source);
    return markNow(assessPatient(exampleSnapshot(2, { samples }), nowMs));
  };
  expect([pickMark(undefined), pickMark('rule:swapped'), pickMark('simulated')]).toEqual(['!', '!', '~']);
  expect(pickMark(undefined, NOW_MS + 60_000)).toBe('');
  expect(markNow(assessPatient(snapshot, NOW_MS))).toBe('');
});
