import { expect, test } from 'vitest';
import { describeApi, describeSpan, describeStore, writeName } from '../../src/page/words.ts';
import { assessPatient } from '../../src/reader/patient-status.ts';
import { ALBERT, AT, HEALTHY } from '../store/fixtures.ts';

const status = { ...assessPatient(null, 0), nowSeconds: AT + 0.3 };

test('of the API is told whether it answers, or that nobody knows because the cacher is silent', () => {
  expect(describeApi(HEALTHY, status)).toEqual({ text: 'API ok', tone: 'good' });
  expect(describeApi(null, status).tone).toBe('quiet');
  expect(describeApi({ ...HEALTHY, state: 'down', lastError: 'refused' }, status).tone).toBe('bad');
  expect(describeApi(HEALTHY, { ...status, nowSeconds: AT + 60 }).text).toBe('cacher silent 59 s');
});

test('of the store is told whether the server reaches it, and why not', () => {
  expect(describeStore({ state: 'answering' }).tone).toBe('good');
  expect(describeStore({ state: 'down', reason: 'refused' })).toEqual({
    text: 'store down: refused',
    tone: 'bad',
  });
});

test('only what is live is called the last seconds', () => {
  expect(describeSpan(15, AT, { ...status, state: 'live' })).toBe('last 15 s');
  expect(describeSpan(15, AT, { ...status, state: 'stale' })).toMatch(/^15 s until \d\d:\d\d:\d\d$/);
});

test('a hidden name is stars, one that is not known a dash', () => {
  expect([writeName(ALBERT, false), writeName(ALBERT, true), writeName(null, false)]).toEqual([
    'Albert Lisowski',
    '***',
    '–',
  ]);
});
