import { describe, expect, test } from 'vitest';
import { PatientPolling } from '../../src/cacher/patient-polling.ts';
import type { Profile } from '../../src/core/patient.ts';

const profile: Profile = {
  firstname: 'Janek',
  lastname: 'Kos',
  birthdate: '1982',
  disabled: false,
  traceName: 'bach',
  traceId: '2350401012010',
};

describe('PatientPolling', () => {
  test('is failing after a failure, down after three in a row, and up after one success', () => {
    const polling = new PatientPolling(3);
    const outcomes = [null, 'a', 'b', null, 'a', 'b', 'c', 'd', null];
    const states = outcomes.map((error) => polling.recordPoll(error, 5, 1000).after);
    expect(states).toEqual(['up', 'failing', 'failing', 'up', 'failing', 'failing', 'down', 'down', 'up']);
  });

  test('returns the state before and after a poll', () => {
    const polling = new PatientPolling(3);
    expect(polling.recordPoll('HTTP 500', 5, 0)).toEqual({ before: 'up', after: 'failing' });
    expect(polling.recordPoll('HTTP 500', 5, 0)).toEqual({ before: 'failing', after: 'failing' });
    expect(polling.recordPoll('HTTP 500', 5, 0)).toEqual({ before: 'failing', after: 'down' });
    expect(polling.recordPoll(null, 5, 0)).toEqual({ before: 'down', after: 'up' });
  });

  test('creates a health record from the polls', () => {
    const polling = new PatientPolling(3);
    polling.recordPoll(null, 12, 1_795_465_522_312);
    polling.recordPoll('HTTP 500', 7, 1_795_465_522_612);
    expect(polling.createHealth({ wallMs: 1_795_465_523_000, intervalMs: 300, clockOffsetMs: -4 })).toEqual({
      state: 'failing',
      updatedAtSeconds: 1_795_465_523,
      lastOkAtSeconds: 1_795_465_522.312,
      lastError: 'HTTP 500',
      latencyMs: 7,
      intervalMs: 300,
      clockOffsetMs: -4,
      polls: 2,
      failures: 1,
    });
  });

  test('clears the last error after a success', () => {
    const polling = new PatientPolling(3);
    polling.recordPoll('HTTP 500', 7, 0);
    polling.recordPoll(null, 7, 0);
    expect(polling.createHealth({ wallMs: 0, intervalMs: 300, clockOffsetMs: null }).lastError).toBeNull();
  });

  test('creates timestamps in seconds with three decimals', () => {
    const polling = new PatientPolling(3);
    expect(polling.nextTimestamp(1_795_465_522_312)).toBe('1795465522.312');
    expect(polling.nextTimestamp(1_795_465_523_000)).toBe('1795465523.000');
  });

  test('adds a millisecond when two samples come at the same instant', () => {
    const polling = new PatientPolling(3);
    expect([polling.nextTimestamp(5000), polling.nextTimestamp(5000)]).toEqual(['5.000', '5.001']);
  });

  test('creates ascending timestamps while the clock stands still or jitters', () => {
    const polling = new PatientPolling(3);
    const timestamps = [5000, 5000, 5000, 4999, 5001, 5001, 5000].map((wallMs) =>
      polling.nextTimestamp(wallMs),
    );
    expect(new Set(timestamps).size).toBe(timestamps.length);
    expect(timestamps).toEqual([...timestamps].sort());
  });

  test('follows a clock that was set back', () => {
    const polling = new PatientPolling(3);
    expect([polling.nextTimestamp(5000), polling.nextTimestamp(3000)]).toEqual(['5.000', '3.000']);
  });

  test('has health due at once, and then a second after it was taken', () => {
    const polling = new PatientPolling(3);
    const instants = [0, 1, 999, 1000, 1999, 2500, 3400, 3500];
    expect(instants.filter((nowMs) => polling.takeHealthDue(nowMs))).toEqual([0, 1000, 2500, 3500]);
  });

  test('keeps the detector of a walk, and starts a new one for another walk', () => {
    const polling = new PatientPolling(3, ['stuck-high']);
    const detector = polling.selectDetector('bach');
    expect(polling.selectDetector('bach')).toBe(detector);
    const other = polling.selectDetector('chopin');
    expect(other).not.toBe(detector);
    expect(polling.selectDetector('bach')).not.toBe(detector);
  });

  test('has a profile due once, and again when it changes', () => {
    const polling = new PatientPolling(3);
    expect(polling.takeProfileDue(0)).toBeNull();
    polling.profile = profile;
    expect(polling.takeProfileDue(0)).toEqual(profile);
    polling.profile = { ...profile };
    expect(polling.takeProfileDue(1000)).toBeNull();
    polling.profile = { ...profile, traceName: 'chopin' };
    expect(polling.takeProfileDue(2000)).toEqual({ ...profile, traceName: 'chopin' });
  });

  test('has an unchanged profile due every ten seconds, for a store that lost its data', () => {
    const polling = new PatientPolling(3);
    polling.profile = profile;
    const instants = [0, 1000, 9999, 10_000, 11_000, 20_000];
    expect(instants.filter((nowMs) => polling.takeProfileDue(nowMs))).toEqual([0, 10_000, 20_000]);
  });
});
