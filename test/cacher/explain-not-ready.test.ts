import { expect, test } from 'vitest';
import type { CacherStatus } from '../../src/cacher/cacher-status.ts';
import { explainNotReady } from '../../src/cacher/explain-not-ready.ts';
import { WORKING } from './working-status.ts';

const NONE = { up: 0, failing: 0, down: 0, standby: 0 };
const explain = (changes: Partial<CacherStatus>) =>
  explainNotReady({ status: { ...WORKING, ...changes }, lastFailure: 'connection refused' });

test.each<[string, Partial<CacherStatus>]>([
  ['a cacher that polls', {}],
  ['one that stands by for another', { patients: { ...NONE, standby: 6 } }],
  ['one without patients', { patients: NONE }],
  ['one with some patients down', { patients: { ...NONE, up: 1, down: 5 } }],
  ['one whose polls just began to fail', { patients: { ...NONE, failing: 1, down: 5 } }],
  ['one that is behind', { isBehind: true }],
])('%s is ready', (_, changes) => {
  expect(explain(changes)).toBeNull();
});

test('a cacher is not ready while the store is down, all polls fail, or another API has its patients', () => {
  expect(explain({ storeDownReason: 'out of memory' })).toBe('the store is down: out of memory');
  expect(explain({ patients: { ...NONE, down: 4, standby: 2 } })).toBe(
    'the API fails for all 4 patients: connection refused',
  );
  expect(explain({ otherApiPatients: 2 })).toMatch(/^a cacher of another API polls .* \(2\); give each API/);
});
