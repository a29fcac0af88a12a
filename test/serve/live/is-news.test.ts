import { expect, test } from 'vitest';
import { isNews } from '../../../src/serve/live/is-news.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ALBERT, AT, HEALTHY, makeEntries } from '../../store/fixtures.ts';

async function read() {
  const store = new MemoryStore(() => (AT + 5) * 1000);
  await store.write([{ patient: 3, entries: makeEntries(5), profile: ALBERT, health: HEALTHY }]);
  return { ...(await store.read(3, 10)), anomalies: [] };
}

test('what only the clock and the count of polls tell apart is no news', async () => {
  const before = await read();
  const now = {
    ...before,
    nowSeconds: before.nowSeconds + 1,
    oldestAtSeconds: AT + 1,
    retained: 4,
    profile: { ...ALBERT },
    health: { ...HEALTHY, polls: 18, updatedAtSeconds: AT + 1 },
    anomalies: [],
  };
  expect(isNews(now, before)).toBe(false);
});

test.each([
  ['a first read', null],
  ['a new sample', { samples: [{ atSeconds: AT, sensors: [] }] }],
  ['samples that are gone', { samples: [] }],
  ['an anomaly', { anomalies: [{ atSeconds: AT, sensors: [] }] }],
  ['a poll that failed', { health: { ...HEALTHY, state: 'down' as const, lastError: 'HTTP 500' } }],
  ['another name', { profile: { ...ALBERT, lastname: 'Nowak' } }],
  ['an entry that cannot be read', { unreadable: 1 }],
  ['a patient that is erased', { known: false }],
])('%s is news', async (_, change) => {
  const before = await read();
  expect(isNews({ ...before, ...change }, change === null ? undefined : before)).toBe(true);
});
