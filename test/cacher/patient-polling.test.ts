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

describe('PatientRecord', () => {
  test('is failing after a failure, down after three in a row, and up after one success', () => {
    const record = new PatientPolling(3);
    const outcomes = [null, 'a', 'b', null, 'a', 'b', 'c', 'd', null];
    const states = outcomes.map((error) => record.recordPoll(error, 5, 1000).after);
    expect(states).toEqual(['up', 'failing', 'failing', 'up', 'failing', 'failing', 'down', 'down', 'up']);
  });

  test('tells the state before and after a poll', () => {
    const record = new PatientPolling(3);
    expect(record.recordPoll('HTTP 500', 5, 0)).toEqual({ before: 'up', after: 'failing' });
    expect(record.recordPoll('HTTP 500', 5, 0)).toEqual({ before: 'failing', after: 'failing' });
    expect(record.recordPoll('HTTP 500', 5, 0)).toEqual({ before: 'failing', after: 'down' });
    expect(record.recordPoll(null, 5, 0)).toEqual({ before: 'down', after: 'up' });
  });

  test('gives a health record of what it noted', () => {
    const record = new PatientPolling(3);
    record.recordPoll(null, 12, 1_795_465_522_312);
    record.recordPoll('HTTP 500', 7, 1_795_465_522_612);
    expect(record.createHealth({ wallMs: 1_795_465_523_000, intervalMs: 300, clockOffsetMs: -4 })).toEqual({
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

  test('clears the last error by a success', () => {
    const record = new PatientPolling(3);
    record.recordPoll('HTTP 500', 7, 0);
    record.recordPoll(null, 7, 0);
    expect(record.createHealth({ wallMs: 0, intervalMs: 300, clockOffsetMs: null }).lastError).toBeNull();
  });

  test('stamps a sample with seconds of three decimal places', () => {
    const record = new PatientPolling(3);
    expect(record.nextTimestamp(1_795_465_522_312)).toBe('1795465522.312');
    expect(record.nextTimestamp(1_795_465_523_000)).toBe('1795465523.000');
  });

  test('never gives the same stamp to two samples that follow each other', () => {
    const record = new PatientPolling(3);
    expect([record.nextTimestamp(5000), record.nextTimestamp(5000)]).toEqual(['5.000', '5.001']);
  });

  test('never gives the same stamp twice while its clock stands or trembles', () => {
    const record = new PatientPolling(3);
    const stamps = [5000, 5000, 5000, 4999, 5001, 5001, 5000].map((wallMs) => record.nextTimestamp(wallMs));
    expect(new Set(stamps).size).toBe(stamps.length);
    expect(stamps).toEqual([...stamps].sort());
  });

  test('follows a clock that stepped back', () => {
    const record = new PatientPolling(3);
    expect([record.nextTimestamp(5000), record.nextTimestamp(3000)]).toEqual(['5.000', '3.000']);
  });

  test('finds its records due at once, and then a second after they were taken', () => {
    const record = new PatientPolling(3);
    const instants = [0, 1, 999, 1000, 1999, 2500, 3400, 3500];
    expect(instants.filter((nowMs) => record.takeHealthDue(nowMs))).toEqual([0, 1000, 2500, 3500]);
  });

  test('keeps what the rules know of a walk, and forgets it when another one begins', () => {
    const record = new PatientPolling(3, ['stuck-high']);
    const judge = record.selectDetector('bach');
    expect(record.selectDetector('bach')).toBe(judge);
    const other = record.selectDetector('chopin');
    expect(other).not.toBe(judge);
    expect(record.selectDetector('bach')).not.toBe(judge);
  });

  test('gives a profile once, and again when it changed', () => {
    const record = new PatientPolling(3);
    expect(record.takeProfileDue(0)).toBeNull();
    record.profile = profile;
    expect(record.takeProfileDue(0)).toEqual(profile);
    record.profile = { ...profile };
    expect(record.takeProfileDue(1000)).toBeNull();
    record.profile = { ...profile, traceName: 'chopin' };
    expect(record.takeProfileDue(2000)).toEqual({ ...profile, traceName: 'chopin' });
  });

  test('gives a profile that does not change every ten seconds, for a store that lost it', () => {
    const record = new PatientPolling(3);
    record.profile = profile;
    const instants = [0, 1000, 9999, 10_000, 11_000, 20_000];
    expect(instants.filter((nowMs) => record.takeProfileDue(nowMs))).toEqual([0, 10_000, 20_000]);
  });
});
